using System.Text.Json;
using CarbonPlatform.Quantities;

namespace CarbonPlatform.Ingestion.Readings;

/// <summary>What an object in a body may hold.</summary>
/// <param name="Expected">The object in words, for who sent something else.</param>
/// <param name="Known">All names that it may have.</param>
/// <param name="Required">Those it must have.</param>
internal sealed record BodyShape(string Expected, string[] Known, string[] Required);

/// <summary>
/// Takes the parts of a body's JSON by their form, and makes a finding of whatever has another one, so that reading
/// goes on to the end.
/// </summary>
internal sealed class BodyMembers(List<Finding> findings)
{
    /// <summary>The members of an object that its shape knows.</summary>
    public void Read(
        JsonElement element,
        Place whole,
        Func<string, Place> placeOf,
        BodyShape shape,
        Action<JsonProperty, Place> take
    )
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            findings.Add(BodyFindings.WrongType(whole, element.ValueKind, shape.Expected));
            return;
        }
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in Once(element, seen, placeOf))
        {
            var place = placeOf(member.Name);
            if (shape.Known.Contains(member.Name, StringComparer.Ordinal))
                take(member, place);
            else
                findings.Add(BodyFindings.UnknownMember(place, member.Name, shape.Known));
        }
        foreach (var member in shape.Required)
        {
            if (!seen.Contains(member))
                findings.Add(BodyFindings.MissingMember(placeOf(member), member));
        }
    }

    /// <summary>The members of an object whose names are anybody's.</summary>
    public IEnumerable<JsonProperty> Any(JsonElement element, Func<string, Place> placeOf) =>
        Once(element, new HashSet<string>(StringComparer.Ordinal), placeOf);

    /// <summary>The elements of an array; none of one that is too long.</summary>
    public void Each(JsonProperty list, Action<JsonElement, int> read)
    {
        if (list.Value.ValueKind != JsonValueKind.Array)
        {
            findings.Add(BodyFindings.WrongType(new Place(null, list.Name), list.Value.ValueKind, "an array"));
            return;
        }
        if (list.Value.GetArrayLength() is > SheetCheck.MaxReadings and var count)
        {
            findings.Add(BodyFindings.ListTooLong(new Place(null, list.Name), list.Name, count));
            return;
        }
        var index = 0;
        foreach (var element in list.Value.EnumerateArray())
            read(element, index++);
    }

    public string? Text(JsonElement value, Place place)
    {
        if (value.ValueKind == JsonValueKind.String)
            return Plain(value.GetString()!, place);
        findings.Add(BodyFindings.WrongType(place, value.ValueKind, "a text"));
        return null;
    }

    /// <summary>A text in which everything is seen; else null, with a finding.</summary>
    public string? Plain(string text, Place place)
    {
        if (PlainText.Check(text) is not { } fault)
            return text;
        findings.Add(FindingText.Of(fault, place, fault.Code));
        return null;
    }

    public string? OptionalText(JsonElement value, Place place) =>
        value.ValueKind == JsonValueKind.Null ? null : Text(value, place);

    public string? Number(JsonElement value, Place place)
    {
        if (value.ValueKind is JsonValueKind.Number or JsonValueKind.String)
            return Raw(value);
        findings.Add(BodyFindings.QuantityNotDecimal(place, value.ValueKind));
        return null;
    }

    /// <summary>
    /// A number's digits as they were written; a JSON library would have rounded them. A number with an exponent is one
    /// of JSON, and exact: 1e-05 is 0.00001.
    /// </summary>
    public static string Raw(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number
            ? DecimalText.InDigits(value.GetRawText()) ?? value.GetRawText()
            : value.GetString()!;

    /// <summary>Each name once: of two members that are named alike nobody can say which one was meant.</summary>
    private IEnumerable<JsonProperty> Once(JsonElement element, HashSet<string> names, Func<string, Place> placeOf)
    {
        foreach (var member in element.EnumerateObject())
        {
            if (names.Add(member.Name))
                yield return member;
            else
                findings.Add(BodyFindings.DuplicateMember(placeOf(member.Name), member.Name));
        }
    }
}
