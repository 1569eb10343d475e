using CarbonPlatform.Contracts;

namespace CarbonPlatform.Calculation.Methods;

/// <summary>
/// Electricity by a line of its own, without the grid: proven hydro, wind and solar power is zero in all bases, unproven counts
/// as grid power; fossil power takes its supplier's factor, else the fossil factor of the year. A supplier of the group already
/// counts its fuel, so it stands as counterparty on CO2 and, for fossil power, on ENERGY. Avoided is claimed by the generator.
/// </summary>
internal static class DirectElectricity
{
    public const string Method = "direct-electricity/1";

    public static void Write(in MethodCase source, ActivityReadings readings)
    {
        var whole = Part.Whole(readings);
        var fossil = readings.Activity.Subject == "fossil";
        Power.WriteElectricity(source, whole, LineKind.ConsumedElectricity, Method);
        if (!fossil) Power.WriteEnergy(source, whole, EnergyKinds.Consumed, Method);

        for (var i = 0; i < readings.Readings.Length; i++)
        {
            if (!Suppliers.IsFirst(readings, i, out var supplier)) continue;
            var part = Part.Of(readings, static (in Reading reading, string? supplier) => reading.Facts?.GroupSupplier == supplier, supplier);
            if (fossil)
            {
                Power.WriteEnergy(source, part, EnergyKinds.Consumed, Method, supplier);
                WriteFossil(source, readings, part, supplier);
            }
            else
            {
                var unproven = Part.Of(readings, static (in Reading reading, string? supplier) => reading.Facts?.GroupSupplier == supplier && reading.Facts is not { IsProven: true }, supplier);
                Power.WriteGrid(source, part, unproven, unproven, ScopeTwoKinds.Purchased, Method, unproven.IsEmpty ? LineStatuses.None : LineStatuses.ProofPending, supplier);
            }
        }
    }

    /// <summary>One amount in all three bases.</summary>
    private static void WriteFossil(in MethodCase source, ActivityReadings readings, in Part part, string? supplier)
    {
        var kinds = ScopeTwoKinds.Purchased;
        WriteFossil(source, readings, part, kinds.National, supplier);
        WriteFossil(source, readings, part, kinds.Provincial, supplier);
        WriteFossil(source, readings, part, kinds.Market, supplier);
    }

    private static void WriteFossil(in MethodCase source, ActivityReadings readings, in Part part, LineKind kind, string? supplier)
    {
        var working = source.Lines.Working;
        working?.Begin("CO2 (kg) = Σ electricity × the supplier's factor, else × the fossil factor of the year");
        var served = source.Place.IsAbroad ? default : source.Factors.NationalFossil;
        var sum = Exact.Zero;
        bool given = false, taken = false;
        foreach (ref readonly var reading in readings.Readings)
        {
            if (reading.Facts?.GroupSupplier != supplier) continue;
            var own = reading.Facts?.SupplierFactor;
            if ((own ?? served.Factor?.Value) is not { } factor)
            {
                source.Lines.NoFactor(readings, kind, $"There is no fossil factor for {source.Place.Name} in {source.Month.Year}: give supplierFactor.");
                return;
            }
            if (own is null) taken = true;
            else given = true;
            sum += reading.Amount * factor;
            if (working is not null)
            {
                working.Given(reading);
                if (own is null) working.Taken("fossil factor", served.Value);
                else working.Given("supplier's factor", factor, "kgCO2/kWh");
                working.Term($"{Number.Text(reading.Amount)} × {factor}");
            }
        }
        source.Lines.Add(part, kind, sum, taken
            ? new Grounds(Method, given ? served.Value.SetVersion + "+given" : served.Value.SetVersion, served.Value.UncertaintyPercent, served.Status)
            : new Grounds(Method, Grounds.Given, source.Factors.Uncertainties.GivenSupplier), supplier);
    }
}

/// <summary>Readings of one activity by their supplier of the group; those of others are together.</summary>
internal static class Suppliers
{
    /// <summary>Whether no earlier reading has the same supplier, so that each supplier is taken once.</summary>
    public static bool IsFirst(ActivityReadings readings, int index, out string? supplier)
    {
        supplier = readings.Readings[index].Facts?.GroupSupplier;
        for (var i = 0; i < index; i++)
        {
            if (readings.Readings[i].Facts?.GroupSupplier == supplier) return false;
        }
        return true;
    }
}
