using System.Text.Json;
using CarbonPlatform.ServiceDefaults;

namespace CarbonPlatform.Ingestion.Readings;

/// <summary>What a plant sent, as texts that nobody has judged yet. A member that is missing or of the wrong JSON type is null; its finding is made.</summary>
internal sealed record SheetRequest(IReadOnlyList<ReadingInput> Readings, IReadOnlyList<KeyInput> Withdrawals);

internal sealed record ReadingInput(int Position)
{
    public string? Source { get; set; }
    public string? Activity { get; set; }
    public string? Meter { get; set; }
    public string? Lot { get; set; }
    public string? Quantity { get; set; }
    public string? Unit { get; set; }
    public string? Quality { get; set; }
    public List<AttributeInput> Attributes { get; } = [];
    public string? From { get; set; }
    public string? To { get; set; }
    public string? Explanation { get; set; }

    public string Path => $"readings[{Position}]";
}

/// <summary>A member of "attributes".</summary>
/// <param name="IsNumber">It was written as a JSON number.</param>
internal sealed record AttributeInput(string Name, string Text, bool IsNumber);

internal sealed record KeyInput(int Index)
{
    public string? Source { get; set; }
    public string? Activity { get; set; }
    public string? Meter { get; set; }
    public string? Lot { get; set; }

    public string Path => $"withdrawals[{Index}]";
}

/// <summary>
/// Reads the body of a sheet. The JSON is walked by hand, not bound to a type, for two reasons: a plant is told everything
/// that is wrong at once, each with its position, and a number's digits are taken as they were written.
/// </summary>
internal sealed class SheetReader
{
    private static readonly JsonDocumentOptions Strict = new()
    {
        AllowTrailingCommas = false,
        CommentHandling = JsonCommentHandling.Disallow,
        MaxDepth = 16,
    };

    private readonly List<RefusalItem> findings;
    private readonly bool replaces;

    private SheetReader(List<RefusalItem> findings, bool replaces)
    {
        this.findings = findings;
        this.replaces = replaces;
    }

