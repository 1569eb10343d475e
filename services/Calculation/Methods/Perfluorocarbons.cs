using CarbonPlatform.Calculation.Factors;
using CarbonPlatform.Contracts;

namespace CarbonPlatform.Calculation.Methods;

/// <summary>
/// CF4 and C2F6 of anode effects. Which rule runs is a matter of the profile: the guideline of 2013 by minutes or its
/// defaults, the guide of 2024 by output alone, IPCC 2019 by technology. Overvoltage (IPCC 2006) serves where there are
/// no minutes, save under the guide of 2024. Zero minutes are zero emissions, and the line says so.
/// </summary>
internal static class Perfluorocarbons
{
    public const string SlopeMethod = "pfc-slope/2";
    public const string OvervoltageMethod = "pfc-overvoltage/2";
    public const string DefaultMethod = "pfc-default/1";

    private const decimal AllCollectedPercent = 100;

    private const string NothingCollected = "Anode effects need collectionEfficiencyPercent above 0, or none given.";

    public static readonly MethodEntry Entry = MethodEntry.OfSource(
        [PerfluorocarbonCards.Slope, PerfluorocarbonCards.Overvoltage, PerfluorocarbonCards.Default],
        Write<Exact>,
        Write<Written>,
        "electrolysis"
    );

    private static readonly ActivityNeed s_output = ActivityNeed.Of("aluminium.output");
    private static readonly ActivityNeed s_effectMinutes = ActivityNeed.Of("aluminium.anode-effect-minutes");
    private static readonly ActivityNeed s_effectOvervoltage = ActivityNeed.Of("aluminium.anode-effect-overvoltage");
    private static readonly Input s_efficiency = new(
        AttributeNeed.Percent("currentEfficiencyPercent"),
        Phrase.Of("name.current-efficiency"),
        "%"
    );

    private static readonly Input s_collection = new(
        AttributeNeed.Percent("collectionEfficiencyPercent"),
        Phrase.Of("name.collection-efficiency"),
        "%"
    );

    private static readonly RequiredFactor s_slope2013 = FactorNeed.Required(
        "pfc.ndrc-2013.slope",
        "kg/tAl per min/cell-day",
        ownable: true,
        CellFactors.LongestOwnMonths
    );
    private static readonly RequiredFactor s_share2013 = FactorNeed.Required(
        "pfc.ndrc-2013.share",
        "1",
        ownable: true,
        CellFactors.LongestOwnMonths
    );
    private static readonly RequiredFactor s_limit = FactorNeed.Required("limit.pfc.cf4", "kg/tAl");
    private static readonly RequiredFactor s_cf42013 = FactorNeed.Required("pfc.ndrc-2013.cf4", "kg/tAl");
    private static readonly RequiredFactor s_c2f62013 = FactorNeed.Required("pfc.ndrc-2013.c2f6", "kg/tAl");
    private static readonly RequiredFactor s_cf42024 = FactorNeed.Required("pfc.ets-2024.cf4", "kg/tAl");
    private static readonly RequiredFactor s_c2f62024 = FactorNeed.Required("pfc.ets-2024.c2f6", "kg/tAl");

    private static readonly Phrase s_minutes = Phrase.Of("name.effect-minutes");
    private static readonly Phrase s_overvoltage = Phrase.Of("name.effect-overvoltage");
    private static readonly Phrase s_slope = Phrase.Of("name.slope");
    private static readonly Phrase s_coefficient = Phrase.Of("name.overvoltage-coefficient");
    private static readonly Phrase s_share = Phrase.Of("name.c2f6-share");
    private static readonly Phrase s_default = Phrase.Of("name.pfc-default");
    private static readonly Phrase s_byOutputAlone = Phrase.Of("choice.pfc.output", places: 1);
    private static readonly Phrase s_byDefault = Phrase.Of("choice.pfc.default", places: 1);
    private static readonly Phrase s_zero = Phrase.Of("choice.pfc.zero", places: 1);
    private static readonly Phrase s_byMinutes = Phrase.Of("choice.pfc.minutes", places: 1);
    private static readonly Phrase s_byOvervoltage = Phrase.Of("choice.pfc.overvoltage", places: 1);
    private static readonly Phrase s_fallback = Phrase.Of("choice.pfc.fallback", places: 2);
    private static readonly Phrase s_outOfRange = Phrase.Of("choice.pfc.out-of-range", places: 1);

    /// <summary>What escapes the ducts is not in what was measured.</summary>
    private static T ByMinutes<T>(T output, T slope, T minutes, T collection)
        where T : struct, ITerm<T> => output * slope * minutes / (collection * Conversion.OfPercent);

