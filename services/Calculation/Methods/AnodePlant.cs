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

    public static readonly MethodCard CalciningCard = new()
    {
        Name = CalciningMethod,
        What = new("CO2 of calcining coke", "石油焦煅烧二氧化碳"),
        Needs = ["anode-plant.raw-coke with fixedCarbonPercent and volatilePercent", "anode-plant.calcined-coke with fixedCarbonPercent and volatilePercent"],
        Takes = ["anode-plant.under-calcined", "anode-plant.dust"],
        Gives = ["scope1.anode-production CO2"],
        Standard = new("GB/T 32151.34-2024, formula 6", "GB/T 32151.34-2024 式（6）"),
        Uncertainty = new("10 % (an assumption)", "10%（假设）"),
    };

    public static readonly MethodCard BakingCard = new()
    {
        Name = BakingMethod,
        What = new("CO2 of baking anodes", "阳极焙烧二氧化碳"),
        Needs = ["anode-plant.green-anode with fixedCarbonPercent and volatilePercent", "anode-plant.baked-anode with fixedCarbonPercent"],
        Takes = ["anode-plant.packing-coke", "anode-plant.carbon-out"],
        Gives = ["scope1.anode-production CO2"],
        Standard = new("GB/T 32151.34-2024, formula 7", "GB/T 32151.34-2024 式（7）"),
        Uncertainty = new("10 % (an assumption)", "10%（假设）"),
    };

    public static readonly MethodEntry Entry = MethodEntry.OfSource([CalciningCard, BakingCard], Write, "anode-plant");

    private static readonly Wording s_calciningFormula = new(
        "CO2 (kg) = [GC·WFC − (CC + UCC + DU)·WFC_C] × 44 / 12 × 1000 + K1 × (GC·WVar − CC·WVar_C) × 44 / 16 × 1000; percentages / 100",
        "CO2 (kg) = [GC·WFC − (CC + UCC + DU)·WFC_C] × 44 / 12 × 1000 + K1 × (GC·WVar − CC·WVar_C) × 44 / 16 × 1000；百分数 / 100");
    private static readonly Wording s_bakingFormula = new(
        "CO2 (kg) = (BPM·BPMFC + BG·BGFC − BWT − BP·BPFC) × 44 / 12 × 1000 + K2 × (BPM·BPMVar + BG·BGVar) × 44 / 16 × 1000; percentages / 100",
        "CO2 (kg) = (BPM·BPMFC + BG·BGFC − BWT − BP·BPFC) × 44 / 12 × 1000 + K2 × (BPM·BPMVar + BG·BGVar) × 44 / 16 × 1000；百分数 / 100");

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
            working.Begin(s_calciningFormula, new("The balance of calcining: raw and calcined coke were given; what is under-calcined or dust carries the fixed carbon of the calcined coke.", "煅烧平衡：已给出待煅烧原料与煅后料；欠烧料与炭粉尘按煅后料固定碳计。"));
            Record(working, raw, new("raw coke (GC)", "待煅烧原料 (GC)"));
            Record(working, calcined, new("calcined coke (CC)", "煅后料 (CC)"));
            var nothing = new List<string>();
            Record(working, under, new("under-calcined (UCC)", "欠烧料 (UCC)"), nothing, carbonCounts: false, volatilesCount: false);
            Record(working, dust, new("dust (DU)", "炭粉尘 (DU)"), nothing, carbonCounts: false, volatilesCount: false);
            working.Taken(new("K1, share of volatile matter counted as methane carbon", "K1 挥发分计为甲烷碳的比例"), share);
            var all = $"({string.Join(" + ", [SumText(calcined), .. nothing])})";
            working.Term($"({CarbonText(raw)} − ({CarbonText(calcined)}) × {all} / {SumText(calcined)}) × 44 / 12 × 1000");
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
            working.Begin(s_bakingFormula, new("The balance of baking: green and baked anodes were given; packing coke and carbon out are 0 where they were not.", "焙烧平衡：已给出待焙烧品与焙烧品；未给出的填充料与碳输出按0计。"));
            var streams = new List<string>();
            Record(working, packing, new("packing coke (BPM)", "填充料 (BPM)"), streams, carbonCounts: true, volatilesCount: true);
            Record(working, green, new("green anodes (BG)", "待焙烧品 (BG)"));
            Record(working, baked, new("baked anodes (BP)", "焙烧品 (BP)"), volatilesCount: false);
            Record(working, carbonOut, new("carbon out (BWT)", "碳输出 (BWT)"), streams, carbonCounts: true, volatilesCount: false);
            foreach (ref readonly var removedCarbon in (carbonOut is null ? [] : carbonOut.Readings))
            {
                if (removedCarbon.Facts?.FixedCarbonPercent is null) working.Choose(new("fixed carbon of carbon out", "碳输出固定碳"), given: null, "%", rule: 100);
            }
            working.Taken(new("K2, share of volatile matter counted as methane carbon", "K2 挥发分计为甲烷碳的比例"), share);
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

    private static string SumText(ActivityReadings readings)
    {
        var terms = new List<string>();
        foreach (ref readonly var reading in readings.Readings) terms.Add(Number.Text(reading.Amount));
        return Working.InParentheses(terms);
    }

    /// <summary>A stream with what of it counts; what came with it and does not count would only mislead.</summary>
    private static void Record(Working working, ActivityReadings readings, Wording name, bool carbonCounts = true, bool volatilesCount = true)
    {
        foreach (ref readonly var reading in readings.Readings)
        {
            working.Reading(reading, readings.Activity, name);
            if (carbonCounts && reading.Facts?.FixedCarbonPercent is { } carbon) working.Given(new($"fixed carbon of {name.En}", $"{name.Zh}固定碳"), carbon, "%");
            if (volatilesCount && reading.Facts?.VolatilePercent is { } matter) working.Given(new($"volatile matter of {name.En}", $"{name.Zh}挥发分"), matter, "%");
        }
    }

    /// <summary>A stream that may be absent: 0 then, and said so.</summary>
    private static void Record(Working working, ActivityReadings? readings, Wording name, List<string> sums, bool carbonCounts, bool volatilesCount)
    {
        if (readings is null)
        {
            working.Choose(name, given: null, "t", rule: 0);
            sums.Add("0");
            return;
        }
        Record(working, readings, name, carbonCounts, volatilesCount);
        sums.Add(SumText(readings));
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
