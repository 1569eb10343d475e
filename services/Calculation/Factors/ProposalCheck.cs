using CarbonPlatform.ServiceDefaults;

namespace CarbonPlatform.Calculation.Factors;

/// <summary>
/// Holds proposed rows against a catalogue and makes them whole. Every fault is found at once, with row, field, reason and what
/// would be right; a row of the delivered files that had one of them would stop the start.
/// </summary>
internal sealed class ProposalCheck(Catalogue catalogue, int thisYear, List<RefusalItem> findings)
{
    /// <summary>Largest table that is proposed at once.</summary>
    public const int MostRows = 2_000;

    private const int LongestText = 500;
    private const decimal FarOff = 10;

    private readonly HashSet<string> _sets =
    [
        .. catalogue.AllVersions.Where(factor => !factor.IsOwn).Select(factor => factor.Set),
    ];
    private readonly ILookup<string, Factor> _byWhat = catalogue
        .AllVersions.Where(factor => !factor.IsOwn)
        .ToLookup(factor => factor.What, StringComparer.Ordinal);

    /// <summary>The rows as they would be kept; of no use when there are findings.</summary>
    public ProposedRows Rows(IReadOnlyList<ProposedFactor> factors, IReadOnlyList<ProposedYear> years)
    {
        if (factors.Count + years.Count == 0)
            Add(null, "factors", "proposal-empty", "The proposal has no row.", "At least one factor or year.");
        if (factors.Count + years.Count > MostRows)
        {
            Add(
                null,
                "factors",
                "proposal-too-large",
                $"The proposal has {factors.Count + years.Count} rows.",
                $"At most {MostRows}."
            );
            return new ProposedRows();
        }
        var factorRows = new List<FactorRow>();
        for (var i = 0; i < factors.Count; i++)
        {
            if (Factor(i, factors[i], factorRows) is { } row)
                factorRows.Add(row);
        }
        if (findings.Count == 0)
            Gaps(factorRows);
        var yearRows = new List<YearRow>();
        for (var i = 0; i < years.Count; i++)
        {
            if (Year(i, years[i], yearRows) is { } row)
                yearRows.Add(row);
        }
        return new ProposedRows { Factors = factorRows, Years = yearRows };
    }

    /// <summary>The catalogue with the rows, as every method would find it; its faults are findings.</summary>
    public async Task<Catalogue?> TryAsync(ProposedRows rows, Func<Task<Catalogue>> build)
    {
        Catalogue next;
        try
        {
            next = await build();
        }
        catch (DataFileException fault)
        {
            Add(
                null,
                "factors",
                "proposal-breaks-method",
                $"With these rows {fault.Reason}.",
                "Rows with which every method finds what it needs, in its unit and in every month."
            );
            return null;
        }
        for (var i = 0; i < rows.Years.Count; i++)
        {
            var row = rows.Years[i].ToYearOfSeries(next.Version);
            if (row.Fault((id, month) => next.Find(id, month), next.Places) is { } fault)
                Add(
                    i,
                    $"years[{i}].factor",
                    "year-without-factor",
                    $"The {fault}.",
                    "An id that exists and is valid in all the years, or a shorter span."
                );
        }
        foreach (var (series, i) in rows.Years.Select((row, i) => (row.Series, i)).DistinctBy(row => row.Series))
        {
            var served = next.Series[series];
            var first = served.Rows.Min(row => row.From);
            var hole = Enumerable
                .Range(first, Month.Max.Year - first + 1)
                .FirstOrDefault(year => served.For(year) is null);
            if (hole != 0)
                Add(
                    i,
                    $"years[{i}].fromYear",
                    "year-gap",
                    $"In {hole} no factor of {series} would serve.",
                    "Rows that leave no year between them out."
                );
        }
        return findings.Count == 0 ? next : null;
    }