    /// <summary>The coefficient goes with the current efficiency in percent (95, not 0.95).</summary>
    private static T ByOvervoltage<T>(T output, T coefficient, T overvoltage, T efficiency, T collection)
        where T : struct, ITerm<T> =>
        output * coefficient * overvoltage / efficiency / (collection * Conversion.OfPercent);

    private static void Write<T>(in MethodCase source)
        where T : struct, ITerm<T>
    {
        var output = source.Find(s_output);
        var minutes = source.Find(s_effectMinutes);
        var overvoltage = source.Find(s_effectOvervoltage);
        if (output is null)
        {
            if ((minutes ?? overvoltage) is { } readings)
                NotComputable(
                    source,
                    readings,
                    "Anode effects are given without the aluminium of the same source: give aluminium.output."
                );
            return;
        }

        var factors = source.Factors;
        switch (source.Source.Profile.PfcRule)
        {
            case PfcRule.Output2024:
                WriteDefault<T>(source, output, factors[s_cf42024], factors[s_c2f62024]);
                break;
            case PfcRule.Minutes2013 when minutes is not null:
                WriteSlope<T>(
                    source,
                    minutes,
                    output,
                    new(factors[s_slope2013], default),
                    new(factors[s_share2013], default)
                );
                break;
            case PfcRule.Technology2019 when minutes is not null:
                var cell = CellFactors.Of2019(source.Source);
                WriteSlope<T>(
                    source,
                    minutes,
                    output,
                    cell?.Slope(factors) ?? default,
                    cell?.Share(factors) ?? default
                );
                break;
            case var _ when overvoltage is not null:
                WriteOvervoltage<T>(source, overvoltage, output);
                break;
            case PfcRule.Minutes2013:
                WriteDefault<T>(source, output, factors[s_cf42013], factors[s_c2f62013]);
                break;
            default:
                // IPCC Tier 1: the defaults by technology stand in the edition of 2006.
                var tier1 = CellFactors.Of2006(source.Source);
                WriteDefault<T>(source, output, tier1?.Cf4(factors), tier1?.C2f6(factors));
                break;
        }
    }

    private static void WriteDefault<T>(in MethodCase source, ActivityReadings output, Factor? cf4, Factor? c2f6)
        where T : struct, ITerm<T>
    {
        WriteDefault<T>(source, output, LineKind.PfcCf4, cf4);
        WriteDefault<T>(source, output, LineKind.PfcC2f6, c2f6);
    }

    private static void WriteDefault<T>(in MethodCase source, ActivityReadings output, LineKind kind, Factor? factor)
        where T : struct, ITerm<T>
    {
        if (factor is null)
        {
            source.Lines.NoFactor(output, kind, NoCell(source));
            return;
        }
        var figure = new Figure<T>(source, output.Activity);
        var tonnes = figure.Total(output, Words.Output);
        figure.Is(tonnes * figure.Take(s_default, factor));
        if (T.IsWritten)
            figure.Conclude(kind, WhyDefault(source.Source.Profile));
        source.Lines.Add(output, kind, figure.Amount, Grounds.Of(DefaultMethod, factor, figure.Set));
    }

    private static void WriteSlope<T>(
        in MethodCase source,
        ActivityReadings minutes,
        ActivityReadings output,
        Served slope,
        Served share
    )
        where T : struct, ITerm<T>
    {
        if (IsZero(minutes, s_collection))
        {
            NotComputable(source, minutes, NothingCollected);
            return;
        }
        if (!Pairing.Fits(minutes, output))
        {
            NotComputable(
                source,
                minutes,
                "Several readings of minutes and output do not pair: give each the same meter and lot."
            );
            return;
        }
        Write<T>(source, new Effects(SlopeMethod, minutes, output), slope, share);
    }

    private static void WriteOvervoltage<T>(in MethodCase source, ActivityReadings overvoltage, ActivityReadings output)
        where T : struct, ITerm<T>
    {
        foreach (ref readonly var reading in overvoltage.Readings)
        {
            if (reading.Facts?[s_efficiency.Attribute] is > 0)
                continue;
            NotComputable(source, overvoltage, "Overvoltage needs currentEfficiencyPercent above 0.");
            return;
        }
        if (IsZero(overvoltage, s_collection))
        {
            NotComputable(source, overvoltage, NothingCollected);
            return;
        }
        if (!Pairing.Fits(overvoltage, output))
        {
            NotComputable(
                source,
                overvoltage,
                "Several readings of overvoltage and output do not pair: give each the same meter and lot."
            );
            return;
        }
        var cell = CellFactors.Of2006(source.Source);
        Write<T>(
            source,
            new Effects(OvervoltageMethod, overvoltage, output),
            new(cell?.Overvoltage(source.Factors), default),
            cell?.Share(source.Factors) ?? default
        );
    }

    private static bool IsZero(ActivityReadings readings, Input input)
    {
        foreach (ref readonly var reading in readings.Readings)
        {
            if (reading.Facts?[input.Attribute] is 0)
                return true;
        }
        return false;
    }

