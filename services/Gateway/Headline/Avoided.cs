using CarbonPlatform.Contracts;
using CarbonPlatform.Quantities;

namespace CarbonPlatform.Gateway.Headline;

/// <summary>
/// What renewable power avoids. Own generation and power bought from outside the group are never one figure; the bases
/// answer different questions and are never added.
/// </summary>
/// <param name="Basis">How the figures here are counted: the year's average thermal power is displaced.</param>
/// <param name="Hydro">By own hydro power.</param>
/// <param name="Wind">By own wind power.</param>
/// <param name="Solar">By own solar power.</param>
/// <param name="Total">By all own generation.</param>
/// <param name="Bought">By power bought from outside the group, proven to be hydro, wind or solar power.</param>
/// <param name="Bases">CO2 in every basis, by its name, with what must be said beside it.</param>
/// <param name="Rounding">How what is displayed of them is rounded.</param>
internal sealed record Avoided(
    string Basis,
    AvoidedBy Hydro,
    AvoidedBy Wind,
    AvoidedBy Solar,
    AvoidedBy Total,
    AvoidedByBought Bought,
    IReadOnlyList<AvoidedInBasis> Bases,
    Rounding Rounding
)
{
    public static readonly string[] Own = [Categories.AvoidedHydro, Categories.AvoidedWind, Categories.AvoidedSolar];

    public static readonly string[] OfBought =
    [
        Categories.AvoidedHydroBought,
        Categories.AvoidedWindBought,
        Categories.AvoidedSolarBought,
    ];

    /// <summary>Every figure here.</summary>
    public IEnumerable<Figure> Figures() =>
        new[] { Hydro, Wind, Solar, Total }
            .SelectMany(by => by.Figures())
            .Concat(Bought.Figures())
            .Concat(Bases.SelectMany(basis => basis.Figures()));

    public static Avoided Of(YearTotals year, YearTotals before)
    {
        var (own, ofOwn) = Together(Own);
        var (bought, ofBought) = Together(OfBought);
        return new Avoided(
            Contracts.Bases.Displacement,
            own[0],
            own[1],
            own[2],
            ofOwn,
            new AvoidedByBought(bought[0], bought[1], bought[2], ofBought),
            [.. Contracts.Bases.Families["avoided"].Select(basis => AvoidedInBasis.Of(basis, year, before))],
            Rounding.LargestRemainder
        );

        (AvoidedBy[] Parts, AvoidedBy Total) Together(string[] categories) =>
            AvoidedBy.Together(
                [.. categories.Select(category => AvoidedBy.Of(year, before, [category]))],
                AvoidedBy.Of(year, before, categories)
            );
    }
}

/// <summary>What bought power avoids, counted as own generation is beside it.</summary>
/// <param name="Hydro">By hydro power.</param>
/// <param name="Wind">By wind power.</param>
/// <param name="Solar">By solar power.</param>
/// <param name="Total">By all three.</param>
internal sealed record AvoidedByBought(AvoidedBy Hydro, AvoidedBy Wind, AvoidedBy Solar, AvoidedBy Total)
{
    /// <summary>Every figure here.</summary>
    public IEnumerable<Figure> Figures() => new[] { Hydro, Wind, Solar, Total }.SelectMany(by => by.Figures());
}

/// <summary>What one kind of power avoids.</summary>
/// <param name="Co2">Carbon dioxide.</param>
/// <param name="So2">Sulphur dioxide.</param>
/// <param name="Nox">Nitrogen oxides.</param>
/// <param name="Pm">Particulate matter.</param>
/// <param name="StandardCoal">Coal saved, as standard coal equivalent.</param>
internal sealed record AvoidedBy(Figure Co2, Figure So2, Figure Nox, Figure Pm, Figure StandardCoal)
{
    public static AvoidedBy Of(YearTotals year, YearTotals before, string[] categories)
    {
        Figure Sum(string measure, string unit) =>
            AvoidedInBasis.Sum(Bases.Displacement, measure, unit, year, before, categories);
        return new AvoidedBy(
            Sum("CO2", "kg"),
            Sum("SO2", "kg"),
            Sum("NOx", "kg"),
            Sum("PM", "kg"),
            Sum("ENERGY", "kgce")
        );
    }

