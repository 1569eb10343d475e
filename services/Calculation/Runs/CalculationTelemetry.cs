using System.Diagnostics.Metrics;

namespace CarbonPlatform.Calculation.Runs;

/// <summary>Metrics of the service.</summary>
internal static class CalculationTelemetry
{
    private static readonly Meter Meter = new("CarbonPlatform.Calculation");

    public static readonly Counter<long> Sheets = Meter.CreateCounter<long>(
        "calculation.sheets",
        "{sheet}",
        "Sheets calculated"
    );
    public static readonly Counter<long> Lines = Meter.CreateCounter<long>(
        "calculation.lines",
        "{line}",
        "Emission lines calculated"
    );
    public static readonly Counter<long> Gaps = Meter.CreateCounter<long>("calculation.gaps", "{gap}", "Gaps found");
}
