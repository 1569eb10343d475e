using CarbonPlatform.Calculation.Factors;
using CarbonPlatform.Calculation.Methods;
using CarbonPlatform.Calculation.Runs;
using CarbonPlatform.Contracts;
using CarbonPlatform.ServiceDefaults.Reporting;

namespace CarbonPlatform.Calculation.Tests;

/// <summary>A file of the folder Golden.</summary>
internal sealed class GoldenFile
{
    private static readonly Lazy<
        IReadOnlyList<(string File, string Case, string Line, string Formula, string Choice, string Inputs)>
    > s_explanations = new(() =>
        [
            .. DataFile
                .Read(
                    AppContext.BaseDirectory,
                    "Explanations.csv",
                    "file",
                    "case",
                    "line",
                    "formula",
                    "choice",
                    "inputs"
                )
                .Select(row => (row["file"], row["case"], row["line"], row["formula"], row["choice"], row["inputs"])),
        ]
    );

    public static readonly IReadOnlyList<GoldenFile> All =
    [
        .. Directory
            .EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Golden"), "*.csv")
            .Order(StringComparer.Ordinal)
            .Select(Read),
    ];

    public required string Name { get; init; }

    public required IReadOnlyDictionary<string, GoldenCase> Cases { get; init; }

    /// <summary>The first objection of all cases, those of some files asked first; null when there is none.</summary>
    public static string? FirstObjection(IReadOnlyList<string> first) =>
        All.OrderByDescending(file => first.Contains(file.Name, StringComparer.Ordinal))
            .SelectMany(file => file.Cases.Values)
            .SelectMany(golden => golden.Objections())
            .FirstOrDefault();

    public static GoldenFile Of(string name) => All.Single(file => file.Name == name);

    private static GoldenFile Read(string path)
    {
        var cases = new Dictionary<string, GoldenCase>(StringComparer.Ordinal);
        foreach (
            var row in DataFile.Read(
                Path.GetDirectoryName(path)!,
                Path.GetFileName(path),
                "case",
                "month",
                "place",
                "sources",
                "readings",
                "group",
                "factors",
                "expect",
                "amount",
                "derivation",
                "quality",
                "statuses",
                "set",
                "quantity",
                "uncertainty",
                "says"
            )
        )
        {
            var title = row.Required("case");
            if (row["month"].Length > 0)
                cases.Add(
                    title,
                    new GoldenCase(
                        row["month"],
                        row["place"],
                        row["sources"],
                        row["readings"],
                        row["group"],
                        row["factors"]
                    )
                );
            cases[title]
                .Expected.Add(
                    new GoldenLine(
                        row["expect"],
                        row["amount"],
                        row["derivation"],
                        row["quality"],
                        row["statuses"],
                        row["set"],
                        row["quantity"],
                        row["uncertainty"],
                        row["says"]
                    )
                );
        }
        var name = Path.GetFileNameWithoutExtension(path);
        foreach (var said in s_explanations.Value.Where(row => row.File == name))
            cases[said.Case].Said.Add(said.Line, (said.Formula, said.Choice, said.Inputs));
        return new GoldenFile { Name = name, Cases = cases };
    }
}