    private FactorRow? Factor(int i, ProposedFactor given, IReadOnlyList<FactorRow> earlierRows)
    {
        var before = findings.Count;
        var id = given.Id ?? "";
        if (!Factors.Factor.IsId(id))
        {
            At(
                "id",
                "factor-id-invalid",
                id.Length == 0 ? "The row has no id." : $"\"{id}\" is no id.",
                "Letters, digits, points, hyphens and underscores."
            );
            return null;
        }
        if (given.PlantSource is not null && given.Plant is null)
            At("plant", "factor-plant-missing", "A source is named without its plant.", "The plant, too.");
        if (given.Plant is { } plant && !PlantCode.TryParse(plant, out _, out var wrongPlant))
            At("plant", "factor-plant-invalid", wrongPlant.Message, wrongPlant.Expected);
        if (given.PlantSource is { } source && Code.Check(source) is { } wrongSource)
            At("plantSource", "factor-plant-invalid", wrongSource.Message, wrongSource.Expected);

        var scope = (given.Plant, given.PlantSource);
        var versions = catalogue.Versions(id, given.Plant, given.PlantSource);
        // An own factor that is new takes over what the one it replaces is: what, unit, whom it applies to.
        var last =
            versions.Count > 0 ? versions[0]
            : given.Plant is null ? null
            : catalogue.Versions(id).FirstOrDefault();
        var isNew = versions.Count == 0;
        var inBatch = earlierRows.Where(row => row.Id == id && (row.Plant, row.PlantSource) == scope).ToList();
        var version = (isNew ? 0 : versions[0].Version) + inBatch.Count + 1;
        if (given.Version is { } stated && stated != version)
            At(
                "version",
                "factor-version-taken",
                $"Version {stated} of {id} was given; the next one is {version}.",
                "A version is never edited: leave it out, or give the next one."
            );

        var what = given.What ?? last?.What ?? "";
        var appliesTo = given.AppliesTo ?? last?.AppliesTo ?? "";
        var unit = given.Unit ?? last?.Unit ?? "";
        if (last is not null && (what != last.What || appliesTo != last.AppliesTo))
            At(
                "what",
                "factor-identity-changed",
                $"{id} is {last.What} of {last.AppliesTo}, and stays so.",
                "The same as before, or a new id."
            );
        else if (!_byWhat.Contains(what))
            At(
                "what",
                "factor-what-unknown",
                what.Length == 0 ? $"{id} is new, and it is not said what it is." : $"No factor is a \"{what}\".",
                $"One of {string.Join(", ", _byWhat.Select(group => group.Key).Order(StringComparer.Ordinal))}."
            );
        if (appliesTo.Length is 0 or > 100)
            At(
                "appliesTo",
                "factor-applies-to-missing",
                "It is not said what the factor applies to.",
                "A fuel, a province, a technology …; * for everything."
            );
        Unit(At, what, unit, last);
        var set = given.Plant is { } owner
            ? $"own-{owner}{(given.PlantSource is null ? "" : $"-{given.PlantSource}")}"
            : given.Set ?? last?.Set ?? "";
        if (given.Plant is not null)
            Own(At, given.Set ?? set, set, id);
        if (given.Plant is null && !IsKnownSet(set))
            At(
                "set",
                "factor-set-unknown",
                set.Length == 0 ? "The row names no set." : $"There is no set \"{set}\".",
                $"One of {string.Join(", ", _sets.Order(StringComparer.Ordinal))}, or one of these for another year."
            );

        var status = given.Status ?? Factors.Factor.Provisional;
        if (status is not (Factors.Factor.Provisional or Factors.Factor.Verified))
            At("status", "factor-status-unknown", $"\"{status}\" is no status.", "provisional or verified.");
        Text(
            At,
            "reference",
            given.Reference,
            status == Factors.Factor.Verified || given.Plant is not null,
            "factor-reference-missing",
            given.Plant is null
                ? "The row says verified, but not with which text it was compared."
                : "The row names no test report."
        );
        Text(
            At,
            "source",
            given.Source,
            required: true,
            "factor-source-missing",
            "The row does not say where the value comes from."
        );
        Text(At, "note", given.Note, required: false, "factor-text-too-long", "");
        Text(At, "explanation", given.Explanation, required: false, "factor-text-too-long", "");
        var standing = given.Plant is not null
            ? given.Standing ?? Factors.Factor.MeasuredStanding
            : given.Standing ?? last?.Standing ?? "";
        string[] standings = given.Plant is null ? Factors.Factor.Standings : [Factors.Factor.MeasuredStanding];
        if (!standings.Contains(standing, StringComparer.Ordinal))
            At(
                "standing",
                "factor-standing-unknown",
                standing.Length == 0 ? "The row has no standing." : $"\"{standing}\" is no standing here.",
                $"One of {string.Join(", ", standings)}."
            );

        if (given.DataYear > thisYear)
            At(
                "dataYear",
                "factor-data-year-future",
                $"The data year {given.DataYear} has not begun.",
                $"At most {thisYear}: the year the figure describes, not the one it serves."
            );
        else if (given.DataYear < Month.Min.Year)
            At(
                "dataYear",
                "factor-data-year-future",
                $"{given.DataYear} is no year of data.",
                $"{Month.Min.Year} to {thisYear}."
            );
        var uncertainty =
            given.UncertaintyPercent
            ?? (
                versions.Count > 0 ? last?.UncertaintyPercent
                : given.Plant is null ? last?.UncertaintyPercent
                : null
            );
        if (uncertainty is not (>= 0 and <= Factors.Factor.LargestUncertaintyPercent))
            At(
                "uncertaintyPercent",
                "factor-uncertainty-invalid",
                uncertainty is null
                    ? "The row does not say how well the value is known."
                    : $"{uncertainty} % is no half-width.",
                $"0 to {Factors.Factor.LargestUncertaintyPercent}, percent, at 95 %."
            );

        // Where neither end is given it serves when the version before did; an own factor says when.
        var inherits = !isNew && given.ValidFrom is null && given.ValidTo is null;
        var from = inherits ? Open(last!.ValidFrom, Month.Min) : given.ValidFrom;
        var to = inherits ? Open(last!.ValidTo, Month.Max) : given.ValidTo;
        if ((from ?? Month.Min) > (to ?? Month.Max))
            At("validFrom", "factor-validity-invalid", $"{from} is after {to}.", "The first month before the last.");
        if (given.Plant is not null && from is null)
            At(
                "validFrom",
                "factor-validity-invalid",
                "An own factor serves from some month on.",
                "The first month that the test report speaks of."
            );
        if (
            inBatch.Find(row =>
                (row.ValidFrom ?? Month.Min) <= (to ?? Month.Max) && (from ?? Month.Min) <= (row.ValidTo ?? Month.Max)
            ) is
            { } other
        )
            At(
                "validFrom",
                "factor-overlap",
                $"Two rows of {id} serve the same months: one from {other.ValidFrom ?? Month.Min} to {other.ValidTo ?? Month.Max}, one from {from ?? Month.Min} to {to ?? Month.Max}.",
                "One row for a month."
            );

        var value = given.Value ?? (isNew ? null : last?.Value);
        if (value is null)
            At("value", "factor-value-invalid", "The row has no value.", "A decimal number, zero or more.");
        else if (value < 0 || (unit == "%" && value > 100))
            At(
                "value",
                "factor-value-invalid",
                $"{value} {unit} cannot be.",
                unit == "%" ? "0 to 100 %." : "Zero or more."
            );
        else if (string.IsNullOrWhiteSpace(given.Explanation))
            Neighbours(
                At,
                id,
                what,
                unit,
                appliesTo,
                value.Value,
                versions.Count > 0 ? versions
                    : given.Plant is null ? versions
                    : catalogue.Versions(id)
            );
        if (findings.Count > before)
            return null;

        var row = new FactorRow
        {
            Id = id,
            Version = version,
            Set = set,
            What = what,
            AppliesTo = appliesTo,
            Value = value!.Value,
            Unit = unit,
            ValidFrom = from,
            ValidTo = to,
            DataYear = given.DataYear ?? (inherits ? last!.DataYear : null),
            Source = given.Source!,
            Standing = standing,
            Status = status,
            UncertaintyPercent = uncertainty!.Value,
            Note = given.Note ?? (isNew ? null : last!.Note),
            Reference = given.Reference,
            Plant = given.Plant,
            PlantSource = given.PlantSource,
            Explanation = given.Explanation,
        };
        if (!isNew && inBatch.Count == 0 && SaysTheSame(row.ToFactor(0), versions[0]))
        {
            At(
                "value",
                "factor-unchanged",
                $"{id} version {versions[0].Version} says the same.",
                "Another value, validity, source, standing, status or uncertainty."
            );
            return null;
        }
        return row;

        void At(string field, string code, string message, string expected) =>
            Add(i, $"factors[{i}].{field}", code, message, expected);
    }

