using CarbonPlatform.Calculation.Factors;

namespace CarbonPlatform.Calculation.Methods;

/// <summary>
/// CO2 and standard coal of a fuel burnt (NDRC guidelines 2013 to 2015, GB/T 32151; GB/T 2589 for energy). A value that
/// comes with the reading beats a default.
/// </summary>
internal static class FuelCombustion
{
    public const string Method = "fuel-combustion/1";

    public static readonly MethodCard Card = new()
    {
        Name = Method,
        What = new("CO2 and standard coal of a fuel burnt", "化石燃料燃烧二氧化碳与折标准煤"),
        Needs = ["fuel.*"],
        Takes =
        [
            "ncv",
            "carbonContent",
            "carbonFraction",
            "oxidationPercent",
            "basis",
            "moistureAr",
            "moistureAd",
            "densityKgPerL",
            "heatBasis",
        ],
        Gives = ["scope1.combustion CO2", "energy.consumed ENERGY"],
        Standard = new(
            "NDRC accounting guidelines 2013 to 2015, combustion; GB/T 32151.34-2024 table C.1; energy: GB/T 2589-2020",
            "国家发展改革委企业温室气体核算方法与报告指南（2013—2015年）化石燃料燃烧；GB/T 32151.34-2024 表C.1；能耗：GB/T 2589-2020"
        ),
        Uncertainty = new(
            "That of the fuel's default factor (gas and oil 3 %, coal 7 %, others 5 %); measured net "
                + "calorific value and carbon 2 %",
            "燃料缺省因子（油气3%、煤7%、其他5%）；实测热值与含碳量2%"
        ),
    };

    public static readonly MethodEntry Entry = MethodEntry.OfActivity(
        Card,
        Write<Exact>,
        Write<Written>,
        "fuel-combustion"
    );

    private static readonly Input s_carbon = new(Given.CarbonContent, Words.CarbonContent, "tC/GJ");
    private static readonly Input s_oxidation = new(Given.OxidationPercent, Words.Oxidation, "%");
    private static readonly Input s_fraction = new(
        AttributeNeed.Number("carbonFraction"),
        Phrase.Of("name.carbon-fraction"),
        "t/t"
    );
    private static readonly Conversion s_carbonToKgCo2 =
        Conversion.OfPercent * Conversion.CarbonToCo2 * Conversion.TonnesToKg;

    private static readonly Phrase s_byCarbon = Phrase.Of("choice.fuel.carbon");
    private static readonly Phrase s_byBoth = Phrase.Of("choice.fuel.both");
    private static readonly Phrase s_byHeat = Phrase.Of("choice.fuel.heat");
    private static readonly Phrase s_allGiven = Phrase.Of("choice.fuel.all-given");
    private static readonly Phrase s_restOfSet = Phrase.Of("choice.fuel.rest-of-set", places: 1);
    private static readonly Phrase s_restOfOwn = Phrase.Of("choice.fuel.rest-of-own");
    private static readonly Phrase s_restOfBoth = Phrase.Of("choice.fuel.rest-of-both", places: 1);
    private static readonly Phrase s_energyGiven = Phrase.Of("choice.energy.given");
    private static readonly Phrase s_energyBoth = Phrase.Of("choice.energy.both", places: 1);
    private static readonly Phrase s_energyDefault = Phrase.Of("choice.energy.default", places: 1);
    private static readonly Phrase s_energyHeat = Phrase.Of("choice.energy.heat");
    private static readonly Phrase s_ownCoefficient = Phrase.Of("choice.energy.by.own-coefficient");
    private static readonly Phrase s_ownHeat = Phrase.Of("choice.energy.by.own-heat");
    private static readonly Phrase s_coefficient = Phrase.Of("choice.energy.by.coefficient");
    private static readonly Phrase s_defaultHeat = Phrase.Of("choice.energy.by.heat", places: 1);

    /// <summary>AD · NCV · CC · OF · 44/12</summary>
    private static T Co2ByHeat<T>(T amount, T heat, T carbon, T oxidation)
        where T : struct, ITerm<T> => amount * heat * carbon * oxidation * s_carbonToKgCo2;

    /// <summary>AD · C · OF · 44/12, with measured carbon.</summary>
    private static T Co2ByCarbon<T>(T amount, T fraction, T oxidation)
        where T : struct, ITerm<T> => amount * fraction * oxidation * s_carbonToKgCo2;

    /// <summary>Coefficients are per kg of solids and liquids, per Nm3 of gases.</summary>
    private static T EnergyByCoefficient<T>(T amount, T coefficient, Fuel fuel)
        where T : struct, ITerm<T> => fuel.IsGas ? amount * coefficient : amount * coefficient * Conversion.TonnesToKg;

