using CarbonPlatform.Calculation.Factors;
using CarbonPlatform.Contracts;

namespace CarbonPlatform.Calculation.Methods;

/// <summary>
/// What hydro, wind and solar power avoids by the combined margin of the grid, as a project is audited (ACM0002,
/// TOOL07; CO2 only). Credited are three periods of 84 months from the start of crediting; what a station took from the
/// grid is taken off; a reservoir emits. Where the start is not known, before it, and of
/// bought power, the later weights count.
/// </summary>
internal static class AvoidedMargin
{
    /// <summary>A hydro station without a reservoir says so in its technology.</summary>
    private const string RunOfRiver = "run-of-river";

    private static readonly RequiredFactor s_periodMonths = FactorNeed.Required("cdm.first-period-months", "months");
    private static readonly RequiredFactor s_periods = FactorNeed.Required("cdm.crediting-periods", "1");
    private static readonly RequiredFactor s_leastDensity = FactorNeed.Required("cdm.minimum-power-density", "W/m2");
    private static readonly RequiredFactor s_cleanDensity = FactorNeed.Required("cdm.clean-power-density", "W/m2");
    private static readonly RequiredFactor s_reservoir = FactorNeed.Required("hydro.reservoir-emissions", "kgCO2e/MWh");

    private static readonly Phrase s_operatingWeight = Phrase.Of("name.operating-weight");
    private static readonly Phrase s_operatingMargin = Phrase.Of("name.operating-margin");
    private static readonly Phrase s_buildWeight = Phrase.Of("name.build-weight");
    private static readonly Phrase s_buildMargin = Phrase.Of("name.build-margin");
    private static readonly Phrase s_crediting = Phrase.Of("name.crediting-start");
    private static readonly Phrase s_density = Phrase.Of("name.power-density");
    private static readonly Phrase s_imports = Phrase.Of("name.imports");
    private static readonly Phrase s_emission = Phrase.Of("name.reservoir-emission");
    private static readonly Phrase s_ofWindAndSun = Phrase.Of("choice.avoided.margin.wind-solar");
    private static readonly Phrase s_ofFirstPeriod = Phrase.Of("choice.avoided.margin.first", places: 2);
    private static readonly Phrase s_ofNoStation = Phrase.Of("choice.avoided.margin.no-station");
    private static readonly Phrase s_ofNoStart = Phrase.Of("choice.avoided.margin.no-start");
    private static readonly Phrase s_ofBeforeStart = Phrase.Of("choice.avoided.margin.before-start", places: 1);
    private static readonly Phrase s_ofLaterPeriod = Phrase.Of("choice.avoided.margin.later", places: 2);
    private static readonly Phrase s_ofReservoir = Phrase.Of("choice.avoided.margin.reservoir", places: 2);
    private static readonly Phrase s_ofImports = Phrase.Of("choice.avoided.margin.imports");

    /// <summary>tCO2/MWh is kgCO2/kWh.</summary>
    private static T ByMargins<T>(T electricity, T operatingWeight, T operating, T buildWeight, T build)
        where T : struct, ITerm<T> => electricity * (operatingWeight * operating + buildWeight * build);

    private static T OfReservoir<T>(T electricity, T kilogramsPerMwh)
        where T : struct, ITerm<T> => electricity * kilogramsPerMwh * Conversion.FromThousandths;

    public static void Write<T>(in MethodCase source, in Part part, in Part counting, AvoidedKinds kinds, string method)
        where T : struct, ITerm<T>
    {
        var kind = kinds.CombinedMargin;
        var hydro = kinds.IsOwn && kinds.Power == "hydro";
        var density = hydro ? source.Source.PowerDensity : null;
        var weights = WeightingOf(source, kinds);
        if (counting.IsEmpty)
        {
            Avoided.WriteSold<T>(source, part, kind, T.IsWritten ? Why(source, kinds, weights) : default, method);
            return;
        }
        if (density <= source.Factors[s_leastDensity].Value)
        {
            source.Lines.AddGap(
                part.Activity,
                kind,
                GapKinds.DensityTooLow,
                $"The power density of the reservoir is {density} W/m2: at {source.Factors[s_leastDensity].Value} W/m2 "
                    + "or less nothing is credited."
            );
            return;
        }
        if (HasEnded(source, kinds))
        {
            source.Lines.AddGap(
                part.Activity,
                kind,
                GapKinds.CreditingEnded,
                $"The {source.Factors[s_periods].Value} crediting periods of {source.Factors[s_periodMonths].Value} "
                    + $"months from {source.Source.CreditingStart:yyyy-MM-dd} are over."
            );
            return;
        }
        if (hydro && density is null && source.Source.Technology != RunOfRiver)
        {
            source.Lines.AddGap(
                part.Activity,
                kind,
                GapKinds.DensityUnknown,
                $"The power density of the reservoir is not known: give powerDensity, or technology {RunOfRiver}."
            );
            return;
        }
        if (CombinedMargin.Of(source.Factors, source.Place, weights) is not { } margin)
        {
            Avoided.NoFactor(source, part, kind, "combined margin");
            return;
        }
        var figure = new Figure<T>(source, part.Activity);
        var counted = Certificates.Counted(ref figure, part, counting);
        var hasImports = TryImports(ref figure, source, part, out var imports, out var taken, out var quality);
        var net =
            !hasImports ? counted
            : counting.Total.CompareTo(taken) > 0 ? counted - imports
            : Constant.Zero * (counted + imports);
        if (T.IsWritten && hydro)
            RecallStation(ref figure, source);
        var operatingWeight = figure.Fix(s_operatingWeight, margin.OperatingWeight);
        var operating = figure.Take(s_operatingMargin, margin.Operating);
        var buildWeight = figure.Fix(s_buildWeight, margin.BuildWeight);
        var build = figure.Take(s_buildMargin, margin.Build);
        var avoided = ByMargins(net, operatingWeight, operating, buildWeight, build);
        var isNetted = density <= source.Factors[s_cleanDensity].Value;
        if (isNetted)
            avoided -= OfReservoir(counted, figure.Fix(s_emission, source.Factors[s_reservoir]));
        figure.Is(Certificates.WithSold(ref figure, avoided, part, counting));
        var status = Certificates.StatusOf(part, counting);
        if (T.IsWritten)
        {
            var why = Why(source, kinds, weights);
            if (hasImports)
                why += s_ofImports;
            if (isNetted)
                why += s_ofReservoir.With(
                    $"{source.Factors[s_leastDensity].Value}",
                    $"{source.Factors[s_cleanDensity].Value}"
                );
            figure.Conclude(kind, Certificates.Why(why, status));
        }
        source.Lines.Add(
            part.Activity,
            part.Quantity,
            quality > part.Quality ? quality : part.Quality,
            kind,
            figure.Amount,
            Grounds.Of(method, margin.Operating, figure.Set, margin.Status | status)
        );
    }

