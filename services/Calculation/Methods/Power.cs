using CarbonPlatform.Calculation.Factors;
using CarbonPlatform.Contracts;

namespace CarbonPlatform.Calculation.Methods;

/// <summary>
/// What the methods of electricity share: grid CO2 in three bases side by side, electricity as standard coal in two,
/// and the kWh themselves.
/// </summary>
internal static class Power
{
    public static readonly SeriesNeed NationalAverage = SeriesNeed.Of("national-average", "kgCO2/kWh");

    /// <summary>Coal per kWh supplied.</summary>
    public static readonly SeriesNeed SupplyRate = SeriesNeed.Of("supply-rate", "gce/kWh");

    public static readonly PlaceSeriesNeed ProvincialAverage = PlaceSeriesNeed.Of("provincial-average", "kgCO2/kWh");

    private static readonly SeriesNeed s_residual = SeriesNeed.Of("national-residual", "kgCO2/kWh");
    private static readonly RequiredFactor s_equivalentValue = FactorNeed.Required("energy.electricity", "kgce/kWh");

    private static readonly Phrase s_provincialAverage = Phrase.Of("name.provincial-average");
    private static readonly Phrase s_residualMix = Phrase.Of("name.residual-mix");
    private static readonly Phrase s_equivalent = Phrase.Of("name.equivalent-value");
    private static readonly Phrase s_supplyRate = Phrase.Of("name.supply-rate");
    private static readonly Phrase s_ofEquivalent = Phrase.Of("choice.power.equivalent");
    private static readonly Phrase s_ofEqual = Phrase.Of("choice.power.equal");
    private static readonly Phrase s_national = Phrase.Of("choice.power.national");
    private static readonly Phrase s_nationalPartly = Phrase.Of("choice.power.national.partly");
    private static readonly Phrase s_provincial = Phrase.Of("choice.power.provincial");
    private static readonly Phrase s_provincialPartly = Phrase.Of("choice.power.provincial.partly");
    private static readonly MarketPhrases s_purchases = new("choice.power.market");
    private static readonly MarketPhrases s_exports = new("choice.power.market.exports");
    private static readonly Phrase s_withoutGrid = Phrase.Of("choice.power.without-grid");

    /// <summary>Power free of fossils takes no factor.</summary>
    private static T Co2<T>(T withFactor, T factor, T rest, bool hasRest)
        where T : struct, ITerm<T> => hasRest ? withFactor * factor + Constant.Zero * rest : withFactor * factor;

    private static T EnergyEquivalent<T>(T electricity, T value)
        where T : struct, ITerm<T> => electricity * value;

    private static T EnergyEqual<T>(T electricity, T supplyRate)
        where T : struct, ITerm<T> => electricity * supplyRate * Conversion.FromThousandths;

    public static void WriteElectricity<T>(in MethodCase source, in Part part, LineKind kind, string method)
        where T : struct, ITerm<T>
    {
        var figure = new Figure<T>(source, part.Activity);
        figure.Is(figure.Total(part));
        if (T.IsWritten)
            figure.Conclude(kind, Words.OneWay);
        source.Lines.Add(part, kind, figure.Amount, new Grounds(method));
    }

    /// <summary>
    /// Scope 2 by the grid, in the three bases. Power that is proven free of fossils takes no factor in the market
    /// basis.
    /// </summary>
    /// <param name="source">The case.</param>
    /// <param name="part">The readings of the lines.</param>
    /// <param name="byLocation">Those of them that take the location's factors.</param>
    /// <param name="byMarket">Those of them that take the residual factor.</param>
    /// <param name="kinds">Purchased or exported.</param>
    /// <param name="method">Method and version.</param>
    /// <param name="marketStatus">What the market line says besides its factor's status.</param>
    public static void WriteGrid<T>(
        in MethodCase source,
        in Part part,
        in Part byLocation,
        in Part byMarket,
        ScopeTwoKinds kinds,
        string method,
        LineStatuses marketStatus
    )
        where T : struct, ITerm<T>
    {
        WriteLocation<T>(source, part, byLocation, kinds, method);
        WriteMarket<T>(source, part, byMarket, kinds, method, marketStatus);
    }

