using CarbonPlatform.Calculation.Factors;

namespace CarbonPlatform.Calculation.Methods;

/// <summary>
/// CO2 and standard coal of a fuel burnt (NDRC guidelines 2013 to 2015, GB/T 32151: E = Σ AD·NCV·CC·OF·44/12, or AD·C·OF·44/12
/// with measured carbon; GB/T 2589 for energy). A value that comes with the reading beats a default.
/// </summary>
internal static class FuelCombustion
{
    public const string Method = "fuel-combustion/1";

    private const string Co2Formula =
        "CO2 (kg) = Σ amount × net calorific value × carbon content × oxidation % / 100 × 44 / 12 × 1000; with carbon fraction: Σ amount × carbon fraction × oxidation % / 100 × 44 / 12 × 1000; gases: amount / 10000";

    private const string EnergyFormula =
        "ENERGY (kgce) = Σ amount × net calorific value / 29.3076 × 1000; without a measured net calorific value: Σ amount × coefficient; gases: per 10^4 Nm3 or per Nm3";

    public static void Write(in MethodCase source, ActivityReadings readings)
    {
        var fuel = readings.Activity.Fuel!;
        var defaults = source.Factors.Fuel(source.Source.Profile, fuel);
        FuelSulphur.Write(source, readings, fuel);
        FuelNox.Write(source, readings, fuel, defaults);
        WriteEnergy(source, readings, fuel, defaults);
        WriteCo2(source, readings, fuel, defaults);
    }

    private static void WriteCo2(in MethodCase source, ActivityReadings readings, Fuel fuel, FuelDefaults defaults)
    {
        var working = source.Lines.Working;
        working?.Begin(Co2Formula);
        var sum = Exact.Zero;
        bool given = false, taken = false;
        var uncertainty = 0m;
        foreach (ref readonly var reading in readings.Readings)
        {
            var facts = reading.Facts;
            if ((facts is null || !HasCarbonFacts(facts)) && defaults.Co2KgPerUnit is { } kgPerUnit)
            {
                sum += reading.Amount * kgPerUnit;
                taken = true;
                uncertainty = Math.Max(uncertainty, defaults.CarbonContent!.UncertaintyPercent);
                if (working is not null) RecordCo2(working, reading, fuel, defaults, fraction: null, Exact.One);
                continue;
            }

            if (!TryAsReceived(facts, out var asReceived))
            {
                source.Lines.NotComputable(readings.Activity, LineKind.CombustionCo2, "Values are air-dried: give moistureAr and moistureAd (below 100 %), or the values as received.");
                return;
            }
            var fraction = fuel.NeedsNcv && facts?.Ncv is null ? null : facts?.CarbonFraction;
            if (fraction > 1)
            {
                source.Lines.NotComputable(readings.Activity, LineKind.CombustionCo2, $"carbonFraction is {fraction}, but a fraction is at most 1; 65 % is 0.65.");
                return;
            }
            var oxidation = facts?.OxidationPercent ?? defaults.Oxidation?.Value;
            var ncv = facts?.Ncv ?? defaults.Ncv?.Value;
            var carbon = facts?.CarbonContent ?? defaults.CarbonContent?.Value;
            if (oxidation is null || (fraction is null && (ncv is null || carbon is null)))
            {
                source.Lines.NoFactor(readings, LineKind.CombustionCo2, fuel.NeedsNcv
                    ? "Raw coal has no default: give ncv, and carbonContent or carbonFraction."
                    : $"The factor set of the profile {source.Source.Profile.Name} has no row for {fuel.Name}: give ncv, carbonContent and oxidationPercent.");
                return;
            }

            // kg: × 1000, percent: / 100, carbon to carbon dioxide: × 44/12.
            sum += fraction is { } c
                ? reading.Amount * defaults.PerUnit * c * asReceived * oxidation.Value * 110 / 3
                : reading.Amount * defaults.PerUnit * ncv!.Value * (facts?.Ncv is null ? Exact.One : asReceived) * carbon!.Value * oxidation.Value * 110 / 3;
            var carbonIsGiven = fraction is not null || (facts?.Ncv is not null && facts.CarbonContent is not null);
            given |= fraction is not null || facts?.Ncv is not null || facts?.CarbonContent is not null || facts?.OxidationPercent is not null;
            taken |= facts?.OxidationPercent is null || (fraction is null && !carbonIsGiven);
            uncertainty = Math.Max(uncertainty, carbonIsGiven ? source.Factors.Uncertainties.GivenCarbon : defaults.CarbonContent?.UncertaintyPercent ?? source.Factors.Uncertainties.GivenCarbon);
            if (working is not null) RecordCo2(working, reading, fuel, defaults, fraction, asReceived);
        }
        var set = !given ? defaults.FactorSet : taken ? defaults.MixedFactorSet : Grounds.Given;
        source.Lines.Add(readings, LineKind.CombustionCo2, sum, new Grounds(Method, set, uncertainty));
    }

