using CarbonPlatform.Calculation.Factors;

namespace CarbonPlatform.Calculation.Methods;

/// <summary>
/// Biomass: its energy by the net calorific value that comes with the reading. Its CO2 stands beside the scopes; while the
/// catalogue has no carbon content of biomass it is a gap.
/// </summary>
internal static class Biomass
{
    public const string Method = "biomass/1";

    public static readonly MethodCard Card = new()
    {
        Name = Method,
        What = new("Energy and biogenic CO2 of biomass burnt", "生物质燃料的能耗与生物源二氧化碳"),
        Needs = ["fuel.biomass", "ncv"],
        Gives = ["biogenic CO2", "energy.consumed ENERGY"],
        Standard = new(
            "GB/T 2589-2020 for energy; biogenic CO2 is reported beside the scopes (GB/T 32150-2015, from 2026-07-01 GB/T 32150-2025)",
            "能耗：GB/T 2589-2020；生物源二氧化碳单列（GB/T 32150-2015，2026年7月1日起GB/T 32150-2025）"
        ),
        Uncertainty = new(
            "Energy 2 % (measured net calorific value); CO2 that of the catalogue's carbon content",
            "能耗2%（实测热值）；二氧化碳按含碳量因子"
        ),
    };

    public static readonly MethodEntry Entry = MethodEntry.OfActivity(Card, Write, "biomass");

    private static readonly OptionalFactor s_carbon = FactorNeed.Optional("fuel.biomass.carbon-content", "tC/GJ");

    private static readonly Wording s_energyFormula = new(
        "ENERGY (kgce) = Σ amount × net calorific value / GJ per tonne of standard coal × 1000",
        "ENERGY (kgce) = Σ 消耗量 × 低位发热量 / 每吨标准煤热值 × 1000"
    );
    private static readonly Wording s_co2Formula = new(
        "CO2 (kg) = Σ amount × net calorific value × carbon content × 44 / 12 × 1000",
        "CO2 (kg) = Σ 消耗量 × 低位发热量 × 单位热值含碳量 × 44 / 12 × 1000"
    );

    public static void Write(in MethodCase source, ActivityReadings readings)
    {
        var carbon = source.Factors[s_carbon];
        if (carbon is null)
            source.Lines.NoFactor(
                readings,
                LineKind.BiogenicCo2,
                "The catalogue has no CO2 factor of biomass (fuel.biomass.carbon-content); one has to be published."
            );
        foreach (ref readonly var reading in readings.Readings)
        {
            if (reading.Facts?[Given.Ncv] is not null)
                continue;
            source.Lines.NoFactor(
                readings,
                EnergyKinds.Consumed.Equivalent,
                "Biomass has no default net calorific value: give ncv."
            );
            source.Lines.NoFactor(
                readings,
                EnergyKinds.Consumed.Equal,
                "Biomass has no default net calorific value: give ncv."
            );
            if (carbon is not null)
                source.Lines.NoFactor(
                    readings,
                    LineKind.BiogenicCo2,
                    "Biomass has no default net calorific value: give ncv."
                );
            return;
        }

        var heat = Exact.Zero;
        foreach (ref readonly var reading in readings.Readings)
            heat += reading.Amount * reading.Facts![Given.Ncv]!.Value;

        var standardCoal = source.Factors[FuelCombustion.StandardCoal];
        Record(source, readings, s_energyFormula, standardCoal, Words.StandardCoal, $" / {standardCoal.Value} × 1000");
        source.Lines.AddInBothBases(
            readings,
            EnergyKinds.Consumed,
            heat * 1000 / standardCoal.Value,
            new Grounds(Method, FactorSet.Given.With(standardCoal), source.Factors.Uncertainties.GivenEnergy)
        );
        if (carbon is null)
            return;
        Record(source, readings, s_co2Formula, carbon, Words.CarbonContent, $" × {carbon.Value} × 44 / 12 × 1000");
        // Carbon to carbon dioxide × 44/12, kg: × 1000.
        source.Lines.Add(
            readings,
            LineKind.BiogenicCo2,
            heat * carbon.Value * 11000 / 3,
            Grounds.Of(Method, carbon, FactorSet.Of(given: true, carbon))
        );
    }

    private static void Record(
        in MethodCase source,
        ActivityReadings readings,
        Wording formula,
        Factor factor,
        Wording name,
        string rest
    )
    {
        if (source.Lines.Working is not { } working)
            return;
        working.Begin(formula, Words.OneWay);
        foreach (ref readonly var reading in readings.Readings)
        {
            var amount = working.Reading(reading, readings.Activity);
            working.Given(Words.Ncv, reading.Facts![Given.Ncv]!.Value, "GJ/t");
            working.Taken(name, factor);
            working.Term($"{amount} × {reading.Facts[Given.Ncv]}{rest}");
        }
    }
}
