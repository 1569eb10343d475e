using System.Text.Json.Nodes;
using CarbonPlatform.Oracle.Exact;
using CarbonPlatform.Quantities;

namespace CarbonPlatform.Oracle.Platform;

/// <summary>The ledger's record as the public API tells it, followed entry by entry.</summary>
internal sealed class Journal(PlatformApi api)
{
    private readonly Dictionary<(string Plant, Month Month), PlantMonth> _months = [];

    /// <summary>Sequence of the newest entry that was read.</summary>
    public long Position { get; private set; }

    /// <summary>Postings read so far.</summary>
    public int Postings { get; private set; }

    public IEnumerable<(string Plant, Month Month)> PlantMonths => _months.Keys;

    /// <summary>Reads what has come since.</summary>
    /// <exception cref="InvalidDataException">A posting takes back what does not stand, or not exactly
    /// that.</exception>
    public async Task ReadAsync()
    {
        JsonNode page;
        do
        {
            page = await api.GetAsync($"ledger/entries?limit=200&after={Position}");
            foreach (var entry in page["entries"]!.AsArray())
                Read(entry!);
        } while (page["next"] is not null);
    }

    /// <summary>The lines that stand, as text like the oracle's.</summary>
    public Dictionary<string, string> LinesOf(string plant, Month month) =>
        _months.TryGetValue((plant, month), out var standing)
            ? standing.Postings.Values.ToDictionary(
                posting => posting.Line,
                posting => $"{posting.Amount} {posting.Grounds} {posting.Quantity}",
                StringComparer.Ordinal
            )
            : [];

    /// <summary>Those of the lines that stand which say unverified-factor.</summary>
    public HashSet<string> UnverifiedOf(string plant, Month month) =>
        _months.TryGetValue((plant, month), out var standing)
            ? standing
                .Postings.Values.Where(posting => posting.IsUnverified)
                .Select(posting => posting.Line)
                .ToHashSet(StringComparer.Ordinal)
            : [];

    /// <summary>The gaps that are open; those of several activities of a source are one.</summary>
    public Dictionary<string, string> GapsOf(string plant, Month month) =>
        _months.TryGetValue((plant, month), out var standing)
            ? standing
                .Gaps.Values.Distinct(StringComparer.Ordinal)
                .ToDictionary(gap => gap, _ => "", StringComparer.Ordinal)
            : [];

    /// <summary>Gaps that keep a month from closing, and the others.</summary>
    public (int Open, int NotBlocking) CountGaps(string plant, Month month) =>
        _months.TryGetValue((plant, month), out var standing)
            ? Comparison.CountGaps(standing.Gaps.Values.Select(gap => gap.Split(' ')[^1]))
            : (0, 0);

    private void Read(JsonNode entry)
    {
        var sequence = entry["sequence"]!.GetValue<long>();
        if (sequence != Position + 1)
            throw new InvalidDataException($"Entry {sequence} follows {Position}.");
        Position = sequence;
        if (Text(entry, "plant") is not { Length: > 0 } plant)
            return;

        var key = (plant, Month.Parse(Text(entry, "month")));
        if (!_months.TryGetValue(key, out var standing))
            _months[key] = standing = new PlantMonth([], []);
        foreach (var posting in entry["postings"]!.AsArray())
        {
            Postings++;
            var read = new Posting(
                LineOf(posting!),
                SixDecimals.Of(Text(posting, "amount")),
                GroundsOf(posting!),
                SixDecimals.Of(Text(posting, "activityQuantity")),
                Comparison.IsUnverified(posting!["statuses"])
            );
            if (posting!["reverses"] is not { } reverses)
            {
                standing.Postings.Add((sequence, posting["ordinal"]!.GetValue<int>()), read);
            }
            else if (
                !standing.Postings.Remove(
                    (reverses["sequence"]!.GetValue<long>(), reverses["ordinal"]!.GetValue<int>()),
                    out var reversed
                )
                || read != reversed with { Amount = Minus(reversed.Amount), Quantity = Minus(reversed.Quantity) }
            )
            {
                throw new InvalidDataException(
                    $"Entry {sequence} takes back what does not stand, or not exactly that: {posting.ToJsonString()}"
                );
            }
        }

        foreach (var gap in entry["gaps"]!.AsArray())
        {
            var kind = Text(gap, "kind");
            var of = string.Join(
                ' ',
                Text(gap, "source"),
                Text(gap, "category"),
                Text(gap, "basis"),
                Text(gap, "measure"),
                kind
            );
            var name = (of, Text(gap, "activity"), Text(gap, "detail"));
            var isNews = Text(gap, "change") == "opened" ? standing.Gaps.TryAdd(name, of) : standing.Gaps.Remove(name);
            if (!isNews)
                throw new InvalidDataException(
                    $"Entry {sequence} opens a gap that is open, or closes one that is not: {gap!.ToJsonString()}"
                );
        }
    }

    private static string LineOf(JsonNode posting) =>
        string.Join(
            ' ',
            Text(posting, "source"),
            Text(posting, "process"),
            Text(posting, "activity"),
            Text(posting, "category"),
            Text(posting, "basis"),
            Text(posting, "measure"),
            Text(posting, "counterparty")
        );

    private static string Minus(string number) =>
        number == "0.000000" ? number
        : number.StartsWith('-') ? number[1..]
        : "-" + number;

    private static string GroundsOf(JsonNode posting) =>
        Text(posting, "quality") + " " + Comparison.Statuses(posting["statuses"]);

    private static string Text(JsonNode? node, string member) => Comparison.Text(node, member);

    private sealed record PlantMonth(
        Dictionary<(long Sequence, int Ordinal), Posting> Postings,
        Dictionary<(string Gap, string Activity, string Detail), string> Gaps
    );

    private sealed record Posting(string Line, string Amount, string Grounds, string Quantity, bool IsUnverified);
}