    private static void Write<T>(in MethodCase source, ActivityReadings readings)
        where T : struct, ITerm<T>
    {
        if (readings.Lacks is { } lacks)
        {
            source.Lines.NoFactor(readings, EnergyKinds.Consumed, lacks);
            source.Lines.NoFactor(readings, LineKind.CombustionCo2, lacks);
            return;
        }
        if (Reductant.IsAlsoReductant(source, readings, out var twice))
        {
            source.Lines.NotComputable(readings.Activity, EnergyKinds.Consumed, twice);
            source.Lines.NotComputable(readings.Activity, LineKind.CombustionCo2, twice);
            return;
        }
        var defaults = source.Factors.Fuel(source.Source.Profile, readings.Activity.Fuel!);
        WriteEnergy<T>(source, readings, readings.Activity.Fuel!, defaults);
        WriteCo2<T>(source, readings, readings.Activity.Fuel!, defaults);
    }

    private static void WriteCo2<T>(in MethodCase source, ActivityReadings readings, Fuel fuel, FuelDefaults defaults)
        where T : struct, ITerm<T>
    {
        var uncertainties = source.Factors.Uncertainties;
        var figure = new Figure<T>(source, readings.Activity);
        bool byCarbon = false,
            byHeat = false;
        var uncertainty = 0m;
        foreach (ref readonly var reading in readings.Readings)
        {
            var facts = reading.Facts;
            if (FuelHeat.LacksMoisture(facts, s_fraction.Attribute))
            {
                source.Lines.NotComputable(
                    readings.Activity,
                    LineKind.CombustionCo2,
                    "Values are air-dried: give moistureAr and moistureAd (below 100 %), or the values as received."
                );
                return;
            }
            var fraction = FractionOf(facts, fuel, defaults);
            if (fraction > 1)
            {
                source.Lines.NotComputable(
                    readings.Activity,
                    LineKind.CombustionCo2,
                    $"carbonFraction is {fraction}, but a fraction is at most 1; 65 % is 0.65."
                );
                return;
            }
            var amount = FuelHeat.Amount(ref figure, reading, fuel);
            if (fraction is { } measured && figure.TryTake(s_oxidation, defaults.Oxidation, out var oxidation))
            {
                var carbon = FuelHeat.Give(ref figure, s_fraction, measured, facts!);
                figure.Add(Co2ByCarbon(amount, carbon, oxidation));
                byCarbon = true;
            }
            else if (
                fraction is null
                && FuelHeat.TryTake(ref figure, reading, fuel, defaults.Ncv, out var heat)
                && figure.TryTake(s_carbon, defaults.CarbonContent, out var carbon)
                && figure.TryTake(s_oxidation, defaults.Oxidation, out oxidation)
            )
            {
                figure.Add(Co2ByHeat(amount, heat, carbon, oxidation));
                byHeat = true;
            }
            else
            {
                source.Lines.NoFactor(readings, LineKind.CombustionCo2, WhatIsMissing(source, fuel, defaults, facts));
                return;
            }
            var carbonIsGiven =
                fraction is not null
                || (
                    (facts?[Given.Ncv] is not null || reading.Read is { IsHeat: true })
                    && facts?[Given.CarbonContent] is not null
                );
            uncertainty = Worst(
                uncertainty,
                carbonIsGiven
                    ? uncertainties.GivenCarbon
                    : defaults.CarbonContent?.UncertaintyPercent ?? uncertainties.GivenCarbon,
                reading
            );
        }
        if (T.IsWritten)
            figure.Conclude(
                LineKind.CombustionCo2,
                FuelQuantity.Why(WhyCo2(source.Source.Profile, ref figure, byCarbon, byHeat), readings)
            );
        // What was given in every reading does not count, so that its set is not named.
        var set = figure.InOrder(defaults.CarbonContent, defaults.Ncv, defaults.Oxidation);
        source.Lines.Add(readings, LineKind.CombustionCo2, figure.Amount, new Grounds(Method, set, uncertainty));
    }

