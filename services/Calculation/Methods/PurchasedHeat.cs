namespace CarbonPlatform.Calculation.Methods;

/// <summary>
/// Purchased heat: GJ × 0.11 tCO2/GJ or the supplier's factor; 34.12 kgce/GJ. The GJ of the reading govern. A supplier of the
/// group already counts its fuel, so it stands as counterparty on CO2 and ENERGY.
/// </summary>
internal static class PurchasedHeat
{
    public const string Method = "purchased-heat/1";

    public static void Write(in MethodCase source, ActivityReadings readings)
    {
        for (var i = 0; i < readings.Readings.Length; i++)
        {
            if (!Suppliers.IsFirst(readings, i, out var supplier)) continue;
            var part = Part.Of(readings, static (in Reading reading, string? supplier) => reading.Facts?.GroupSupplier == supplier, supplier);
            HeatEnergy.Write(source, part, EnergyKinds.Consumed, Method, supplier);
            WriteCo2(source, readings, part, supplier);
        }
    }

    private static void WriteCo2(in MethodCase source, ActivityReadings readings, in Part part, string? supplier)
    {
        var working = source.Lines.Working;
        working?.Begin("CO2 (kg) = Σ heat × factor × 1000");
        var factor = source.Factors.Heat;
        var sum = Exact.Zero;
        bool given = false, taken = false;
        foreach (ref readonly var reading in readings.Readings)
        {
            if (reading.Facts?.GroupSupplier != supplier) continue;
            var own = reading.Facts?.SupplierFactor;
            if (own is null) taken = true;
            else given = true;
            sum += reading.Amount * (own ?? factor.Value) * 1000;
            if (working is not null)
            {
                working.Given(reading);
                if (own is { } value) working.Given("supplier's factor", value, "tCO2/GJ");
                else working.Taken("default factor", factor);
                working.Term($"{Number.Text(reading.Amount)} × {own ?? factor.Value} × 1000");
            }
        }
        source.Lines.Add(part, LineKind.HeatCo2, sum, taken
            ? new Grounds(Method, given ? factor.SetVersion + "+given" : factor.SetVersion, factor.UncertaintyPercent)
            : new Grounds(Method, Grounds.Given, source.Factors.Uncertainties.GivenSupplier), supplier);
    }
}

/// <summary>
/// Heat supplied to others: a category of its own, never netted. To a plant of the group only the GJ stand here, as a statistic:
/// the receiver owns CO2 and ENERGY, as with electricity.
/// </summary>
internal static class ExportedHeat
{
    public const string Method = "exported-heat/1";

    public static void Write(in MethodCase source, ActivityReadings readings)
    {
        var inside = Part.Of(readings, static (in Reading reading, string? _) => reading.Facts is { IsForGroup: true });
        if (!inside.IsEmpty)
        {
            if (source.Lines.Working is { } working)
            {
                working.Begin("HEAT (GJ) = Σ readings to plants of the group");
                inside.Record(working);
                working.Term(Number.Text(inside.Total));
            }
            source.Lines.Add(inside, LineKind.StatisticHeat, inside.Total, new Grounds(Method));
        }

        var outside = Part.Of(readings, static (in Reading reading, string? _) => reading.Facts is not { IsForGroup: true });
        if (outside.IsEmpty) return;
        HeatEnergy.Write(source, outside, EnergyKinds.Exported, Method, counterparty: null);
        var factor = source.Factors.Heat;
        if (source.Lines.Working is { } recorder)
        {
            recorder.Begin("CO2 (kg) = heat × factor × 1000");
            outside.Record(recorder);
            recorder.Taken("default factor", factor);
            recorder.Term($"{Number.Text(outside.Total)} × {factor.Value} × 1000");
        }
        source.Lines.Add(outside, LineKind.ExportedHeatCo2, outside.Total * factor.Value * 1000, Grounds.Of(Method, factor));
    }
}

internal static class HeatEnergy
{
    /// <summary>Heat as standard coal: 34.12 kgce/GJ in both bases.</summary>
    public static void Write(in MethodCase source, in Part part, EnergyKinds kinds, string method, string? counterparty)
    {
        var factor = source.Factors.HeatEnergy;
        if (source.Lines.Working is { } working)
        {
            working.Begin("ENERGY (kgce) = heat × coefficient");
            part.Record(working);
            working.Taken("heat as standard coal", factor);
            working.Term($"{Number.Text(part.Total)} × {factor.Value}");
        }
        source.Lines.AddInBothBases(part, kinds, part.Total * factor.Value, Grounds.Of(method, factor), counterparty);
    }
}
