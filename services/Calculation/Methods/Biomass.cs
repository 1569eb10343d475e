using CarbonPlatform.Calculation.Factors;

namespace CarbonPlatform.Calculation.Methods;

/// <summary>
/// Biomass: its energy by the net calorific value that comes with the reading. Its CO2 stands beside the scopes; while
/// the catalogue has no carbon content of biomass it is a gap.
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
            "GB/T 2589-2020 for energy; biogenic CO2 is reported beside the scopes (GB/T 32150-2015, "
                + "from 2026-07-01 GB/T 32150-2025)",
            "能耗：GB/T 2589-2020；生物源二氧化碳单列（GB/T 32150-2015，2026年7月1日起GB/T 32150-2025）"
        ),
        Uncertainty = new(
            "Energy 2 % (measured net calorific value); CO2 that of the catalogue's carbon content",
            "能耗2%（实测热值）；二氧化碳按含碳量因子"
        ),
    };

    public static readonly MethodEntry Entry = MethodEntry.OfActivity(Card, Write<Exact>, Write<Written>, "biomass");

    private static readonly OptionalFactor s_carbon = FactorNeed.Optional("fuel.biomass.carbon-content", "tC/GJ");
    private static readonly Input s_ncv = new(Given.Ncv, Words.Ncv, "GJ/t");
    private static readonly Conversion s_carbonToKgCo2 = Conversion.CarbonToCo2 * Conversion.TonnesToKg;

    /// <summary>All of it oxidises.</summary>
    private static T Co2<T>(T amount, T heat, T carbon)
        where T : struct, ITerm<T> => amount * heat * carbon * s_carbonToKgCo2;

    private static void Write<T>(in MethodCase source, ActivityReadings readings)
        where T : struct, ITerm<T>
    {
        const string noHeat = "Biomass has no default net calorific value: give ncv.";
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
            source.Lines.NoFactor(readings, EnergyKinds.Consumed, noHeat);
            if (carbon is not null)
                source.Lines.NoFactor(readings, LineKind.BiogenicCo2, noHeat);
            return;
        }
        WriteEnergy<T>(source, readings);
        if (carbon is not null)
            WriteCo2<T>(source, readings, carbon);
    }

    private static void WriteEnergy<T>(in MethodCase source, ActivityReadings readings)
        where T : struct, ITerm<T>
    {
        var figure = new Figure<T>(source, readings.Activity);
        foreach (ref readonly var reading in readings.Readings)
        {
            var amount = figure.Reading(reading);
            var heat = figure.Give(s_ncv, reading.Facts![Given.Ncv]!.Value);
            var standardCoal = figure.Fix(Words.StandardCoal, source.Factors[FuelHeat.StandardCoal]);
            figure.Add(FuelHeat.Energy(amount, heat, standardCoal));
        }
        if (T.IsWritten)
            figure.Conclude(EnergyKinds.Consumed.Equivalent, Words.OneWay);
        source.Lines.AddInBothBases(
            readings,
            EnergyKinds.Consumed,
            figure.Amount,
            new Grounds(Method, figure.Set, source.Factors.Uncertainties.GivenEnergy)
        );
    }

    private static void WriteCo2<T>(in MethodCase source, ActivityReadings readings, Factor carbon)
        where T : struct, ITerm<T>
    {
        var figure = new Figure<T>(source, readings.Activity);
        foreach (ref readonly var reading in readings.Readings)
        {
            var amount = figure.Reading(reading);
            var heat = figure.Give(s_ncv, reading.Facts![Given.Ncv]!.Value);
            figure.Add(Co2(amount, heat, figure.Take(Words.CarbonContent, carbon)));
        }
        if (T.IsWritten)
            figure.Conclude(LineKind.BiogenicCo2, Words.OneWay);
        source.Lines.Add(readings, LineKind.BiogenicCo2, figure.Amount, Grounds.Of(Method, carbon, figure.Set));
    }
}