    private static void WriteEnergy<T>(
        in MethodCase source,
        ActivityReadings readings,
        Fuel fuel,
        FuelDefaults defaults
    )
        where T : struct, ITerm<T>
    {
        var figure = new Figure<T>(source, readings.Activity);
        var uncertainty = 0m;
        var byHeat = false;
        foreach (ref readonly var reading in readings.Readings)
        {
            var isHeat = reading.Read is { IsHeat: true };
            var isGiven = reading.Facts?[Given.Ncv] is not null;
            byHeat |= isHeat;
            if (isGiven && FuelHeat.LacksMoisture(reading.Facts, Given.Ncv))
            {
                source.Lines.NotComputable(readings.Activity, EnergyKinds.Consumed, FuelHeat.NcvLacksMoisture);
                return;
            }
            // Heat that was read needs no coefficient.
            if (!isGiven && !isHeat && defaults.EnergyCoefficient is { } coefficient)
            {
                var taken = FuelHeat.Quantity(ref figure, reading);
                figure.Add(EnergyByCoefficient(taken, figure.Take(Words.Coefficient, coefficient), fuel));
                uncertainty = Worst(uncertainty, coefficient.UncertaintyPercent, reading);
                continue;
            }
            var amount = FuelHeat.Amount(ref figure, reading, fuel);
            if (!FuelHeat.TryTake(ref figure, reading, fuel, defaults.Ncv, out var heat))
            {
                source.Lines.NoFactor(
                    readings,
                    EnergyKinds.Consumed,
                    $"Neither a coefficient nor a net calorific value of {fuel.Name} is known under "
                        + $"the profile {source.Source.Profile.Name}: give ncv."
                );
                return;
            }
            var standardCoal = figure.Fix(Words.StandardCoal, source.Factors[FuelHeat.StandardCoal]);
            figure.Add(FuelHeat.Energy(amount, heat, standardCoal));
            uncertainty = Worst(
                uncertainty,
                isGiven || isHeat ? source.Factors.Uncertainties.GivenEnergy : defaults.Ncv!.UncertaintyPercent,
                reading
            );
        }
        if (T.IsWritten)
        {
            var choice =
                byHeat && !figure.IsGiven && !figure.IsTaken ? s_energyHeat
                : byHeat
                    ? s_energyHeat.Text + WhyEnergy(source.Source.Profile, defaults, figure.IsGiven, figure.IsTaken)
                : WhyEnergy(source.Source.Profile, defaults, figure.IsGiven, figure.IsTaken);
            figure.Conclude(EnergyKinds.Consumed.Equivalent, FuelQuantity.Why(choice, readings));
        }
        source.Lines.AddInBothBases(
            readings,
            EnergyKinds.Consumed,
            figure.Amount,
            new Grounds(Method, figure.Set, uncertainty)
        );
    }

    /// <summary>The worst of what there was so far, of a factor, and of the density of a volume.</summary>
    private static decimal Worst(decimal soFar, decimal factor, in Reading reading) =>
        Math.Max(soFar, Math.Max(factor, reading.Read?.UncertaintyPercent ?? 0));

    /// <summary>
    /// Measured carbon. Coal that differs by seam counts by it only where its heat was measured too: with the reading
    /// or as the plant's own factor.
    /// </summary>
    private static decimal? FractionOf(Facts? facts, Fuel fuel, FuelDefaults defaults) =>
        fuel.NeedsNcv && facts?[Given.Ncv] is null && defaults.Ncv is null ? null : facts?[s_fraction.Attribute];

    private static string WhatIsMissing(in MethodCase source, Fuel fuel, FuelDefaults defaults, Facts? facts)
    {
        if (!fuel.NeedsNcv)
            return $"The factor set of the profile {source.Source.Profile.Name} has no row for {fuel.Name}: "
                + "give ncv, carbonContent and oxidationPercent.";
        var hasNcv = facts?[Given.Ncv] is not null || defaults.Ncv is not null;
        var hasCarbon =
            facts?[Given.CarbonContent] is not null
            || defaults.CarbonContent is not null
            || facts?[s_fraction.Attribute] is not null;
        var missing =
            hasNcv ? "carbonContent or carbonFraction"
            : hasCarbon ? "ncv"
            : "ncv, and carbonContent or carbonFraction";
        return $"Raw coal has no default: give {missing}.";
    }

    private static Wording WhyCo2<T>(Profile profile, ref Figure<T> figure, bool byCarbon, bool byHeat)
        where T : struct, ITerm<T>
    {
        if (byCarbon && !byHeat)
            return s_byCarbon;
        var rest = (figure.TakesOwn, figure.TakesSet) switch
        {
            (true, true) => s_restOfBoth.With(profile.FuelSet),
            (true, false) => s_restOfOwn,
            (false, true) => s_restOfSet.With(profile.FuelSet),
            _ => s_allGiven,
        };
        return (byCarbon ? s_byBoth : s_byHeat).Text + rest;
    }

    private static Wording WhyEnergy(Profile profile, FuelDefaults defaults, bool isGiven, bool isTaken)
    {
        if (!isTaken)
            return s_energyGiven;
        var by = (defaults.EnergyCoefficient, defaults.Ncv) switch
        {
            ({ IsOwn: true }, _) => s_ownCoefficient,
            (null, { IsOwn: true }) => s_ownHeat,
            (not null, _) => s_coefficient.Text,
            _ => s_defaultHeat.With(profile.FuelSet),
        };
        return (isGiven ? s_energyBoth : s_energyDefault).With(by);
    }
}
