using CarbonPlatform.Oracle.Organisation;
using CarbonPlatform.Oracle.Platform;
using CarbonPlatform.Quantities;
using Shouldly;

namespace CarbonPlatform.Faults.Rig;

/// <summary>What became of the submissions of a run.</summary>
internal sealed class Accounting
{
    private static readonly string[][] s_bases =
    [
        [],
        ["location-provincial", "combined-margin", "equal"],
        ["market", "grid-average"],
    ];

    private readonly HashSet<Submission> _lost = [];

    /// <summary>All submissions.</summary>
    public int Submissions { get; private init; }

    /// <summary>Accepted, but not among the revisions of the sheet, or not on the ledger; or never settled.</summary>
    public int Lost => _lost.Count;

    /// <summary>More than one revision of one submission, or more than one entry of one result.</summary>
    public int Duplicated { get; private set; }

    /// <summary>
    /// What nobody handed in, answers that should not have come, parked messages,
    /// and what of the ledger's invariants does not hold.
    /// </summary>
    public int Unexpected { get; private set; }

    /// <summary>It was not known at first what became of them, and repeating the key settled it.</summary>
    public int Recovered { get; private set; }

    /// <summary>Figures of the ledger that are not the oracle's.</summary>
    public int Differences { get; private set; }

    /// <summary>Figures that were compared.</summary>
    public int Compared { get; private set; }

    /// <summary>What was found, in words.</summary>
    public List<string> Findings { get; } = [];

    /// <summary>Sorts the submissions of a journal by what the platform now holds.</summary>
    /// <param name="platform">The platform.</param>
    /// <param name="group">The group of these submissions, which hands in nothing else.</param>
    /// <param name="journal">What the clients know.</param>
    public static async Task<Accounting> OfAsync(FaultPlatform platform, Group group, Journal journal)
    {
        var accounting = new Accounting
        {
            Submissions = journal.Lines.Count,
            Recovered = journal.Lines.Count(line => line.IsRecovered),
        };
        foreach (var line in journal.Lines)
        {
            if (line.Answer is null)
                accounting.Lose(line, "was never settled");
            else if (!line.Answer.IsAccepted)
                accounting.Wonder($"{line.Submission.Key} was answered {(int)line.Answer.Status} {line.Answer.Body}");
            if (line.Complaint is { } complaint)
                accounting.Wonder($"{line.Submission.Key}: {complaint}");
        }

        var plants = group.Plants.Select(plant => plant.Code).ToArray();
        var accepted = journal
            .Lines.Where(line => line.Answer is { IsAccepted: true })
            .ToLookup(line => (line.Submission.Plant, line.Submission.Month));
        await accounting.RevisionsAsync(platform, plants, accepted);
        await accounting.EntriesAsync(platform, plants, accepted);
        await accounting.FiguresAsync(platform.Api, group, [.. accepted.Select(SheetOf)]);
        foreach (var fault in await platform.LedgerFaultsAsync())
            accounting.Wonder(fault);
        if (await platform.Queues.ParkedAsync() is var parked and > 0)
            accounting.Wonder($"{parked} messages are parked");
        return accounting;
    }

    public void ShouldBeClean() =>
        $"lost {Lost}, duplicated {Duplicated}, unexpected {Unexpected}, different {Differences}".ShouldBe(
            "lost 0, duplicated 0, unexpected 0, different 0",
            string.Join('\n', Findings.Take(30))
        );

    public override string ToString() =>
        $"{Submissions} submissions: lost {Lost}, duplicated {Duplicated}, unexpected {Unexpected}, "
        + $"recovered {Recovered}, different {Differences} of {Compared}";

    /// <summary>
    /// The sheet that the accepted submissions make, in the order in which the platform says it took them.
    /// </summary>
    private static Sheet SheetOf(IGrouping<(string Plant, Month Month), JournalLine> lines) =>
        new(
            lines.Key.Plant,
            lines.Key.Month,
            lines
                .OrderBy(line => line.Answer!.Revision)
                .Aggregate((IReadOnlyList<Reading>)[], (sheet, line) => line.Submission.After(sheet))
        );

