using System.Text.Json;
using CarbonPlatform.ServiceDefaults;

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

    private static readonly BodyShape s_wholeSheet = new("an object with \"readings\"", [Readings], []);
    private static readonly BodyShape s_changes = new("an object with \"readings\"", [Readings, Withdrawals], []);

    private static readonly BodyShape s_reading = new(
        "an object",
        ["source", "activity", "meter", "lot", "quantity", "unit", "quality", "attributes", "period", "explanation"],
        ["source", "activity", "quantity", "unit", "quality"]
    );

    private static readonly BodyShape s_key = new(
        "an object with the key of a reading",
        ["source", "activity", "meter", "lot"],
        ["source", "activity"]
    );

    private static readonly BodyShape s_period = new(
        "an object with \"from\" and \"to\"",
        ["from", "to"],
        ["from", "to"]
    );

    private readonly List<Finding> _findings = [];
    private readonly BodyMembers _members;
    private readonly bool _replaces;

    private SheetJson(bool replaces) => (_members, _replaces) = (new BodyMembers(_findings), replaces);

    /// <summary>Takes the body apart.</summary>
    /// <param name="body">UTF-8 JSON.</param>
    /// <param name="replaces">The sheet is given whole (PUT): there is nothing to withdraw.</param>
    /// <exception cref="BadHttpRequestException">It is not JSON; the inner exception says where.</exception>
    public static SheetInBody Read(ReadOnlyMemory<byte> body, bool replaces)
    {
        try
        {
            using var document = JsonDocument.Parse(RequestBody.Text(body), s_strict);
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
        var named = false;
        _members.Read(
            root,
            new Place(null, ""),
            name => new Place(null, name),
            _replaces ? s_wholeSheet : s_changes,
            (member, _) =>
            {
                if (member.Name == Readings)
                {
                    named = true;
                    _members.Each(member, (element, index) => readings.Add(Reading(element, index)));
                }
                else
                {
                    _members.Each(member, (element, index) => withdrawals.Add(Key(element, index)));
                }
            }
        );
        if (root.ValueKind == JsonValueKind.Object && !named && (_replaces || withdrawals.Count == 0))
            _findings.Add(BodyFindings.MissingMember(Place.Sheet, Readings));
        return sheet;
    }

    private ReadingInput Reading(JsonElement element, int position)
    {
        var reading = new ReadingInput(RowPlace.InBody(Readings, position, isReading: true));
        _members.Read(
            element,
            reading.Place.Whole,
            reading.Place.Of,
            s_reading,
            (member, place) =>
            {
                switch (member.Name)
                {
                    case "quantity":
                        reading.Quantity = _members.Number(member.Value, place);
                        break;
                    case "unit":
                        reading.Unit = _members.Text(member.Value, place);
                        break;
                    case "quality":
                        reading.Quality = _members.Text(member.Value, place);
                        break;
                    case "explanation":
                        reading.Explanation = _members.OptionalText(member.Value, place);
                        break;
                    case "attributes":
                        Attributes(member.Value, reading, place);
                        break;
                    case "period":
                        Period(member.Value, reading, place);
                        break;
                    default:
                        TakeKey(reading, member, place);
                        break;
                }
            }
        );
        return reading;
    }

    private KeyInput Key(JsonElement element, int index)
    {
        var key = new KeyInput(RowPlace.InBody(Withdrawals, index, isReading: false));
        _members.Read(element, key.Place.Whole, key.Place.Of, s_key, (member, place) => TakeKey(key, member, place));
        return key;
    }

    private void TakeKey(KeyInput key, JsonProperty member, Place place)
    {
        switch (member.Name)
        {
            case "source":
                key.Source = _members.Text(member.Value, place);
                break;
            case "activity":
                key.Activity = _members.Text(member.Value, place);
                break;
            case "meter":
                key.Meter = _members.OptionalText(member.Value, place);
                break;
            case "lot":
                key.Lot = _members.OptionalText(member.Value, place);
                break;
        }
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
        foreach (var member in _members.Any(element, PlaceOf))
        {
            if (member.Value.ValueKind is JsonValueKind.String or JsonValueKind.Number)
            {
                if (_members.Plain(BodyMembers.Raw(member.Value), PlaceOf(member.Name)) is { } text)
                    reading.Attributes.Add(
                        new AttributeInput(member.Name, text, member.Value.ValueKind == JsonValueKind.Number)
                    );
            }
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
        _members.Read(
            element,
            place,
            member => reading.Place.Of($"period.{member}"),
            s_period,
            (member, at) =>
            {
                if (member.Name == "from")
                    reading.From = _members.Text(member.Value, at);
                else
                    reading.To = _members.Text(member.Value, at);
            }
        );
    }
}