    private delegate void Fault(string field, string code, string message, string expected);

    private static void Text(Fault at, string field, string? text, bool required, string missing, string message)
    {
        if (required && string.IsNullOrWhiteSpace(text))
            at(field, missing, message, $"1 to {LongestText} characters.");
        else if (text?.Length > LongestText)
            at(
                field,
                "factor-text-too-long",
                $"{field} has {text.Length} characters.",
                $"At most {LongestText} characters."
            );
    }

    private void Unit(Fault at, string what, string unit, Factor? last)
    {
        string[] allowed = last is not null
            ? [last.Unit]
            : [.. _byWhat[what].Select(factor => factor.Unit).Distinct(StringComparer.Ordinal)];
        if (allowed.Length > 0 && !allowed.Contains(unit, StringComparer.Ordinal))
            at(
                "unit",
                "factor-unit-wrong",
                unit.Length == 0 ? "The row has no unit." : $"{what} is not in \"{unit}\".",
                $"{string.Join(" or ", allowed)}."
            );
    }

    private void Own(Fault at, string givenSet, string set, string id)
    {
        if (givenSet != set)
            at("set", "factor-set-unknown", "The set of a plant's own factor is the plant.", "Leave it out.");
        if (catalogue.IsOwnable(id))
            return;
        var ownable = catalogue
            .AllVersions.Where(factor => catalogue.IsOwnable(factor.Id))
            .Select(factor => factor.What)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal);
        at(
            "id",
            "factor-not-ownable",
            catalogue.Versions(id).Count == 0
                ? $"No method looks for {id}."
                : $"{id} is nothing that a plant measures for itself.",
            $"The id of the factor that it takes the place of, in the set of the source's profile, and of one of these kinds: {string.Join(", ", ownable)}."
        );
    }

    /// <summary>Ten times or a tenth of what stands beside it is more often a slip of the unit than news.</summary>
    private void Neighbours(
        Fault at,
        string id,
        string what,
        string unit,
        string appliesTo,
        decimal value,
        IReadOnlyList<Factor> versions
    )
    {
        var neighbours =
            versions.Count > 0
                ? versions.Take(1)
                : _byWhat[what].Where(factor => factor.Unit == unit && factor.AppliesTo == appliesTo);
        if (!neighbours.Any())
            neighbours = _byWhat[what].Where(factor => factor.Unit == unit);
        var values = neighbours.Select(factor => factor.Value).Where(known => known > 0).ToList();
        if (values.Count == 0)
            return;
        var (lowest, highest) = (values.Min(), values.Max());
        if (value >= highest * FarOff || value * FarOff <= lowest)
            at(
                "value",
                "factor-value-out-of-line",
                $"{value} {unit} is ten times or a tenth of what stands beside {id}: {(lowest == highest ? $"{lowest}" : $"{lowest} to {highest}")}.",
                "A value in the unit of its neighbours, or an explanation why it is right."
            );
    }

    /// <summary>A set of the catalogue, or one that differs from such a set in its year alone.</summary>
    private bool IsKnownSet(string set)
    {
        if (_sets.Contains(set))
            return true;
        return Family(set) is { } family && _sets.Any(known => Family(known) == family);

        static string? Family(string name) =>
            name.Length > 5 && name[^5] == '-' && name[^4..].All(char.IsAsciiDigit) ? name[..^4] : null;
    }

    /// <summary>Months that no version of an id serves, between months that one does. A plant's own factors may pause: the default serves.</summary>
    private void Gaps(IReadOnlyList<FactorRow> rows)
    {
        foreach (
            var group in rows.Select((row, i) => (Row: row, Position: i))
                .Where(row => row.Row.Plant is null)
                .GroupBy(row => row.Row.Id)
        )
        {
            var spans = catalogue
                .Versions(group.Key)
                .Select(factor => (From: factor.ValidFrom, To: factor.ValidTo))
                .Concat(group.Select(row => (From: row.Row.ValidFrom ?? Month.Min, To: row.Row.ValidTo ?? Month.Max)))
                .OrderBy(span => span.From)
                .ToList();
            var end = spans[0].To;
            foreach (var (from, to) in spans.Skip(1))
            {
                if (end < Month.Max && from > end.Next)
                {
                    var at = group.First().Position;
                    Add(
                        at,
                        $"factors[{at}].validFrom",
                        "factor-gap",
                        $"From {end.Next} to {from.AddMonths(-1)} no version of {group.Key} would serve.",
                        "A validity that follows on those before."
                    );
                }
                if (to > end)
                    end = to;
            }
        }
    }

    private YearRow? Year(int i, ProposedYear given, IReadOnlyList<YearRow> earlierRows)
    {
        var before = findings.Count;
        if (given.Series is null || !catalogue.Series.ContainsKey(given.Series))
            At(
                "series",
                "year-series-unknown",
                given.Series is null ? "The row names no series." : $"There is no series \"{given.Series}\".",
                $"One of {string.Join(", ", catalogue.Series.Keys.Order(StringComparer.Ordinal))}."
            );
        var to = given.ToYear ?? Month.Max.Year;
        if (given.FromYear is not { } from || from < Month.Min.Year || to > Month.Max.Year || from > to)
            At(
                "fromYear",
                "year-span-invalid",
                $"The accounting years {given.FromYear} to {given.ToYear} are none.",
                $"A first year, and a last one not before it, within {Month.Min.Year} to {Month.Max.Year}."
            );
        else if (
            earlierRows.FirstOrDefault(row =>
                row.Series == given.Series && row.FromYear <= to && from <= (row.ToYear ?? Month.Max.Year)
            ) is
            { } other
        )
            At(
                "fromYear",
                "year-overlap",
                $"Two rows of {given.Series} serve the same years: one from {other.FromYear}, one from {from}.",
                "One row for a year."
            );
        if (string.IsNullOrWhiteSpace(given.Factor))
            At("factor", "year-without-factor", "The row names no factor.", "The id of a factor.");
        if (!FactorYear.Statuses.Contains(given.Status ?? "", StringComparer.Ordinal))
            At(
                "status",
                "year-status-unknown",
                $"\"{given.Status}\" is no status of a line.",
                "Nothing, provisional-factor or carried-forward."
            );
        if (given.Note?.Length > LongestText)
            At(
                "note",
                "factor-text-too-long",
                $"note has {given.Note.Length} characters.",
                $"At most {LongestText} characters."
            );
        return findings.Count > before
            ? null
            : new YearRow
            {
                Series = given.Series!,
                FromYear = given.FromYear!.Value,
                ToYear = given.ToYear,
                Factor = given.Factor!,
                Status = string.IsNullOrEmpty(given.Status) ? null : given.Status,
                Note = given.Note,
            };

        void At(string field, string code, string message, string expected) =>
            Add(i, $"years[{i}].{field}", code, message, expected);
    }

    private static Month? Open(Month month, Month end) => month == end ? null : month;

    private static bool SaysTheSame(Factor left, Factor right) =>
        (
            left.Value,
            left.ValidFrom,
            left.ValidTo,
            left.DataYear,
            left.Set,
            left.Source,
            left.Standing,
            left.Status,
            left.UncertaintyPercent,
            left.Note,
            left.Reference
        )
        == (
            right.Value,
            right.ValidFrom,
            right.ValidTo,
            right.DataYear,
            right.Set,
            right.Source,
            right.Standing,
            right.Status,
            right.UncertaintyPercent,
            right.Note,
            right.Reference
        );

    private void Add(int? position, string path, string code, string message, string expected) =>
        findings.Add(new RefusalItem(position, path, code, message, expected));
}