    private static void WriteEnergy(in MethodCase source, ActivityReadings readings, Fuel fuel, FuelDefaults defaults)
    {
        var working = source.Lines.Working;
        working?.Begin(EnergyFormula);
        var sum = Exact.Zero;
        bool given = false, taken = false;
        var uncertainty = 0m;
        foreach (ref readonly var reading in readings.Readings)
        {
            if (reading.Facts?.Ncv is { } ncv)
            {
                if (!TryAsReceived(reading.Facts, out var asReceived))
                {
                    source.Lines.NotComputable(readings.Activity, EnergyKinds.Consumed.Equivalent, "ncv is air-dried: give moistureAr and moistureAd (below 100 %), or the value as received.");
                    source.Lines.NotComputable(readings.Activity, EnergyKinds.Consumed.Equal, "ncv is air-dried: give moistureAr and moistureAd (below 100 %), or the value as received.");
                    return;
                }
                sum += reading.Amount * defaults.PerUnit * ncv * asReceived * 1000 / source.Factors.StandardCoal.Value;
                given = true;
                uncertainty = Math.Max(uncertainty, source.Factors.Uncertainties.GivenEnergy);
                if (working is not null)
                {
                    working.Given(reading);
                    working.Given("net calorific value", ncv, fuel.IsGas ? "GJ/10^4Nm3" : "GJ/t");
                    working.Taken("GJ per tce", source.Factors.StandardCoal);
                    working.Term($"{Number.Text(reading.Amount)}{PerUnitText(fuel)} × {ncv}{AsReceivedText(working, reading.Facts)} / {source.Factors.StandardCoal.Value} × 1000");
                }
            }
            else if (defaults.KgcePerUnit is { } kgcePerUnit)
            {
                sum += reading.Amount * kgcePerUnit;
                taken = true;
                uncertainty = Math.Max(uncertainty, (defaults.EnergyCoefficient ?? defaults.Ncv)!.UncertaintyPercent);
                if (working is not null) RecordDefaultEnergy(working, reading, fuel, defaults, source.Factors.StandardCoal);
            }
            else
            {
                var detail = $"Neither a coefficient nor a net calorific value of {fuel.Name} is known under the profile {source.Source.Profile.Name}: give ncv.";
                source.Lines.NoFactor(readings, EnergyKinds.Consumed.Equivalent, detail);
                source.Lines.NoFactor(readings, EnergyKinds.Consumed.Equal, detail);
                return;
            }
        }
        var set = !given ? defaults.EnergyFactorSet : taken ? defaults.MixedEnergyFactorSet : Grounds.Given;
        source.Lines.AddInBothBases(readings, EnergyKinds.Consumed, sum, new Grounds(Method, set, uncertainty));
    }

    private static bool HasCarbonFacts(Facts facts) =>
        facts.Ncv is not null || facts.CarbonContent is not null || facts.CarbonFraction is not null || facts.OxidationPercent is not null;

    /// <summary>From air-dried to as received: × (100 − Mar) / (100 − Mad). It leaves out the heat that the moisture takes.</summary>
    private static bool TryAsReceived(Facts? facts, out Exact ratio)
    {
        ratio = Exact.One;
        if (facts is null || !facts.IsAirDried || (facts.Ncv is null && facts.CarbonFraction is null)) return true;
        if (facts.MoistureAr is not { } received || facts.MoistureAd is not { } dried || received == 100 || dried == 100) return false;
        ratio = Exact.Ratio(100 - received, 100 - dried);
        return true;
    }

    private static void RecordCo2(Working working, in Reading reading, Fuel fuel, FuelDefaults defaults, decimal? fraction, Exact asReceived)
    {
        var facts = reading.Facts;
        working.Given(reading);
        var oxidation = Choose("oxidation", facts?.OxidationPercent, "%", defaults.Oxidation);
        var amount = $"{Number.Text(reading.Amount)}{PerUnitText(fuel)}";
        if (fraction is { } c)
        {
            working.Given("carbon fraction", c, "t/t");
            working.Term($"{amount} × {c}{AsReceivedText(working, facts)} × {oxidation} / 100 × 44 / 12 × 1000");
            return;
        }
        var ncv = Choose("net calorific value", facts?.Ncv, fuel.IsGas ? "GJ/10^4Nm3" : "GJ/t", defaults.Ncv);
        var carbon = Choose("carbon content", facts?.CarbonContent, "tC/GJ", defaults.CarbonContent);
        var conversion = facts?.Ncv is null || asReceived == Exact.One ? "" : AsReceivedText(working, facts);
        working.Term($"{amount} × {ncv}{conversion} × {carbon} × {oxidation} / 100 × 44 / 12 × 1000");

        decimal Choose(string name, decimal? given, string unit, Factor? factor)
        {
            if (given is { } value)
            {
                working.Given(name, value, unit);
                return value;
            }
            working.Taken(name, factor!);
            return factor!.Value;
        }
    }

    private static void RecordDefaultEnergy(Working working, in Reading reading, Fuel fuel, FuelDefaults defaults, Factor standardCoal)
    {
        working.Given(reading);
        if (defaults.EnergyCoefficient is { } coefficient)
        {
            working.Taken("coefficient", coefficient);
            working.Term($"{Number.Text(reading.Amount)} × {coefficient.Value}{(fuel.IsGas ? "" : " × 1000")}");
            return;
        }
        working.Taken("net calorific value", defaults.Ncv!);
        working.Taken("GJ per tce", standardCoal);
        working.Term($"{Number.Text(reading.Amount)}{PerUnitText(fuel)} × {defaults.Ncv!.Value} / {standardCoal.Value} × 1000");
    }

    private static string PerUnitText(Fuel fuel) => fuel.IsGas ? " / 10000" : "";

    private static string AsReceivedText(Working working, Facts? facts)
    {
        if (facts is not { IsAirDried: true, MoistureAr: { } received, MoistureAd: { } dried }) return "";
        working.Given("moisture as received", received, "%");
        working.Given("moisture air-dried", dried, "%");
        return $" × (100 − {received}) / (100 − {dried})";
    }
}
