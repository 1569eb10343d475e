using CarbonPlatform.Calculation.Factors;

namespace CarbonPlatform.Calculation.Methods;

/// <summary>
/// CO2 of carbonates as raw material or in flue-gas desulphurisation: Σ amount × purity × factor × conversion. Without purity,
/// limestone takes the guideline's 0.405 t/t, at boilers and thermal units 0.440 × 90 %; other carbonates count as pure.
/// </summary>
internal static class Carbonate
{
    public const string Method = "carbonate/1";

    private const string Formula = "CO2 (kg) = Σ amount × factor × purity % / 100 × conversion % / 100 × 1000";

    public static void Write(in MethodCase source, ActivityReadings readings)
    {
        var factors = source.Factors;
        var pure = factors.Carbonate(readings.Activity.Subject);
        var limestone = readings.Activity.Subject == "limestone";
        var desulphurisation = limestone && source.Source.IsCombustionPlant;
        var working = source.Lines.Working;
        working?.Begin(Formula);
        var sum = Exact.Zero;
        var given = false;
        foreach (ref readonly var reading in readings.Readings)
        {
            var own = reading.Facts?.PurityPercent;
            var conversion = reading.Facts?.ConversionPercent;
            given |= own is not null || conversion is not null;
            // The default of 0.405 already has its purity in it.
            var factor = own is null && limestone && !desulphurisation ? factors.LimestoneDefault : pure;
            var purity = own ?? (desulphurisation ? factors.DesulphurisationPurity.Value : 100);
            sum += reading.Amount * factor.Value * purity * (conversion ?? 100) / 10;
            if (working is not null) Record(working, reading, factor, own, purity, conversion, desulphurisation ? factors.DesulphurisationPurity : null);
        }
        source.Lines.Add(readings, LineKind.CarbonateCo2, sum, new Grounds(Method, given ? pure.SetVersion + "+given" : pure.SetVersion, pure.UncertaintyPercent));
    }

    private static void Record(Working working, in Reading reading, Factor factor, decimal? own, decimal purity, decimal? conversion, Factor? defaultPurity)
    {
        working.Given(reading);
        working.Taken("factor", factor);
        var term = $"{Number.Text(reading.Amount)} × {factor.Value}";
        if (own is not null) working.Given("purity", purity, "%");
        else if (defaultPurity is not null) working.Taken("purity", defaultPurity);
        if (own is not null || defaultPurity is not null) term += $" × {purity} / 100";
        if (conversion is { } share)
        {
            working.Given("conversion", share, "%");
            term += $" × {share} / 100";
        }
        working.Term(term + " × 1000");
    }
}