    /// <summary>Scope 2 by place, in its two bases.</summary>
    /// <param name="source">The case.</param>
    /// <param name="part">The readings of the lines.</param>
    /// <param name="byLocation">Those of them that take the location's factors.</param>
    /// <param name="kinds">Purchased or exported.</param>
    /// <param name="method">Method and version.</param>
    /// <param name="status">What the lines say besides their factor's status.</param>
    /// <param name="counterparty">The group's supplier, on direct lines.</param>
    public static void WriteLocation<T>(
        in MethodCase source,
        in Part part,
        in Part byLocation,
        ScopeTwoKinds kinds,
        string method,
        LineStatuses status = LineStatuses.None,
        string? counterparty = null
    )
        where T : struct, ITerm<T>
    {
        var all = byLocation.Count == part.Count;
        var national = new GridFactor(
            source.Place.IsAbroad ? default : source.Factors[NationalAverage],
            "national average",
            Words.NationalAverage,
            all ? s_national : s_nationalPartly
        );
        Write<T>(source, part, byLocation, kinds.National, national, method, status, counterparty);
        var provincial = new GridFactor(
            source.Factors[ProvincialAverage, source.Place],
            "provincial average",
            s_provincialAverage,
            all ? s_provincial : s_provincialPartly
        );
        Write<T>(source, part, byLocation, kinds.Provincial, provincial, method, status, counterparty);
    }

    /// <summary>Scope 2 by contracts alone.</summary>
    /// <param name="source">The case.</param>
    /// <param name="part">The readings of the line.</param>
    /// <param name="byMarket">Those of them that take the residual factor.</param>
    /// <param name="kinds">Purchased or exported.</param>
    /// <param name="method">Method and version.</param>
    /// <param name="status">What the line says besides its factor's status.</param>
    /// <param name="counterparty">The group's supplier, on direct lines.</param>
    public static void WriteMarket<T>(
        in MethodCase source,
        in Part part,
        in Part byMarket,
        ScopeTwoKinds kinds,
        string method,
        LineStatuses status,
        string? counterparty = null
    )
        where T : struct, ITerm<T>
    {
        var residual = source.Place.IsAbroad ? default : source.Factors[s_residual];
        var isAverage = residual.Factor is { What: "grid-average" };
        var phrases = kinds == ScopeTwoKinds.Exported ? s_exports : s_purchases;
        var market = new GridFactor(
            residual,
            "residual mix",
            isAverage ? Words.NationalAverage : s_residualMix,
            byMarket.IsEmpty ? phrases.Zero
                : isAverage ? phrases.Average
                : phrases.Residual
        );
        Write<T>(source, part, byMarket, kinds.Market, market, method, status, counterparty);
    }

    /// <summary>One line: those kWh that take a factor times it; the others are zero.</summary>
    private static void Write<T>(
        in MethodCase source,
        in Part part,
        in Part withFactor,
        LineKind kind,
        in GridFactor grid,
        string method,
        LineStatuses status,
        string? counterparty
    )
        where T : struct, ITerm<T>
    {
        var figure = new Figure<T>(source, part.Activity);
        var electricity = figure.Total(part);
        if (withFactor.IsEmpty)
        {
            figure.Is(Constant.Zero * electricity);
            if (T.IsWritten)
                figure.Conclude(
                    kind,
                    Why(part, kind, kind.Basis == Bases.Market ? grid.Choice : s_withoutGrid, status)
                );
            source.Lines.Add(part, kind, figure.Amount, new Grounds(method, statuses: status), counterparty);
            return;
        }
        if (grid.Served.Factor is not { } factor)
        {
            source.Lines.AddGap(
                part.Activity,
                kind,
                GapKinds.NoFactor,
                $"There is no {grid.Code} factor for {source.Place.Name} in {source.Month.Year}; one "
                    + "has to be published."
            );
            return;
        }
        var hasRest = withFactor.Count < part.Count;
        figure.Is(
            Co2(
                hasRest ? figure.Known(withFactor, Words.Amount) : electricity,
                figure.Take(grid.Name, factor),
                hasRest ? figure.Rest(part, withFactor, Words.NonFossil) : default,
                hasRest
            )
        );
        if (T.IsWritten)
            figure.Conclude(kind, Why(part, kind, grid.Choice, status));
        source.Lines.Add(part, kind, figure.Amount, Grounds.Of(method, grid.Served, status), counterparty);
    }

