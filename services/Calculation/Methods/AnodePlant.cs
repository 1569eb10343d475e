using CarbonPlatform.Calculation.Factors;
using CarbonPlatform.Contracts;

namespace CarbonPlatform.Calculation.Methods;

/// <summary>
/// CO2 of making anodes (GB/T 32151.34-2024, calcining and baking): the carbon that goes in less the carbon that comes out, and
/// a share of the volatile matter counted as methane carbon. Received basis; fixed carbon is not total carbon. A negative
/// result is an error of the balance, never a figure.
/// </summary>
internal static class AnodePlant
{
    public const string CalciningMethod = "anode-calcining/1";
    public const string BakingMethod = "anode-baking/1";

    public static void Write(in MethodCase source)
    {
        WriteCalcining(source);
        WriteBaking(source);
    }

    private static void WriteCalcining(in MethodCase source)
    {
        var a = source.Factors.Activities;
        var raw = source.Source.Find(a.RawCoke);
        var calcined = source.Source.Find(a.CalcinedCoke);
        var under = source.Source.Find(a.UnderCalcined);
        var dust = source.Source.Find(a.Dust);
        if (raw is null && calcined is null && under is null && dust is null) return;
        if (raw is null || calcined is null || calcined.Total.IsZero)
        {
            NotComputable(source, (raw ?? calcined ?? under ?? dust)!, "The balance of calcining needs raw coke (GC) and calcined coke (CC).");
            return;
        }
        if (Lacks(raw, volatiles: true) || Lacks(calcined, volatiles: true))
        {
            NotComputable(source, raw, "Raw and calcined coke need fixedCarbonPercent and volatilePercent, as received.");
            return;
        }

        // The fixed carbon of the calcined coke is also that of what is under-calcined and of the dust.
        var returned = calcined.Total + (under?.Total ?? Exact.Zero) + (dust?.Total ?? Exact.Zero);
        var carbonOut = Carbon(calcined) * returned / calcined.Total;
        var share = source.Factors.CalciningVolatileShare;
        var sum = (Carbon(raw) - carbonOut) * 110 / 3 + (Volatile(raw) - Volatile(calcined)) * share.Value * 55 / 2;
        if (source.Lines.Working is { } working)
        {
            working.Begin("CO2 (kg) = [GC·WFC − (CC + UCC + DU)·WFC_C] × 44 / 12 × 1000 + K1 × (GC·WVar − CC·WVar_C) × 44 / 16 × 1000");
            Record(working, raw, "GC");
            Record(working, calcined, "CC");
            if (under is not null) Record(working, under, "UCC");
            if (dust is not null) Record(working, dust, "DU");
            working.Taken("K1", share);
            working.Term($"({CarbonText(raw)} − ({CarbonText(calcined)}) × {Number.Text(returned)} / {Number.Text(calcined.Total)}) × 44 / 12 × 1000");
            working.Term($"{share.Value} × ({VolatileText(raw)} − ({VolatileText(calcined)})) × 44 / 16 × 1000");
        }
        Add(source, raw, Worst(Worst(raw.Quality, calcined), under, dust), sum, CalciningMethod, share);
    }

