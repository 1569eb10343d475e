using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NSwag;
using NSwag.CodeGeneration.CSharp;
using NSwag.CodeGeneration.OperationNameGenerators;
using Shouldly;

namespace CarbonPlatform.EndToEnd;

/// <summary>A client in C# as others make it of the API's description, compiled here and kept nowhere.</summary>
internal sealed class GeneratedClient
{
    private const string Name = "CarbonPlatformClient";

    private readonly Type _client;

    private GeneratedClient(Type client) => _client = client;

    /// <summary>Makes and compiles it; every fault of the compiler fails the test.</summary>
    public static async Task<GeneratedClient> OfAsync(string description)
    {
        var settings = new CSharpClientGeneratorSettings
        {
            ClassName = Name,
            UseBaseUrl = false,
            OperationNameGenerator = new SingleClientFromOperationIdOperationNameGenerator(),
        };
        settings.CSharpGeneratorSettings.Namespace = "Generated";
        var source = new CSharpClientGenerator(
            await OpenApiDocument.FromJsonAsync(description),
            settings
        ).GenerateFile();

        var compilation = CSharpCompilation.Create(
            "Generated",
            [CSharpSyntaxTree.ParseText(source)],
            [
                .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
                    .Split(Path.PathSeparator)
                    .Select(file => MetadataReference.CreateFromFile(file)),
            ],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary)
        );
        using var assembly = new MemoryStream();
        compilation
            .Emit(assembly)
            .Diagnostics.Where(fault => fault.Severity == DiagnosticSeverity.Error)
            .Select(fault => fault.ToString())
            .ShouldBeEmpty();
        return new GeneratedClient(Assembly.Load(assembly.ToArray()).GetType("Generated." + Name, throwOnError: true)!);
    }

    /// <summary>Calls an operation without any of its parameters.</summary>
    public async Task<object> CallAsync(HttpClient http, string operation)
    {
        var method = _client
            .GetMethods()
            .Single(method => method.Name == operation && method.GetParameters() is [.., var last] && IsToken(last));
        var call = (Task)
            method.Invoke(
                Activator.CreateInstance(_client, http),
                [
                    .. method
                        .GetParameters()
                        .Select(parameter => IsToken(parameter) ? CancellationToken.None : (object?)null),
                ]
            )!;
        await call;
        return call.GetType().GetProperty("Result")!.GetValue(call)!;
    }

    private static bool IsToken(ParameterInfo parameter) => parameter.ParameterType == typeof(CancellationToken);
}