    private static MarginWeighting WeightingOf(in MethodCase source, AvoidedKinds kinds) =>
        kinds.Power switch
        {
            "wind" => MarginWeighting.Wind,
            "solar" => MarginWeighting.Solar,
            _ => kinds.IsOwn
            && CreditedMonths(source) is >= 0 and var months
            && months < source.Factors[s_periodMonths].Value
                ? MarginWeighting.HydroFirst
                : MarginWeighting.HydroLater,
        };

    /// <summary>
    /// How many months lie between the start of crediting and the month: 0 in that of the start itself, which is the
    /// first of the first period, and below it before; null where the start is not known.
    /// </summary>
    private static int? CreditedMonths(in MethodCase source) =>
        source.Source.CreditingStart is { } start
            ? (source.Month.Year - start.Year) * 12 + source.Month.Number - start.Month
            : null;

    private static Wording Why(in MethodCase source, AvoidedKinds kinds, MarginWeighting weights) =>
        weights switch
        {
            MarginWeighting.Wind or MarginWeighting.Solar => s_ofWindAndSun,
            _ when !kinds.IsOwn => s_ofNoStation,
            _ when source.Source.CreditingStart is null => s_ofNoStart,
            _ when CreditedMonths(source) < 0 => s_ofBeforeStart.With($"{source.Month}"),
            MarginWeighting.HydroFirst => s_ofFirstPeriod.With($"{source.Month}", PeriodMonths(source)),
            _ => s_ofLaterPeriod.With($"{source.Month}", PeriodMonths(source)),
        };

    private static string PeriodMonths(in MethodCase source) => $"{source.Factors[s_periodMonths].Value}";

    private static bool HasEnded(in MethodCase source, AvoidedKinds kinds) =>
        kinds.IsOwn && CreditedMonths(source) >= source.Factors[s_periods].Value * source.Factors[s_periodMonths].Value;

    /// <summary>
    /// What the station took from the grid, where the same source meters it; of several kinds of power that it delivers
    /// the first one bears it.
    /// </summary>
    private static bool TryImports<T>(
        ref Figure<T> figure,
        in MethodCase source,
        in Part part,
        out T imports,
        out Exact total,
        out Quality quality
    )
        where T : struct, ITerm<T>
    {
        (imports, total, quality) = (default, Exact.Zero, Quality.Measured);
        var isTaken = false;
        var first = Array.Find(source.Source.Activities, readings => IsDelivered(readings.Activity));
        if (first?.Activity != part.Activity || !IsStation(source))
            return false;
        foreach (var readings in source.Source.Activities)
        {
            if (!IsImport(readings.Activity))
                continue;
            var taken = figure.Total(readings, s_imports);
            imports = isTaken ? imports + taken : taken;
            total += readings.Total;
            if (readings.Quality > quality)
                quality = readings.Quality;
            isTaken = true;
        }
        return isTaken;
    }

    private static bool IsDelivered(Activity activity) => activity.Methods.Contains(AvoidedGeneration.Entry);

    private static bool IsImport(Activity activity) => activity.Methods.Contains(PurchasedElectricity.Entry);

    private static bool IsStation(in MethodCase source) =>
        source.Source.KindCode is "hydro-station" or "wind-farm" or "solar-farm";

    /// <summary>What the record says of the station, where the figure depends on it.</summary>
    private static void RecallStation<T>(ref Figure<T> figure, in MethodCase source)
        where T : struct, ITerm<T>
    {
        if (source.Source.CreditingStart is { } start)
            figure.Recall(s_crediting, $"{start:yyyy-MM-dd}");
        if (source.Source.PowerDensity is { } density)
            figure.Recall(s_density, $"{density}", "W/m2");
        else
            figure.Recall(Words.Technology, RunOfRiver);
    }
}
