using CarbonPlatform.Calculation.Factors;
using CarbonPlatform.Calculation.Methods;
using CarbonPlatform.Contracts;
using CarbonPlatform.ServiceDefaults.Reporting;

namespace CarbonPlatform.Calculation.Runs;

/// <summary>An emission line with its working, as it is answered.</summary>
internal sealed record LineView
{
    public required string Source { get; init; }
    public required string Process { get; init; }
    public required string Activity { get; init; }
    public required string Category { get; init; }
    public string? Basis { get; init; }
    public required string Measure { get; init; }
    public string? Counterparty { get; init; }

    /// <summary>Exact result, rounded half-even at 6 decimals once.</summary>
    public required decimal Amount { get; init; }
    public required string Unit { get; init; }
    public required decimal ActivityQuantity { get; init; }
    public required string ActivityUnit { get; init; }
    public required Quality Quality { get; init; }
    public required string Method { get; init; }
    public string? FactorSet { get; init; }
    public required IReadOnlyList<string> Statuses { get; init; }

    /// <summary>Half-width at 95 %, percent.</summary>
    public required decimal ActivityUncertaintyPercent { get; init; }

    /// <summary>Half-width at 95 %, percent; absent where no factor was used.</summary>
    public decimal? FactorUncertaintyPercent { get; init; }

    /// <summary>Factor set and rules that the source follows.</summary>
    public required string Profile { get; init; }

    /// <summary>
    /// <c>source</c>: the profile stands in its record; <c>kind</c>: it is the default of its kind; <c>asked</c>: the
    /// question named it.
    /// </summary>
    public required string ProfileOf { get; init; }

    /// <summary>The boundaries of reporting that hold the line.</summary>
    public required IReadOnlyList<string> Boundaries { get; init; }
    public required Explanation Working { get; init; }

    /// <summary>
    /// Whether the calculation of the working, worked out as it is written, arrives at the amount. Where it does not,
    /// it explains nothing.
    /// </summary>
    public required bool Reproduced { get; init; }

    /// <summary>What the calculation comes to instead; absent where it arrives.</summary>
    public string? NotReproduced { get; init; }

    /// <summary>The lines of a month, calculated with their working.</summary>
    /// <param name="calculated">The month.</param>
    /// <param name="catalogue">By which it was calculated.</param>
    /// <param name="boundaries">The boundaries of reporting.</param>
    /// <param name="boundary">Only the lines of this one; null for all.</param>
    public static LineView[] Of(
        CalculatedMonth calculated,
        Catalogue catalogue,
        Boundaries boundaries,
        string? boundary = null
    )
    {
        var all = calculated.Lines.All;
        var views = new List<LineView>(all.Length);
        foreach (ref readonly var line in all)
        {
            var source = calculated.Sheet.Sources[line.Source];
            var holding = boundaries.Of(source.KindCode, line.Kind.Category, line.Kind.Measure.Code);
            if (boundary is not null && !holding.Contains(boundary, StringComparer.Ordinal))
                continue;
            var working = Explanation.Of(line.Working!);
            var notReproduced = OnPaper.WhyNot(working.Calculation, line.Amount);
            views.Add(
                new LineView
                {
                    Source = source.Code,
                    Process = source.Process,
                    Activity = line.Activity.Code,
                    Category = line.Kind.Category,
                    Basis = line.Kind.Basis,
                    Measure = line.Kind.Measure.Code,
                    Counterparty = line.Counterparty,
                    Amount = line.Amount,
                    Unit = line.Kind.Measure.Unit.Symbol,
                    ActivityQuantity = line.ActivityQuantity,
                    ActivityUnit = line.Activity.Unit.Symbol,
                    Quality = line.Quality,
                    Method = line.Grounds.Method,
                    FactorSet = line.Grounds.FactorSet,
                    Statuses = LineStatusesConverter.CodesOf(line.Grounds.Statuses),
                    ActivityUncertaintyPercent = catalogue.Uncertainties.Of(
                        line.Quality,
                        line.Activity.Code,
                        source.KindCode
                    ),
                    FactorUncertaintyPercent = line.Grounds.FactorUncertaintyPercent,
                    Profile = source.Profile.Name,
                    ProfileOf =
                        calculated.Sheet.AskedProfile is not null ? "asked"
                        : source.HasOwnProfile ? "source"
                        : "kind",
                    Boundaries = holding,
                    Working = working,
                    Reproduced = notReproduced is null,
                    NotReproduced = notReproduced,
                }
            );
        }
        return [.. views];
    }
}