    /// <summary>Every figure here.</summary>
    public IEnumerable<Figure> Figures() => [Co2, So2, Nox, Pm, StandardCoal];

    /// <summary>Parts and their total, displayed so that the parts add up.</summary>
    public static (AvoidedBy[] Parts, AvoidedBy Total) Together(AvoidedBy[] parts, AvoidedBy total)
    {
        var co2 = Shown(of => of.Co2);
        var so2 = Shown(of => of.So2);
        var nox = Shown(of => of.Nox);
        var pm = Shown(of => of.Pm);
        var coal = Shown(of => of.StandardCoal);
        return (
            [
                .. parts.Select(
                    (_, i) => new AvoidedBy(co2.Parts[i], so2.Parts[i], nox.Parts[i], pm.Parts[i], coal.Parts[i])
                ),
            ],
            new AvoidedBy(co2.Total, so2.Total, nox.Total, pm.Total, coal.Total)
        );

        (Figure[] Parts, Figure Total) Shown(Func<AvoidedBy, Figure> take) =>
            Rounding.Together([.. parts.Select(take)], take(total));
    }
}

/// <summary>CO2 in one basis, own generation and bought power side by side.</summary>
/// <param name="Basis">The basis.</param>
/// <param name="Own">By own generation.</param>
/// <param name="Bought">By power bought from outside the group.</param>
/// <param name="Caveat">Its name, and what must be said beside it.</param>
internal sealed record AvoidedInBasis(string Basis, AvoidedCo2 Own, AvoidedCo2 Bought, AvoidedCaveat Caveat)
{
    public static AvoidedInBasis Of(string basis, YearTotals year, YearTotals before)
    {
        Figure By(params string[] categories) => Sum(basis, "CO2", "kg", year, before, categories);
        AvoidedCo2 Of(string[] categories)
        {
            var (parts, total) = Rounding.Together([.. categories.Select(category => By(category))], By(categories));
            return new AvoidedCo2(parts[0], parts[1], parts[2], total);
        }
        var rows = year.Avoiding(basis)
            .Rows.Where(row => Categories.IsAvoided(row.Category) && row.Basis == basis)
            .ToList();
        var years = new FactorYears(
            rows.Exists(row => row.OnProvisionalFactors is not null),
            rows.Exists(row => row.OnCarriedForwardFactors is not null)
        );
        var sold = rows.Select(row => row.CertificatesSold)
            .OfType<string>()
            .Aggregate(default(SoldCertificates), (known, word) => known.And(SoldCertificates.Of(word)));
        return new AvoidedInBasis(
            basis,
            Of(Avoided.Own),
            Of(Avoided.OfBought),
            AvoidedCaveat.Of(basis, new Month(year.Year, 1), new Month(year.Year, 12), years, sold)
        );
    }

    /// <summary>Every figure here.</summary>
    public IEnumerable<Figure> Figures() => Own.Figures().Concat(Bought.Figures());

    /// <summary>The sum under some categories in a basis.</summary>
    public static Figure Sum(
        string basis,
        string measure,
        string unit,
        YearTotals year,
        YearTotals before,
        string[] categories
    ) =>
        Figure.Of(
            measure,
            unit,
            year,
            before,
            totals =>
                Rows.Sum(
                    totals.Avoiding(basis).Rows,
                    row => categories.Contains(row.Category) && row.Basis == basis && row.Measure == measure,
                    unit
                ),
            gap => categories.Contains(gap.Category) && gap.IsOf(basis) && gap.Measure == measure
        );
}

/// <summary>CO2 by kind of power.</summary>
/// <param name="Hydro">By hydro power.</param>
/// <param name="Wind">By wind power.</param>
/// <param name="Solar">By solar power.</param>
/// <param name="Total">By all three.</param>
internal sealed record AvoidedCo2(Figure Hydro, Figure Wind, Figure Solar, Figure Total)
{
    /// <summary>Every figure here.</summary>
    public IEnumerable<Figure> Figures() => [Hydro, Wind, Solar, Total];
}