    /// <summary>Every accepted submission is one revision, and no revision is anything else.</summary>
    private async Task RevisionsAsync(
        FaultPlatform platform,
        string[] plants,
        ILookup<(string Plant, Month Month), JournalLine> accepted
    )
    {
        var rows = await platform.RowsAsync(
            "ingestion",
            "SELECT plant, month, revision, submission_id, posted_at IS NOT NULL FROM revision WHERE plant = ANY ($1)",
            (object)plants
        );
        var held = rows.ToLookup(
            row => ((string)row[0], Month.FromIndex((int)row[1])),
            row => (Revision: (int)row[2], Id: (Guid)row[3], IsPosted: (bool)row[4])
        );
        foreach (var sheet in accepted)
        {
            var known = sheet.ToLookup(line => line.Answer!.SubmissionId);
            foreach (var lines in known)
            {
                var first = lines.First();
                foreach (var line in lines.Skip(1))
                    Lose(line, $"was given the same id {lines.Key} as {first.Submission.Key}");
                var revision = held[sheet.Key]
                    .FirstOrDefault(row => row.Id == lines.Key && row.Revision == first.Answer!.Revision);
                if (revision == default)
                    Lose(first, $"{sheet.Key} has no revision {first.Answer!.Revision} of {lines.Key}");
                else if (!revision.IsPosted)
                    Lose(first, $"revision {revision.Revision} of {sheet.Key} is not posted");
            }

            foreach (var (revision, id, _) in held[sheet.Key].Where(row => !known.Contains(row.Id)))
            {
                // Every submission changes the sheet, so a revision that nobody was told of was made by one that was
                // sent more than once.
                var text = $"{sheet.Key} has a revision {revision} of {id} of which no client knows";
                if (sheet.Any(line => line.Tries > 1))
                    Double(text);
                else
                    Wonder(text);
            }
        }

        foreach (var stranger in held.Where(sheet => !accepted.Contains(sheet.Key)))
            Wonder($"nobody handed in {stranger.Key}");
    }

    /// <summary>
    /// The ledger stands at the last revision of every sheet, and has one entry at most of any result.
    /// </summary>
    private async Task EntriesAsync(
        FaultPlatform platform,
        string[] plants,
        ILookup<(string Plant, Month Month), JournalLine> accepted
    )
    {
        var rows = await platform.RowsAsync(
            "ledger",
            "SELECT plant, month, revision FROM plant_month WHERE plant = ANY ($1)",
            (object)plants
        );
        var standing = rows.ToDictionary(row => ((string)row[0], Month.FromIndex((int)row[1])), row => (int)row[2]);
        foreach (var sheet in accepted)
        {
            var revision = standing.GetValueOrDefault(sheet.Key);
            foreach (var line in sheet.Where(line => line.Answer!.Revision > revision))
                Lose(line, $"the ledger holds revision {revision} of {sheet.Key}, not {line.Answer!.Revision}");
        }

        foreach (var stranger in standing.Keys.Where(sheet => !accepted.Contains(sheet)))
            Wonder($"the ledger holds {stranger}, which nobody handed in");
        var doubled = await platform.RowsAsync(
            "ledger",
            "SELECT plant, month, revision, count(*) FROM entry WHERE plant = ANY ($1) GROUP BY plant, "
                + "month, revision, catalogue_version, methods_version HAVING count(*) > 1",
            (object)plants
        );
        foreach (var row in doubled)
            Double($"{row[3]} entries of revision {row[2]} of {row[0]} {Month.FromIndex((int)row[1])}");
    }

    /// <summary>
    /// Every line and gap of Calculation, and every posting of the ledger in the finest slicing and the coarsest.
    /// </summary>
    private async Task FiguresAsync(PlatformApi api, Group group, IReadOnlyCollection<Sheet> sheets)
    {
        if (sheets.Count == 0)
            return;
        var comparison = new Comparison(api, group, sheets);
        // Of what is lost there may be no lines to ask for.
        if (Lost == 0)
            await comparison.LinesAsync();
        var (from, to) = (sheets.Min(sheet => sheet.Month), sheets.Max(sheet => sheet.Month));
        foreach (var unit in group.Units)
        {
            foreach (var bases in s_bases)
            {
                await comparison.TotalsAsync(from, to, unit, ["plant", "month", "source", "activity"], bases);
                await comparison.TotalsAsync(from, to, unit, [], bases);
            }
        }

        Compared = comparison.Compared;
        Differences = comparison.Differences.Count;
        Findings.AddRange(comparison.Differences.Take(20));
    }

    private void Lose(JournalLine line, string finding)
    {
        _lost.Add(line.Submission);
        Findings.Add($"lost: {line.Submission.Key}: {finding}");
    }

    private void Double(string finding)
    {
        Duplicated++;
        Findings.Add("duplicated: " + finding);
    }

    private void Wonder(string finding)
    {
        Unexpected++;
        Findings.Add("unexpected: " + finding);
    }
}