/// <summary>How a line was arrived at: all that is needed to arrive there again on paper.</summary>
/// <param name="Formula">In words; the constants of the calculation stand here.</param>
/// <param name="FormulaZh">The same in Chinese.</param>
/// <param name="Choice">Why this way of counting, and what those that go before it lacked.</param>
/// <param name="ChoiceZh">The same in Chinese.</param>
/// <param name="Calculation">
/// In numbers (×, /, +, −, parentheses); its exact value, rounded half-even at 6 decimals, is the amount.
/// </param>
/// <param name="Inputs">
/// Every number of the calculation that is no constant of the formula, and every word that decided something.
/// </param>
/// <param name="Factors">The factors among the inputs, with their sources.</param>
internal sealed record Explanation(
    string Formula,
    string FormulaZh,
    string Choice,
    string ChoiceZh,
    string Calculation,
    IReadOnlyList<InputView> Inputs,
    IReadOnlyList<FactorUse> Factors
)
{
    public static Explanation Of(LineWorking working) =>
        new(
            working.Formula.En,
            working.Formula.Zh,
            working.Choice.En,
            working.Choice.Zh,
            working.Calculation,
            [.. working.Inputs.Select(InputView.Of)],
            [
                .. working
                    .Inputs.Where(input => input.Factor is not null)
                    .Select(input => FactorUse.Of(input.Name, input.Factor!)),
            ]
        );
}

/// <summary>A number with its unit, or a word that decided something.</summary>
internal sealed record InputView
{
    public required string Name { get; init; }
    public required string NameZh { get; init; }

    /// <summary>As written.</summary>
    public required string Value { get; init; }
    public string? Unit { get; init; }

    /// <summary>
    /// As it stands in the calculation, where the method counts in another unit; a fraction where no decimal is exact.
    /// </summary>
    public string? Converted { get; init; }
    public string? ConvertedUnit { get; init; }

    /// <summary>
    /// <c>given</c> with a reading; <c>record</c> of the source; <c>rule</c>: nothing was given and the method says
    /// what then holds; <c>own</c>: the plant has measured and published it; <c>default</c> of the catalogue.
    /// </summary>
    public required string Origin { get; init; }
    public string? Meter { get; init; }
    public string? Lot { get; init; }

    /// <summary>Of a default or an own value: id and version of the factor.</summary>
    public string? Factor { get; init; }

    public static InputView Of(WorkingInput input) =>
        new()
        {
            Name = input.Name.En,
            NameZh = input.Name.Zh,
            Value = input.Value,
            Unit = input.Unit.Length == 0 ? null : input.Unit,
            Converted = input.Converted,
            ConvertedUnit = input.ConvertedUnit,
            Origin = input.Origin switch
            {
                Methods.Origin.Given => "given",
                Methods.Origin.Record => "record",
                Methods.Origin.Rule => "rule",
                _ => input.Factor is { IsOwn: true } ? "own" : "default",
            },
            Meter = input.Meter,
            Lot = input.Lot,
            Factor = input.Factor is { } factor ? $"{factor.Id}/{factor.Version}" : null,
        };
}

/// <summary>
/// A factor with its standing, and whether somebody has compared it with the official text; a plant's own names the
/// plant, and the reference is then its test report.
/// </summary>
internal sealed record FactorUse(
    string Name,
    string NameZh,
    string Id,
    int Version,
    decimal Value,
    string Unit,
    string Set,
    Month ValidFrom,
    Month ValidTo,
    int? DataYear,
    string Source,
    string Standing,
    string Status,
    decimal UncertaintyPercent,
    string? Note,
    PlantCode? Plant,
    string? Reference,
    IReadOnlyList<Rival> Rivals
)
{
    public static FactorUse Of(Wording name, Factor factor) =>
        new(
            name.En,
            name.Zh,
            factor.Id,
            factor.Version,
            factor.Value,
            factor.Unit,
            factor.Set,
            factor.From,
            factor.To,
            factor.DataYear,
            factor.Source,
            factor.Standing,
            factor.Status,
            factor.UncertaintyPercent,
            factor.Note,
            factor.Plant,
            factor.Reference,
            factor.Rivals
        );
}

/// <summary>What a method says of itself.</summary>
internal sealed record MethodView(
    string Method,
    string What,
    string WhatZh,
    IReadOnlyList<string> Needs,
    IReadOnlyList<string> Takes,
    IReadOnlyList<string> Gives,
    string Standard,
    string StandardZh,
    string Uncertainty,
    string UncertaintyZh
)
{
    public static MethodView Of(MethodCard card) =>
        new(
            card.Name,
            card.What.En,
            card.What.Zh,
            card.Needs,
            card.Takes,
            card.Gives,
            card.Standard.En,
            card.Standard.Zh,
            card.Uncertainty.En,
            card.Uncertainty.Zh
        );
}