    private static void WriteBaking(in MethodCase source)
    {
        var a = source.Factors.Activities;
        var packing = source.Source.Find(a.PackingCoke);
        var green = source.Source.Find(a.GreenAnode);
        var baked = source.Source.Find(a.BakedAnode);
        var carbonOut = source.Source.Find(a.CarbonOut);
        if (packing is null && green is null && baked is null && carbonOut is null) return;
        if (green is null || baked is null)
        {
            NotComputable(source, (green ?? baked ?? packing ?? carbonOut)!, "The balance of baking needs green anodes (BG) and baked anodes (BP).");
            return;
        }
        if (Lacks(green, volatiles: true) || Lacks(baked, volatiles: false) || (packing is not null && Lacks(packing, volatiles: true)))
        {
            NotComputable(source, green, "Green anodes and packing coke need fixedCarbonPercent and volatilePercent, baked anodes fixedCarbonPercent, as received.");
            return;
        }

        var share = source.Factors.BakingVolatileShare;
        var carbon = Carbon(green) - Carbon(baked);
        var volatiles = Volatile(green);
        if (packing is not null)
        {
            carbon += Carbon(packing);
            volatiles += Volatile(packing);
        }
        if (carbonOut is not null) carbon -= Carbon(carbonOut, whenAbsent: 100);
        var sum = carbon * 110 / 3 + volatiles * share.Value * 55 / 2;
        if (source.Lines.Working is { } working)
        {
            working.Begin("CO2 (kg) = (BPM·BPMFC + BG·BGFC − BWT − BP·BPFC) × 44 / 12 × 1000 + K2 × (BPM·BPMVar + BG·BGVar) × 44 / 16 × 1000");
            if (packing is not null) Record(working, packing, "BPM");
            Record(working, green, "BG");
            Record(working, baked, "BP");
            if (carbonOut is not null) Record(working, carbonOut, "BWT");
            working.Taken("K2", share);
            var packed = packing is null ? "0" : CarbonText(packing);
            var removed = carbonOut is null ? "0" : CarbonText(carbonOut, whenAbsent: 100);
            working.Term($"({packed} + {CarbonText(green)} − ({removed}) − ({CarbonText(baked)})) × 44 / 12 × 1000");
            working.Term($"{share.Value} × ({(packing is null ? "0" : VolatileText(packing))} + {VolatileText(green)}) × 44 / 16 × 1000");
        }
        Add(source, green, Worst(Worst(green.Quality, baked), packing, carbonOut), sum, BakingMethod, share);
    }

    private static void Add(in MethodCase source, ActivityReadings readings, Quality quality, Exact amount, string method, Factor share)
    {
        if (amount.Sign < 0)
        {
            NotComputable(source, readings, "More carbon comes out than goes in: check the balance.");
            return;
        }
        source.Lines.Add(readings.Activity, readings.Quantity, quality, LineKind.AnodeProductionCo2, amount,
            new Grounds(method, share.SetVersion + "+given", source.Factors.Uncertainties.MassBalance));
    }

    private static void NotComputable(in MethodCase source, ActivityReadings readings, string detail) =>
        source.Lines.NotComputable(readings.Activity, LineKind.AnodeProductionCo2, detail);

    private static bool Lacks(ActivityReadings readings, bool volatiles)
    {
        foreach (ref readonly var reading in readings.Readings)
        {
            if (reading.Facts?.FixedCarbonPercent is null || (volatiles && reading.Facts.VolatilePercent is null)) return true;
        }
        return false;
    }

    /// <summary>Σ amount × fixed carbon, in t × percent.</summary>
    private static Exact Carbon(ActivityReadings readings, decimal whenAbsent = 0)
    {
        var sum = Exact.Zero;
        foreach (ref readonly var reading in readings.Readings) sum += reading.Amount * (reading.Facts?.FixedCarbonPercent ?? whenAbsent);
        return sum;
    }

    /// <summary>Σ amount × volatile matter, in t × percent.</summary>
    private static Exact Volatile(ActivityReadings readings)
    {
        var sum = Exact.Zero;
        foreach (ref readonly var reading in readings.Readings) sum += reading.Amount * reading.Facts!.VolatilePercent!.Value;
        return sum;
    }

    private static string CarbonText(ActivityReadings readings, decimal whenAbsent = 0)
    {
        var terms = new List<string>();
        foreach (ref readonly var reading in readings.Readings) terms.Add($"{Number.Text(reading.Amount)} × {reading.Facts?.FixedCarbonPercent ?? whenAbsent} / 100");
        return string.Join(" + ", terms);
    }

    private static string VolatileText(ActivityReadings readings)
    {
        var terms = new List<string>();
        foreach (ref readonly var reading in readings.Readings) terms.Add($"{Number.Text(reading.Amount)} × {reading.Facts!.VolatilePercent} / 100");
        return string.Join(" + ", terms);
    }

    private static void Record(Working working, ActivityReadings readings, string symbol)
    {
        foreach (ref readonly var reading in readings.Readings)
        {
            working.Given(symbol, reading.Quantity, reading.Unit.Symbol);
            if (reading.Facts?.FixedCarbonPercent is { } carbon) working.Given($"{symbol} fixed carbon", carbon, "%");
            if (reading.Facts?.VolatilePercent is { } matter) working.Given($"{symbol} volatile matter", matter, "%");
        }
    }

    private static Quality Worst(Quality quality, params ReadOnlySpan<ActivityReadings?> others)
    {
        foreach (var other in others)
        {
            if (other is not null && other.Quality > quality) quality = other.Quality;
        }
        return quality;
    }
}
