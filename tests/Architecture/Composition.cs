using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace CarbonPlatform.Architecture;

/// <summary>deploy/compose/compose.yaml, with what its blocks take over from others.</summary>
internal static class Composition
{
    private static readonly Dictionary<object, object?> s_all = Read();

    /// <summary>Its containers by name.</summary>
    public static IReadOnlyDictionary<string, Container> Containers { get; } =
        Map(s_all["services"])
            .ToDictionary(
                service => (string)service.Key,
                service => new Container(Map(service.Value)),
                StringComparer.Ordinal
            );

    /// <summary>Networks from which nothing leads out.</summary>
    public static IReadOnlyList<string> ClosedNetworks { get; } =
    [
        .. Map(s_all["networks"])
            .Where(network => Map(network.Value).GetValueOrDefault("internal") is "true")
            .Select(network => (string)network.Key),
    ];

    /// <summary>Names of its secrets, each with the file that holds it.</summary>
    public static IReadOnlyDictionary<string, string> Secrets { get; } =
        Map(s_all["secrets"])
            .ToDictionary(
                secret => (string)secret.Key,
                secret => (string)Map(secret.Value)["file"]!,
                StringComparer.Ordinal
            );

    /// <summary>Settings that a container is given, as environment or as files.</summary>
    public static IReadOnlyList<string> SettingsOf(string container) =>
        [.. Containers[container].Environment.Keys, .. Containers[container].Secrets.Select(secret => secret.Target)];

    internal static Dictionary<object, object?> Map(object? node) =>
        node as Dictionary<object, object?> ?? new Dictionary<object, object?>();

    private static Dictionary<object, object?> Read()
    {
        using var text = new StringReader(Repository.Read("deploy/compose/compose.yaml"));
        return new DeserializerBuilder()
            .Build()
            .Deserialize<Dictionary<object, object?>>(new MergingParser(new Parser(text)));
    }
}

/// <summary>A container of the composition.</summary>
/// <param name="block">What stands under its name.</param>
internal sealed class Container(Dictionary<object, object?> block)
{
    public IReadOnlyDictionary<string, string> Environment { get; } =
        Composition
            .Map(block.GetValueOrDefault("environment"))
            .ToDictionary(
                variable => (string)variable.Key,
                variable => (string?)variable.Value ?? "",
                StringComparer.Ordinal
            );

    /// <summary>Its secrets, each with the name of the file by which it finds it.</summary>
    public IReadOnlyList<(string Source, string Target)> Secrets { get; } =
    [
        .. List(block.GetValueOrDefault("secrets"))
            .Select(secret =>
                secret is string name
                    ? (name, name)
                    : ((string)Composition.Map(secret)["source"]!, (string)Composition.Map(secret)["target"]!)
            ),
    ];

    public IReadOnlyList<string> Networks => Texts("networks");

    /// <summary>Containers that must have ended well before it starts.</summary>
    public IReadOnlyList<string> WaitsForTheEndOf =>
        [
            .. Composition
                .Map(block.GetValueOrDefault("depends_on"))
                .Where(other => Composition.Map(other.Value)["condition"] is "service_completed_successfully")
                .Select(other => (string)other.Key),
        ];

    public string? Text(string name) => block.GetValueOrDefault(name) as string;

    public IReadOnlyList<string> Texts(string name) => [.. List(block.GetValueOrDefault(name)).Cast<string>()];

    private static List<object?> List(object? node) => node as List<object?> ?? [];
}