    /// <summary>Takes the body apart.</summary>
    /// <param name="body">UTF-8 JSON.</param>
    /// <param name="replaces">The sheet is given whole (PUT): there is nothing to withdraw.</param>
    /// <param name="findings">Takes what is wrong with the form of it.</param>
    /// <exception cref="BadHttpRequestException">The body is not JSON; the inner exception says where it stops being.</exception>
    public static SheetRequest Read(ReadOnlyMemory<byte> body, bool replaces, List<RefusalItem> findings)
    {
        try
        {
            using var document = JsonDocument.Parse(body, Strict);
            return new SheetReader(findings, replaces).Sheet(document.RootElement);
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

    private SheetRequest Sheet(JsonElement root)
    {
        List<ReadingInput> readings = [];
        List<KeyInput> withdrawals = [];
        if (root.ValueKind != JsonValueKind.Object)
        {
            findings.Add(SheetFindings.WrongType(null, "", root.ValueKind, "an object with \"readings\""));
            return new SheetRequest(readings, withdrawals);
        }

        var named = false;
        foreach (var member in Members(root, null, ""))
        {
            switch (member.Name)
            {
                case "readings":
                    named = true;
                    Each(member, "readings", (element, index) => readings.Add(Reading(element, index)));
                    break;
                case "withdrawals" when !replaces:
                    Each(member, "withdrawals", (element, index) => withdrawals.Add(Key(element, index)));
                    break;
                default:
                    findings.Add(
                        SheetFindings.UnknownMember(
                            null,
                            member.Name,
                            member.Name,
                            replaces ? ["readings"] : ["readings", "withdrawals"]
                        )
                    );
                    break;
            }
        }
        if (!named && (replaces || withdrawals.Count == 0))
            findings.Add(SheetFindings.MissingMember(null, "readings", "readings"));
        return new SheetRequest(readings, withdrawals);
    }

    private static readonly string[] ReadingMembers =
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

    private ReadingInput Reading(JsonElement element, int position)
    {
        ReadingInput reading = new(position);
        if (element.ValueKind != JsonValueKind.Object)
        {
            findings.Add(SheetFindings.WrongType(position, reading.Path, element.ValueKind, "an object"));
            return reading;
        }
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (var member in Members(element, position, reading.Path))
        {
            var path = $"{reading.Path}.{member.Name}";
            seen.Add(member.Name);
            switch (member.Name)
            {
                case "source":
                    reading.Source = Text(member.Value, position, path);
                    break;
                case "activity":
                    reading.Activity = Text(member.Value, position, path);
                    break;
                case "meter":
                    reading.Meter = OptionalText(member.Value, position, path);
                    break;
                case "lot":
                    reading.Lot = OptionalText(member.Value, position, path);
                    break;
                case "quantity":
                    reading.Quantity = Number(member.Value, position, path);
                    break;
                case "unit":
                    reading.Unit = Text(member.Value, position, path);
                    break;
                case "quality":
                    reading.Quality = Text(member.Value, position, path);
                    break;
                case "explanation":
                    reading.Explanation = OptionalText(member.Value, position, path);
                    break;
                case "attributes":
                    Attributes(member.Value, reading, path);
                    break;
                case "period":
                    Period(member.Value, reading, path);
                    break;
                default:
                    findings.Add(SheetFindings.UnknownMember(position, path, member.Name, ReadingMembers));
                    break;
            }
        }
        foreach (var required in (ReadOnlySpan<string>)["source", "activity", "quantity", "unit", "quality"])
        {
            if (!seen.Contains(required))
                findings.Add(SheetFindings.MissingMember(position, $"{reading.Path}.{required}", required));
        }
        return reading;
    }

    private KeyInput Key(JsonElement element, int index)
    {
        KeyInput key = new(index);
        if (element.ValueKind != JsonValueKind.Object)
        {
            findings.Add(
                SheetFindings.WrongType(null, key.Path, element.ValueKind, "an object with the key of a reading")
            );
            return key;
        }
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (var member in Members(element, null, key.Path))
        {
            var path = $"{key.Path}.{member.Name}";
            seen.Add(member.Name);
            switch (member.Name)
            {
                case "source":
                    key.Source = Text(member.Value, null, path);
                    break;
                case "activity":
                    key.Activity = Text(member.Value, null, path);
                    break;
                case "meter":
                    key.Meter = OptionalText(member.Value, null, path);
                    break;
                case "lot":
                    key.Lot = OptionalText(member.Value, null, path);
                    break;
                default:
                    findings.Add(
                        SheetFindings.UnknownMember(null, path, member.Name, ["source", "activity", "meter", "lot"])
                    );
                    break;
            }
        }
        foreach (var required in (ReadOnlySpan<string>)["source", "activity"])
        {
            if (!seen.Contains(required))
                findings.Add(SheetFindings.MissingMember(null, $"{key.Path}.{required}", required));
        }
        return key;
    }

    private void Attributes(JsonElement element, ReadingInput reading, string path)
    {
        if (element.ValueKind == JsonValueKind.Null)
            return;
        if (element.ValueKind != JsonValueKind.Object)
        {
            findings.Add(
                SheetFindings.WrongType(reading.Position, path, element.ValueKind, "an object of names and values")
            );
            return;
        }
        foreach (var member in Members(element, reading.Position, path))
        {
            if (member.Value.ValueKind is JsonValueKind.String or JsonValueKind.Number)
                reading.Attributes.Add(
                    new AttributeInput(member.Name, Raw(member.Value), member.Value.ValueKind == JsonValueKind.Number)
                );
            else if (member.Value.ValueKind != JsonValueKind.Null)
                findings.Add(
                    SheetFindings.WrongType(
                        reading.Position,
                        $"{path}.{member.Name}",
                        member.Value.ValueKind,
                        "a number or a text"
                    )
                );
        }
    }

    private void Period(JsonElement element, ReadingInput reading, string path)
    {
        if (element.ValueKind == JsonValueKind.Null)
            return;
        if (element.ValueKind != JsonValueKind.Object)
        {
            findings.Add(
                SheetFindings.WrongType(reading.Position, path, element.ValueKind, "an object with \"from\" and \"to\"")
            );
            return;
        }
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (var member in Members(element, reading.Position, path))
        {
            seen.Add(member.Name);
            switch (member.Name)
            {
                case "from":
                    reading.From = Text(member.Value, reading.Position, $"{path}.from");
                    break;
                case "to":
                    reading.To = Text(member.Value, reading.Position, $"{path}.to");
                    break;
                default:
                    findings.Add(
                        SheetFindings.UnknownMember(
                            reading.Position,
                            $"{path}.{member.Name}",
                            member.Name,
                            ["from", "to"]
                        )
                    );
                    break;
            }
        }
        foreach (var required in (ReadOnlySpan<string>)["from", "to"])
        {
            if (!seen.Contains(required))
                findings.Add(SheetFindings.MissingMember(reading.Position, $"{path}.{required}", required));
        }
    }

    private void Each(JsonProperty list, string path, Action<JsonElement, int> read)
    {
        if (list.Value.ValueKind != JsonValueKind.Array)
        {
            findings.Add(SheetFindings.WrongType(null, path, list.Value.ValueKind, "an array"));
            return;
        }
        var index = 0;
        foreach (var element in list.Value.EnumerateArray())
            read(element, index++);
    }

    /// <summary>The members, each name once: of two that are named alike nobody can say which one was meant.</summary>
    private IEnumerable<JsonProperty> Members(JsonElement element, int? position, string path)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (var member in element.EnumerateObject())
        {
            if (names.Add(member.Name))
                yield return member;
            else
                findings.Add(
                    SheetFindings.DuplicateMember(
                        position,
                        path.Length == 0 ? member.Name : $"{path}.{member.Name}",
                        member.Name
                    )
                );
        }
    }

    private string? Text(JsonElement value, int? position, string path)
    {
        if (value.ValueKind == JsonValueKind.String)
            return value.GetString();
        findings.Add(SheetFindings.WrongType(position, path, value.ValueKind, "a text"));
        return null;
    }

    private string? OptionalText(JsonElement value, int? position, string path) =>
        value.ValueKind == JsonValueKind.Null ? null : Text(value, position, path);

    private string? Number(JsonElement value, int position, string path)
    {
        if (value.ValueKind is JsonValueKind.Number or JsonValueKind.String)
            return Raw(value);
        findings.Add(SheetFindings.QuantityNotDecimal(position, path, value.ValueKind));
        return null;
    }

    /// <summary>A number's digits as they were written; a JSON library would have rounded them.</summary>
    private static string Raw(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number ? value.GetRawText() : value.GetString()!;
}
