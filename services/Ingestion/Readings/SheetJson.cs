using System.Text.Json;

namespace CarbonPlatform.Ingestion.Readings;

/// <summary>What a body says: readings and withdrawals, each with its place.</summary>
internal sealed record SheetInBody(
    IReadOnlyList<ReadingInput> Readings,
    IReadOnlyList<KeyInput> Withdrawals,
    IReadOnlyList<Finding> Findings
);

/// <summary>
/// Reads the body of a sheet. The JSON is walked by hand, not bound to a type, for two reasons: a plant is told
/// everything that is wrong at once, each with its position, and a number's digits are taken as they were written.
/// </summary>
internal sealed class SheetJson
{
    private const string Readings = "readings";
    private const string Withdrawals = "withdrawals";

    private static readonly JsonDocumentOptions s_strict = new()
    {
        AllowTrailingCommas = false,
        CommentHandling = JsonCommentHandling.Disallow,
        MaxDepth = 16,
    };

    private static readonly string[] s_readingMembers =
    [
        "source",
        "activity",
        "meter",
        "lot",
        "quantity",
        "unit",
        "quality",
        "attributes",
        "period",
        "explanation",
    ];

    private static readonly string[] s_keyMembers = ["source", "activity", "meter", "lot"];
    private static readonly string[] s_periodMembers = ["from", "to"];

    private readonly List<Finding> _findings = [];
    private readonly bool _replaces;

    private SheetJson(bool replaces) => _replaces = replaces;

    /// <summary>Takes the body apart.</summary>
    /// <param name="body">UTF-8 JSON.</param>
    /// <param name="replaces">The sheet is given whole (PUT): there is nothing to withdraw.</param>
    /// <exception cref="BadHttpRequestException">It is not JSON; the inner exception says where.</exception>
    public static SheetInBody Read(ReadOnlyMemory<byte> body, bool replaces)
    {
        try
        {
            using var document = JsonDocument.Parse(body, s_strict);
            return new SheetJson(replaces).Sheet(document.RootElement);
        }
        catch (JsonException malformed)
        {
            throw new BadHttpRequestException("The body is not JSON.", StatusCodes.Status400BadRequest, malformed);
        }
        catch (InvalidOperationException notText)
        {
            // A string whose bytes are not UTF-8, or half a surrogate pair, is found only when its text is taken.
            throw new BadHttpRequestException(
                "The body is not JSON.",
                StatusCodes.Status400BadRequest,
                new JsonException("A string is not Unicode text.", notText)
            );
        }
    }

    private SheetInBody Sheet(JsonElement root)
    {
        var readings = new List<ReadingInput>();
        var withdrawals = new List<KeyInput>();
        var sheet = new SheetInBody(readings, withdrawals, _findings);
        if (root.ValueKind != JsonValueKind.Object)
        {
            _findings.Add(BodyFindings.WrongType(new Place(null, ""), root.ValueKind, "an object with \"readings\""));
            return sheet;
        }

        var named = false;
        foreach (var member in Members(root, name => new Place(null, name)))
        {
            switch (member.Name)
            {
                case Readings:
                    named = true;
                    Each(member, (element, index) => readings.Add(Reading(element, index)));
                    break;
                case Withdrawals when !_replaces:
                    Each(member, (element, index) => withdrawals.Add(Key(element, index)));
                    break;
                default:
                    _findings.Add(
                        BodyFindings.UnknownMember(
                            new Place(null, member.Name),
                            member.Name,
                            _replaces ? [Readings] : [Readings, Withdrawals]
                        )
                    );
                    break;
            }
        }
        if (!named && (_replaces || withdrawals.Count == 0))
            _findings.Add(BodyFindings.MissingMember(Place.Sheet, Readings));
        return sheet;
    }

