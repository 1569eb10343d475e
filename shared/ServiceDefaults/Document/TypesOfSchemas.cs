using System.Collections.Concurrent;

namespace CarbonPlatform.ServiceDefaults.Document;

/// <summary>Which type a schema of the document is of.</summary>
internal sealed class TypesOfSchemas
{
    private readonly ConcurrentDictionary<string, Type> _byId = new(StringComparer.Ordinal);

    /// <summary>
    /// An operation's request and response are nested in it and named alike: <c>PostReadings.Request</c>.
    /// </summary>
    public static string IdOf(Type type)
    {
        var name = type.IsGenericType
            ? type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]
                + "Of"
                + string.Join("And", type.GetGenericArguments().Select(IdOf))
            : type.Name;
        return type is { IsNested: true, DeclaringType: { } operation } ? operation.Name + "." + name : name;
    }

    public void Note(Type type) => _byId[IdOf(type)] = type;

    public Type? Of(string schema) => _byId.GetValueOrDefault(schema);
}
