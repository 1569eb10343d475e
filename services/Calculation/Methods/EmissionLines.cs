using CarbonPlatform.Calculation.Factors;

namespace CarbonPlatform.Calculation.Methods;

/// <summary>
/// From a sheet to its emission lines and gaps: a pure function of the sheet and the catalogue. Asked for its working it runs
/// the same way and says, line by line, how it arrived.
/// </summary>
internal static class EmissionLines
{
    /// <summary>Version of the methods as a set. It goes up with every method that gets a new version.</summary>
    public const int MethodsVersion = 1;

    /// <summary>Calculates a sheet.</summary>
    /// <param name="sheet">The plant-month.</param>
    /// <param name="factors">The catalogue as it serves that month.</param>
    /// <param name="working">Asks for the working of every line.</param>
    public static Lines Calculate(Sheet sheet, MonthFactors factors, Working? working = null)
    {
        var lines = new Lines(sheet.ReadingCount * 6) { Working = working };
        for (var i = 0; i < sheet.Sources.Length; i++)
        {
            var source = sheet.Sources[i];
            if (source.Activities.Length == 0) continue;
            lines.BeginSource(i);
            Calculate(new MethodCase(sheet, source, factors, lines));
            lines.EndSource();
        }
        lines.End();
        return lines;
    }

    private static void Calculate(in MethodCase source)
    {
        // Some methods take several activities of the source together; they run once.
        bool stack = false, electrolysis = false, sulphurBalance = false, anodePlant = false;
        foreach (var readings in source.Source.Activities)
        {
            switch (readings.Activity.Method)
            {
                case MethodOf.None or MethodOf.Base: break;
                case MethodOf.Statistic: Statistic.Write(source, readings); break;
                case MethodOf.FuelCombustion: FuelCombustion.Write(source, readings); break;
                case MethodOf.Biomass: Biomass.Write(source, readings); break;
                case MethodOf.PurchasedElectricity: PurchasedElectricity.Write(source, readings); break;
                case MethodOf.DirectElectricity: DirectElectricity.Write(source, readings); break;
                case MethodOf.SelfGeneration: SelfGeneration.Write(source, readings); break;
                case MethodOf.ExportedElectricity: ExportedElectricity.Write(source, readings); break;
                case MethodOf.AvoidedGeneration: AvoidedGeneration.Write(source, readings); break;
                case MethodOf.PurchasedHeat: PurchasedHeat.Write(source, readings); break;
                case MethodOf.ExportedHeat: ExportedHeat.Write(source, readings); break;
                case MethodOf.StackConcentration or MethodOf.StackMass: stack = true; break;
                case MethodOf.WaterConcentration or MethodOf.WaterMass: WaterMeasured.Write(source, readings); break;
                case MethodOf.SulphurBalance: sulphurBalance = true; break;
                case MethodOf.Electrolysis: electrolysis = true; break;
                case MethodOf.Carbonate: Carbonate.Write(source, readings); break;
                case MethodOf.Reductant: Reductant.Write(source, readings); break;
                case MethodOf.AnodePlant: anodePlant = true; break;
                case MethodOf.Fugitive: Fugitive.Write(source, readings); break;
                default: throw new InvalidOperationException($"{readings.Activity.Method} has no method.");
            }
        }
        if (stack) StackMeasured.Write(source);
        if (sulphurBalance) SulphurBalance.Write(source);
        if (anodePlant) AnodePlant.Write(source);
        if (electrolysis)
        {
            AnodeConsumption.Write(source);
            Perfluorocarbons.Write(source);
        }
    }
}

/// <summary>What a method is given: the source with its readings, the factors, and where to write.</summary>
internal readonly struct MethodCase(Sheet sheet, SourceMonth source, MonthFactors factors, Lines lines)
{
    public Place Place { get; } = sheet.Place;

    public Month Month { get; } = sheet.Month;

    public SourceMonth Source { get; } = source;

    public MonthFactors Factors { get; } = factors;

    public Lines Lines { get; } = lines;
}