    private ReadingInput Reading(JsonElement element, int position)
    {
        var reading = new ReadingInput(RowPlace.InBody(Readings, position, isReading: true));
        var row = reading.Place;
        if (element.ValueKind != JsonValueKind.Object)
        {
            _findings.Add(BodyFindings.WrongType(row.Whole, element.ValueKind, "an object"));
            return reading;
        }
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in Members(element, row.Of))
        {
            var place = row.Of(member.Name);
            seen.Add(member.Name);
            switch (member.Name)
            {
                case "source":
                    reading.Source = Text(member.Value, place);
                    break;
                case "activity":
                    reading.Activity = Text(member.Value, place);
                    break;
                case "meter":
                    reading.Meter = OptionalText(member.Value, place);
                    break;
                case "lot":
                    reading.Lot = OptionalText(member.Value, place);
                    break;
                case "quantity":
                    reading.Quantity = Number(member.Value, place);
                    break;
                case "unit":
                    reading.Unit = Text(member.Value, place);
                    break;
                case "quality":
                    reading.Quality = Text(member.Value, place);
                    break;
                case "explanation":
                    reading.Explanation = OptionalText(member.Value, place);
                    break;
                case "attributes":
                    Attributes(member.Value, reading, place);
                    break;
                case "period":
                    Period(member.Value, reading, place);
                    break;
                default:
                    _findings.Add(BodyFindings.UnknownMember(place, member.Name, s_readingMembers));
                    break;
            }
        }
        Missing(seen, row.Of, "source", "activity", "quantity", "unit", "quality");
        return reading;
    }

    private KeyInput Key(JsonElement element, int index)
    {
        var key = new KeyInput(RowPlace.InBody(Withdrawals, index, isReading: false));
        var row = key.Place;
        if (element.ValueKind != JsonValueKind.Object)
        {
            _findings.Add(BodyFindings.WrongType(row.Whole, element.ValueKind, "an object with the key of a reading"));
            return key;
        }
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in Members(element, row.Of))
        {
            var place = row.Of(member.Name);
            seen.Add(member.Name);
            switch (member.Name)
            {
                case "source":
                    key.Source = Text(member.Value, place);
                    break;
                case "activity":
                    key.Activity = Text(member.Value, place);
                    break;
                case "meter":
                    key.Meter = OptionalText(member.Value, place);
                    break;
                case "lot":
                    key.Lot = OptionalText(member.Value, place);
                    break;
                default:
                    _findings.Add(BodyFindings.UnknownMember(place, member.Name, s_keyMembers));
                    break;
            }
        }
        Missing(seen, row.Of, "source", "activity");
        return key;
    }

    private void Attributes(JsonElement element, ReadingInput reading, Place place)
    {
        if (element.ValueKind == JsonValueKind.Null)
            return;
        if (element.ValueKind != JsonValueKind.Object)
        {
            _findings.Add(BodyFindings.WrongType(place, element.ValueKind, "an object of names and values"));
            return;
        }
        foreach (var member in Members(element, PlaceOf))
        {
            if (member.Value.ValueKind is JsonValueKind.String or JsonValueKind.Number)
                reading.Attributes.Add(
                    new AttributeInput(member.Name, Raw(member.Value), member.Value.ValueKind == JsonValueKind.Number)
                );
            else if (member.Value.ValueKind != JsonValueKind.Null)
                _findings.Add(
                    BodyFindings.WrongType(PlaceOf(member.Name), member.Value.ValueKind, "a number or a text")
                );
        }

        Place PlaceOf(string member) => reading.Place.Of($"attributes.{member}");
    }

    private void Period(JsonElement element, ReadingInput reading, Place place)
    {
        if (element.ValueKind == JsonValueKind.Null)
            return;
        if (element.ValueKind != JsonValueKind.Object)
        {
            _findings.Add(BodyFindings.WrongType(place, element.ValueKind, "an object with \"from\" and \"to\""));
            return;
        }
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in Members(element, PlaceOf))
        {
            seen.Add(member.Name);
            switch (member.Name)
            {
                case "from":
                    reading.From = Text(member.Value, PlaceOf("from"));
                    break;
                case "to":
                    reading.To = Text(member.Value, PlaceOf("to"));
                    break;
                default:
                    _findings.Add(BodyFindings.UnknownMember(PlaceOf(member.Name), member.Name, s_periodMembers));
                    break;
            }
        }
        Missing(seen, PlaceOf, s_periodMembers);

        Place PlaceOf(string member) => reading.Place.Of($"period.{member}");
    }

    private void Missing(HashSet<string> seen, Func<string, Place> placeOf, params ReadOnlySpan<string> required)
    {
        foreach (var member in required)
        {
            if (!seen.Contains(member))
                _findings.Add(BodyFindings.MissingMember(placeOf(member), member));
        }
    }

    private void Each(JsonProperty list, Action<JsonElement, int> read)
    {
        if (list.Value.ValueKind != JsonValueKind.Array)
        {
            _findings.Add(BodyFindings.WrongType(new Place(null, list.Name), list.Value.ValueKind, "an array"));
            return;
        }
        var index = 0;
        foreach (var element in list.Value.EnumerateArray())
            read(element, index++);
    }

    /// <summary>The members, each name once: of two that are named alike nobody can say which one was meant.</summary>
    private IEnumerable<JsonProperty> Members(JsonElement element, Func<string, Place> placeOf)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in element.EnumerateObject())
        {
            if (names.Add(member.Name))
                yield return member;
            else
                _findings.Add(BodyFindings.DuplicateMember(placeOf(member.Name), member.Name));
        }
    }

    private string? Text(JsonElement value, Place place)
    {
        if (value.ValueKind == JsonValueKind.String)
            return value.GetString();
        _findings.Add(BodyFindings.WrongType(place, value.ValueKind, "a text"));
        return null;
    }

    private string? OptionalText(JsonElement value, Place place) =>
        value.ValueKind == JsonValueKind.Null ? null : Text(value, place);

    private string? Number(JsonElement value, Place place)
    {
        if (value.ValueKind is JsonValueKind.Number or JsonValueKind.String)
            return Raw(value);
        _findings.Add(BodyFindings.QuantityNotDecimal(place, value.ValueKind));
        return null;
    }

    /// <summary>A number's digits as they were written; a JSON library would have rounded them.</summary>
    private static string Raw(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number ? value.GetRawText() : value.GetString()!;
}
