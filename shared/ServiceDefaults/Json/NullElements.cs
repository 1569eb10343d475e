using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace CarbonPlatform.ServiceDefaults.Json;

/// <summary>
/// Refuses null among the elements of a list, or the values of a map, that is declared without: the serializer respects
/// what is said of members, but not what is said of their elements.
/// </summary>
internal static class NullElements
{
    /// <summary>How the message of the fault begins; what follows is the element, seen from its object.</summary>
    public const string Message = "An element is null: ";

    /// <summary>Makes an object look through its lists when it has been read.</summary>
    public static void Refuse(JsonTypeInfo info)
    {
        if (info.Kind != JsonTypeInfoKind.Object)
            return;
        var lists = info.Properties.Where(HoldsNoNull).ToArray();
        if (lists.Length == 0)
            return;
        info.OnDeserialized += read =>
        {
            foreach (var list in lists)
            {
                if (NullIn(list.Get!(read) as IEnumerable) is { } element)
                    throw new JsonException($"{Message}{list.Name}{element}");
            }
        };
    }

    private static bool HoldsNoNull(JsonPropertyInfo property)
    {
        if (
            property.Get is null
            || property.AttributeProvider is not PropertyInfo declared
            || property.PropertyType == typeof(string)
            || !property.PropertyType.IsAssignableTo(typeof(IEnumerable))
        )
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
