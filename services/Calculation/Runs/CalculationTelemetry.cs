using System.Diagnostics.Metrics;

namespace CarbonPlatform.Calculation.Runs;

/// <summary>Metrics of the service.</summary>
internal static class CalculationTelemetry
{
    private static readonly Meter s_meter = new("CarbonPlatform.Calculation");

    public static readonly Counter<long> Sheets = s_meter.CreateCounter<long>(
        "calculation.sheets",
        "{sheet}",
        "Sheets calculated"
    );
    public static readonly Counter<long> Lines = s_meter.CreateCounter<long>(
        "calculation.lines",
        "{line}",
        "Emission lines calculated"
    );
    public static readonly Counter<long> Gaps = s_meter.CreateCounter<long>("calculation.gaps", "{gap}", "Gaps found");
}