    private static Wording Why(in Part part, LineKind kind, Phrase choice, LineStatuses status)
    {
        var why = Certificates.Why(Suppliers.Why(choice, status), status);
        return kind.Basis == Bases.Market ? Claims.Why(why, part) : why;
    }

    /// <summary>
    /// Electricity as standard coal: equivalent (its own heat) and equal (the coal a thermal plant burns for it).
    /// </summary>
    public static void WriteEnergy<T>(
        in MethodCase source,
        in Part part,
        EnergyKinds kinds,
        string method,
        string? counterparty = null,
        LineStatuses status = LineStatuses.None
    )
        where T : struct, ITerm<T>
    {
        WriteEquivalent<T>(source, part, kinds.Equivalent, method, counterparty, status);
        WriteEqual<T>(source, part, kinds.Equal, method, counterparty, status);
    }

    private static void WriteEquivalent<T>(
        in MethodCase source,
        in Part part,
        LineKind kind,
        string method,
        string? counterparty,
        LineStatuses status
    )
        where T : struct, ITerm<T>
    {
        var factor = source.Factors[s_equivalentValue];
        var figure = new Figure<T>(source, part.Activity);
        var electricity = figure.Total(part);
        figure.Is(EnergyEquivalent(electricity, figure.Take(s_equivalent, factor)));
        if (T.IsWritten)
            figure.Conclude(kind, Suppliers.Why(s_ofEquivalent, status));
        source.Lines.Add(part, kind, figure.Amount, Grounds.Of(method, factor, figure.Set, status), counterparty);
    }

    private static void WriteEqual<T>(
        in MethodCase source,
        in Part part,
        LineKind kind,
        string method,
        string? counterparty,
        LineStatuses status
    )
        where T : struct, ITerm<T>
    {
        var served = source.Factors[SupplyRate];
        if (served.Factor is not { } rate)
        {
            source.Lines.AddGap(
                part.Activity,
                kind,
                GapKinds.NoFactor,
                $"There is no supply rate of thermal power for {source.Month.Year}; one has to be published."
            );
            return;
        }
        var figure = new Figure<T>(source, part.Activity);
        var electricity = figure.Total(part);
        figure.Is(EnergyEqual(electricity, figure.Take(s_supplyRate, rate)));
        if (T.IsWritten)
            figure.Conclude(kind, Suppliers.Why(s_ofEqual, status));
        source.Lines.Add(part, kind, figure.Amount, Grounds.Of(method, served, status), counterparty);
    }

    /// <summary>
    /// Why the market basis counts so: by the residual mix, by the average where there is none yet, or nothing.
    /// </summary>
    private sealed class MarketPhrases(string key)
    {
        public Phrase Residual { get; } = Phrase.Of(key);

        public Phrase Average { get; } = Phrase.Of($"{key}.average");

        public Phrase Zero { get; } = Phrase.Of($"{key}.zero");
    }

    /// <summary>What serves a basis, and how gaps and explanations speak of it.</summary>
    private readonly record struct GridFactor(Served Served, string Code, Phrase Name, Phrase Choice);
}