internal sealed record GoldenCase(
    string Month,
    string Place,
    string Sources,
    string Readings,
    string Group,
    string Factors
)
{
    private readonly Catalogue _catalogue = Tests.Sheets.CatalogueWith(Factors);

    public List<GoldenLine> Expected { get; } = [];

    /// <summary>Of lines that Explanations.csv names: formula, choice and inputs.</summary>
    public Dictionary<string, (string Formula, string Choice, string Inputs)> Said { get; } =
        new(StringComparer.Ordinal);

    /// <summary>Names, units and origins of the inputs, in their order.</summary>
    public static string InputsOf(LineWorking working) =>
        string.Join(
            "; ",
            working.Inputs.Select(input =>
                input.Name.En
                + (input.Unit.Length > 0 ? $" [{input.Unit}]" : "")
                + $" {(input.Factor is { IsOwn: true } ? "Own" : input.Origin)}"
            )
        );

    public ReadingsAcceptedEvent Event() => Tests.Sheets.Event(Month, Place, Sources, Readings, Group);

    /// <summary>Its lines and gaps, by the delivered factors and those of the case.</summary>
    public Lines Calculate(bool withWorking = false) => Tests.Sheets.Calculate(Event(), withWorking, _catalogue);

    /// <summary>Whatever is not as the file has it, in the figures first; nothing when all is.</summary>
    public IEnumerable<string> Objections()
    {
        var accepted = Event();
        var plain = Calculate();
        var actual = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in plain.All.ToArray())
        {
            var key = Tests.Sheets.Key(accepted, line);
            if (!actual.TryAdd(key, $"{line.Amount}"))
                yield return $"{key}: twice";
            if (Expected.SingleOrDefault(e => e.What == key) is not { } expected)
            {
                yield return $"{key}: {line.Amount}, not expected";
                continue;
            }
            if (expected.Amount != $"{line.Amount}")
                yield return $"{key}: {line.Amount}, not {expected.Amount}";
            if (expected.Quality.Length > 0 && line.Quality != Tests.Sheets.QualityOf(expected.Quality))
                yield return $"{key}: quality {line.Quality}, not {expected.Quality}";
            var statuses = string.Join(
                '+',
                LineStatusesConverter.CodesOf(line.Grounds.Statuses & ~LineStatuses.UnverifiedFactor)
            );
            if (expected.Statuses.Length > 0 && statuses != (expected.Statuses == "-" ? "" : expected.Statuses))
                yield return $"{key}: statuses {statuses}, not {expected.Statuses}";
            if (expected.Set.Length > 0 && (line.Grounds.FactorSet ?? "-") != expected.Set)
                yield return $"{key}: set {line.Grounds.FactorSet}, not {expected.Set}";
            if (expected.Quantity.Length > 0 && $"{line.ActivityQuantity}" != expected.Quantity)
                yield return $"{key}: quantity {line.ActivityQuantity}, not {expected.Quantity}";
            var uncertainty = line.Grounds.FactorUncertaintyPercent is { } percent ? $"{percent}" : "-";
            if (expected.Uncertainty.Length > 0 && uncertainty != expected.Uncertainty)
                yield return $"{key}: uncertainty {uncertainty}, not {expected.Uncertainty}";
        }
        foreach (var gap in plain.Gaps)
        {
            var key = Tests.Sheets.Key(accepted, gap);
            if (!actual.TryAdd(key, ""))
                yield return $"{key}: twice";
            if (Expected.Find(e => e.What == key) is not { } expected)
                yield return $"{key}: not expected";
            else if (expected.Says.Length > 0 && gap.Detail != expected.Says)
                yield return $"{key}: says {gap.Detail}, not {expected.Says}";
        }
        foreach (var expected in Expected)
        {
            if (!actual.ContainsKey(expected.What))
                yield return $"{expected.What}: missing";
        }

        var explained = Calculate(withWorking: true).All.ToArray();
        if (explained.Length != plain.All.Length)
            yield return $"{explained.Length} lines with working, {plain.All.Length} without";
        for (var i = 0; i < Math.Min(explained.Length, plain.All.Length); i++)
        {
            var key = Tests.Sheets.Key(accepted, explained[i]);
            if (explained[i].Amount != plain.All[i].Amount)
                yield return $"{key}: {explained[i].Amount} with working";
            if (plain.All[i].Working is not null)
                yield return $"{key}: a working that nobody asked for";
            if (explained[i].Working is not { } working)
                yield return $"{key}: no working";
            else
            {
                foreach (var objection in WorkingAudit.Holds(explained[i].Amount, Explanation.Of(working)))
                    yield return $"{key}: {objection}";
                var isUnverified = explained[i].Grounds.Statuses.HasFlag(LineStatuses.UnverifiedFactor);
                if (working.Inputs.Any(input => input.Factor is { Status: Vouching.Provisional }) != isUnverified)
                    yield return isUnverified
                        ? $"{key}: unverified, but no factor of its working is"
                        : $"{key}: not unverified, but a factor of its working is";
                var isDisputed = explained[i].Grounds.Statuses.HasFlag(LineStatuses.DisputedFactor);
                if (working.Inputs.Any(input => input.Factor is { Rivals.Count: > 0 }) != isDisputed)
                    yield return $"{key}: disputed {isDisputed}, other than the factors of its working";
                if (explained[i].Grounds != plain.All[i].Grounds)
                    yield return $"{key}: other grounds with working";
                if (
                    Said.TryGetValue(key, out var said)
                    && said != (working.Formula.En, working.Choice.En, InputsOf(working))
                )
                    yield return $"{key}: says {working.Formula.En} | {working.Choice.En} | {InputsOf(working)}, "
                        + $"not {said.Formula} | {said.Choice} | {said.Inputs}";
            }
        }
    }
}

internal sealed record GoldenLine(
    string What,
    string Amount,
    string Derivation,
    string Quality,
    string Statuses,
    string Set,
    string Quantity,
    string Uncertainty,
    string Says
);