    private static void Write<T>(in MethodCase source, in Effects effects, Served slope, Served share)
        where T : struct, ITerm<T>
    {
        if (slope.Factor is null || share.Factor is null)
        {
            source.Lines.NoFactor(effects.Readings, LineKind.PfcCf4, NoCell(source));
            source.Lines.NoFactor(effects.Readings, LineKind.PfcC2f6, NoCell(source));
            return;
        }
        Write<T>(source, effects, LineKind.PfcCf4, slope, ofCf4: default);
        Write<T>(source, effects, LineKind.PfcC2f6, slope, share);
    }

    /// <summary>CF4 by the slope; C2F6 as a share of it.</summary>
    private static void Write<T>(in MethodCase source, in Effects effects, LineKind kind, Served rate, Served ofCf4)
        where T : struct, ITerm<T>
    {
        var (readings, output) = (effects.Readings, effects.Output);
        var (slope, share) = (rate.Value, ofCf4.Factor);
        var figure = new Figure<T>(source, readings.Activity);
        foreach (ref readonly var reading in readings.Readings)
        {
            var mass = MassOfCf4(ref figure, reading, effects, slope);
            Pairing.Add(ref figure, readings, share is null ? mass : mass * figure.Take(s_share, share));
        }
        var statuses = rate.Status | ofCf4.Status;
        if (figure.Amount > output.Total * source.Factors[s_limit].Value * (share?.Value ?? 1))
            statuses |= LineStatuses.OutOfRange;
        if (T.IsWritten)
        {
            if (slope.AppliesTo != "*")
                figure.Recall(Words.Technology, source.Source.Technology!);
            figure.Conclude(kind, WhyEffects(source, effects, statuses));
        }
        source.Lines.Add(
            readings.Activity,
            Pairing.Mean(readings, output),
            readings.Quality > output.Quality ? readings.Quality : output.Quality,
            kind,
            figure.Amount,
            new Grounds(
                effects.Method,
                figure.Set,
                share is null
                    ? slope.UncertaintyPercent
                    : Uncertainties.OfProduct(slope.UncertaintyPercent, share.UncertaintyPercent),
                statuses
            )
        );
    }

    private static T MassOfCf4<T>(ref Figure<T> figure, in Reading reading, in Effects effects, Factor slope)
        where T : struct, ITerm<T>
    {
        var byMinutes = effects.Method == SlopeMethod;
        var (effect, tonnes) = Pairing.Take(
            ref figure,
            reading,
            byMinutes ? s_minutes : s_overvoltage,
            effects.Readings,
            effects.Output,
            Words.Output
        );
        if (byMinutes)
            return ByMinutes(
                tonnes,
                figure.Take(s_slope, slope),
                effect,
                figure.ShowOr(s_collection, AllCollectedPercent)
            );
        var efficiency = figure.Show(s_efficiency, reading.Facts![s_efficiency.Attribute]!.Value);
        return ByOvervoltage(
            tonnes,
            figure.Take(s_coefficient, slope),
            effect,
            efficiency,
            figure.ShowOr(s_collection, AllCollectedPercent)
        );
    }

    private static Wording WhyEffects(in MethodCase source, in Effects effects, LineStatuses statuses)
    {
        var profile = source.Source.Profile.Name;
        if (effects.Readings.Total.IsZero)
            return s_zero.With(profile);
        var why = (effects.Method == SlopeMethod ? s_byMinutes : s_byOvervoltage).With(profile);
        if (statuses.HasFlag(LineStatuses.FallbackTechnology))
            why += s_fallback.With(source.Source.Technology!, CellFactors.Fallback);
        if (statuses.HasFlag(LineStatuses.OutOfRange))
            why += s_outOfRange.With($"{source.Factors[s_limit].Value}");
        return why;
    }

    private static Wording WhyDefault(Profile profile) =>
        (profile.PfcRule == PfcRule.Output2024 ? s_byOutputAlone : s_byDefault).With(profile.Name);

    private static void NotComputable(in MethodCase source, ActivityReadings readings, string detail)
    {
        source.Lines.NotComputable(readings.Activity, LineKind.PfcCf4, detail);
        source.Lines.NotComputable(readings.Activity, LineKind.PfcC2f6, detail);
    }

    private static string NoCell(in MethodCase source) =>
        source.Source.Technology is { } technology
            ? $"There is no such factor for cells of technology {technology} under the profile "
                + $"{source.Source.Profile.Name}; one has to be published."
            : "There is no factor for cells of unknown technology: give the source its technology.";

    /// <summary>Anode effects and the aluminium that goes with them.</summary>
    private readonly record struct Effects(string Method, ActivityReadings Readings, ActivityReadings Output);
}
