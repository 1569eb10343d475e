using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace CarbonPlatform.ServiceDefaults.Json;

/// <summary>
/// Refuses null among the elements of a list, or the values of a map, that is declared without: the serializer respects
/// what is said of members, but not what is said of their elements. And a list longer than any that is meant.
/// </summary>
internal static class ListElements
{
    /// <summary>A sheet's readings, a proposal's rows and whatever else is listed are fewer.</summary>
    public const int Most = 5_000;

    /// <summary>How the message of the fault begins; what follows is the element, seen from its object.</summary>
    public const string Null = "An element is null: ";

    /// <summary>How the message of the fault begins; what follows is the list, seen from its object.</summary>
    public const string TooMany = "There are too many elements: ";

    /// <summary>Makes an object look through its lists when it has been read.</summary>
    public static void RefuseNull(JsonTypeInfo info) =>
        Look(
            info,
            HoldsNoNull,
            (list, elements) =>
            {
                if (NullIn(elements) is { } element)
                    throw new JsonException($"{Null}{list.Name}{element}");
            }
        );

    /// <summary>Makes an object count its lists when it has been read.</summary>
    public static void RefuseTooMany(JsonTypeInfo info) =>
        Look(
            info,
            _ => true,
            (list, elements) =>
            {
                if (elements is ICollection { Count: > Most })
                    throw new JsonException(TooMany + list.Name);
            }
        );

    private static void Look(
        JsonTypeInfo info,
        Func<JsonPropertyInfo, bool> at,
        Action<JsonPropertyInfo, IEnumerable?> look
    )
    {
        if (info.Kind != JsonTypeInfoKind.Object)
            return;
        var lists = info.Properties.Where(property => IsList(property) && at(property)).ToArray();
        if (lists.Length == 0)
            return;
        info.OnDeserialized += read =>
        {
            foreach (var list in lists)
                look(list, list.Get!(read) as IEnumerable);
        };
    }

    private static bool IsList(JsonPropertyInfo property) =>
        property.Get is not null
        && property.PropertyType != typeof(string)
        && property.PropertyType.IsAssignableTo(typeof(IEnumerable));

    private static bool HoldsNoNull(JsonPropertyInfo property)
    {
        if (property.AttributeProvider is not PropertyInfo declared)
            return false;
        var nullability = new NullabilityInfoContext().Create(declared);
        var element = nullability.ElementType ?? nullability.GenericTypeArguments.LastOrDefault();
        return element is { ReadState: NullabilityState.NotNull, Type.IsValueType: false };
    }

    private static string? NullIn(IEnumerable? elements)
    {
        if (elements is IDictionary map)
        {
            foreach (DictionaryEntry entry in map)
            {
                if (entry.Value is null)
                    return $".{entry.Key}";
            }
            return null;
        }
        var i = 0;
        foreach (var element in elements ?? Array.Empty<object>())
        {
            if (element is null)
                return string.Create(CultureInfo.InvariantCulture, $"[{i}]");
            i++;
        }
        return null;
    }
}
