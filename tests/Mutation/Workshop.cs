using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CarbonPlatform.Mutation;

/// <summary>
/// Compiles the service with its golden cases in memory, all mutants in one program: each stands beside the original
/// and is chosen by its number at run time, so that a thousand of them cost one compilation.
/// </summary>
internal sealed class Workshop
{
    private const string Switch = """
        namespace CarbonPlatform.Mutation;
        internal static class Chosen
        {
            [System.ThreadStatic] public static int Mutant;
            [System.ThreadStatic] private static long s_asked;
            public static bool Is(int mutant)
            {
                // A mutant may never end; its loops ask here.
                if (++s_asked > 50_000_000) throw new System.TimeoutException("The mutant does not end.");
                return mutant == Mutant;
            }
            public static void Choose(int mutant) => (Mutant, s_asked) = (mutant, 0);
        }
        """;

    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Microsoft.AspNetCore.Builder;
        global using Microsoft.AspNetCore.Http;
        global using Microsoft.AspNetCore.Routing;
        global using Microsoft.Extensions.DependencyInjection;
        global using Microsoft.Extensions.Hosting;
        global using Microsoft.Extensions.Logging;
        """;

    private static readonly CSharpParseOptions s_language = new(LanguageVersion.Preview);

    private readonly Dictionary<string, SyntaxTree> _trees = new(StringComparer.Ordinal);
    private readonly MetadataReference[] _references =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) != "CarbonPlatform.Calculation.dll")
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    /// <summary>Reads the sources of the service and of its golden cases.</summary>
    public Workshop(string root)
    {
        var service = Path.Combine(root, "services", "Calculation");
        var tests = Path.Combine(root, "tests", "Calculation.Tests");
        foreach (
            var path in Directory
                .EnumerateFiles(service, "*.cs", SearchOption.AllDirectories)
                .Concat(
                    ((string[])["GoldenFile.cs", "Sheets.cs", "Arithmetic.cs", "WorkingAudit.cs"]).Select(name =>
                        Path.Combine(tests, name)
                    )
                )
        )
        {
            var text = File.ReadAllText(path);
            // What generators complete is not of the methods: logging of the sweep, and the start of the program.
            if (
                path.Contains(
                    $"{Path.DirectorySeparatorChar}Migrations{Path.DirectorySeparatorChar}",
                    StringComparison.Ordinal
                )
                || Path.GetFileName(path) == "Program.cs"
                || text.Contains("[LoggerMessage", StringComparison.Ordinal)
            )
                continue;
            Add(path, text);
        }
        Add("Chosen.cs", Switch);
        Add("Usings.cs", Usings);
        void Add(string path, string text) => _trees.Add(path, CSharpSyntaxTree.ParseText(text, s_language, path));
    }

    /// <summary>The files of the methods: those that hold an entry, and what they share.</summary>
    public IEnumerable<SyntaxTree> Methods =>
        _trees
            .Values.Where(tree => Path.GetFileName(Path.GetDirectoryName(tree.FilePath)) == "Methods")
            .Where(tree =>
                tree.ToString().Contains("MethodEntry Entry", StringComparison.Ordinal)
                || Path.GetFileName(tree.FilePath)
                    is "AnodeStreams.cs"
                        or "Avoided.cs"
                        or "AvoidedMargin.cs"
                        or "BoughtPower.cs"
                        or "Certificates.cs"
                        or "Figure.cs"
                        or "FuelHeat.cs"
                        or "HeatContent.cs"
                        or "Pairing.cs"
                        or "Part.cs"
                        or "Power.cs"
                        or "Stacks.cs"
                        or "Suppliers.cs"
                        or "Written.cs"
            )
            .OrderBy(tree => tree.FilePath, StringComparer.Ordinal);

    /// <summary>
    /// One program with all mutants that can stand beside their originals. Those that cannot (they would declare a name
    /// twice) are left out and come back in <paramref name="alone"/>.
    /// </summary>
    public Assembly Compile(IReadOnlyList<Mutant> mutants, out List<Mutant> alone)
    {
        alone = [];
        var together = mutants.ToList();
        while (true)
        {
            var trees = new Dictionary<string, SyntaxTree>(_trees, StringComparer.Ordinal);
            foreach (var file in together.GroupBy(mutant => mutant.Place.SyntaxTree))
            {
                var root = new Beside(file.ToLookup(mutant => mutant.Place)).Visit(file.Key.GetRoot())!;
                // Parsed anew: what is written together from parts need not be what its text says.
                trees[file.Key.FilePath] = CSharpSyntaxTree.ParseText(
                    root.ToFullString(),
                    s_language,
                    file.Key.FilePath
                );
            }
            var errors = TryEmit(trees.Values, out var assembly);
            if (assembly is not null)
                return assembly;

            var culprits = errors.SelectMany(Culprits).ToHashSet();
            if (culprits.Count == 0)
                throw new InvalidOperationException(string.Join('\n', errors.Take(10)));
            alone.AddRange(together.Where(mutant => culprits.Contains(mutant.Id)));
            together.RemoveAll(mutant => culprits.Contains(mutant.Id));
        }
    }

    /// <summary>A program with one mutant in its original's place; null when it is none.</summary>
    public Assembly? Compile(Mutant mutant)
    {
        var tree = mutant.Place.SyntaxTree;
        var trees = new Dictionary<string, SyntaxTree>(_trees, StringComparer.Ordinal)
        {
            [tree.FilePath] = CSharpSyntaxTree.ParseText(
                tree.GetRoot()
                    .ReplaceNode(mutant.Place, Parenthesised(mutant.Place, mutant.Replacement))
                    .ToFullString(),
                s_language,
                tree.FilePath
            ),
        };
        TryEmit(trees.Values, out var assembly);
        return assembly;
    }

    private static SyntaxNode Parenthesised(SyntaxNode place, SyntaxNode node) =>
        place is StatementSyntax || place.Parent is ExpressionStatementSyntax
            ? node
            : SyntaxFactory.ParenthesizedExpression((ExpressionSyntax)node.WithoutTrivia()).WithTriviaFrom(place);

    private IReadOnlyList<Diagnostic> TryEmit(IEnumerable<SyntaxTree> trees, out Assembly? assembly)
    {
        var compilation = CSharpCompilation.Create(
            "CarbonPlatform.Calculation",
            trees,
            _references,
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary,
                optimizationLevel: OptimizationLevel.Release,
                checkOverflow: true,
                nullableContextOptions: NullableContextOptions.Enable
            )
        );
        using var stream = new MemoryStream();
        var result = compilation.Emit(stream);
        assembly = null;
        if (!result.Success)
            return [.. result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)];
        stream.Position = 0;
        assembly = new AssemblyLoadContext(name: null, isCollectible: true).LoadFromStream(stream);
        return [];
    }

    /// <summary>The mutants between which an error stands: the nearest choice around it.</summary>
    private static IEnumerable<int> Culprits(Diagnostic error)
    {
        for (
            var node = error.Location.SourceTree?.GetRoot().FindNode(error.Location.SourceSpan);
            node is not null;
            node = node.Parent
        )
        {
            var condition = node switch
            {
                ConditionalExpressionSyntax conditional => conditional.Condition,
                IfStatementSyntax statement => statement.Condition,
                _ => null,
            };
            if (
                condition
                    is InvocationExpressionSyntax
                    {
                        Expression: var called,
                        ArgumentList.Arguments: [{ Expression: LiteralExpressionSyntax { Token.Value: int id } }]
                    }
                && called.ToString().EndsWith("Chosen.Is", StringComparison.Ordinal)
            )
            {
                yield return id;
                yield break;
            }
        }
    }

    /// <summary>Puts each mutant beside its original: <c>(Chosen.Is(7) ? mutant : original)</c>.</summary>
    private sealed class Beside(ILookup<SyntaxNode, Mutant> mutants) : CSharpSyntaxRewriter
    {
        public override SyntaxNode? Visit(SyntaxNode? node)
        {
            if (node is null || !mutants.Contains(node))
                return base.Visit(node);
            var result = base.Visit(node)!;
            foreach (var mutant in mutants[node])
            {
                var choice = $"global::CarbonPlatform.Mutation.Chosen.Is({mutant.Id})";
                result =
                    node is StatementSyntax
                        ? SyntaxFactory
                            .ParseStatement(
                                $"if ({choice}) {{ {mutant.Replacement.WithoutTrivia().ToFullString()} }} else {{ "
                                    + $"{result.WithoutTrivia().ToFullString()} }}"
                            )
                            .WithTriviaFrom(node)
                        : SyntaxFactory
                            .ParseExpression(
                                $"({choice} ? ({mutant.Replacement.WithoutTrivia().ToFullString()}) : "
                                    + $"({result.WithoutTrivia().ToFullString()}))"
                            )
                            .WithTriviaFrom(node);
            }
            return result;
        }
    }
}
