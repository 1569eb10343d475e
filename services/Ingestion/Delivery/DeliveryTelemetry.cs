using System.Diagnostics.Metrics;

namespace CarbonPlatform.Ingestion.Delivery;

/// <summary>Metrics of what is wrong between this service and the ledger until somebody looks.</summary>
internal static class DeliveryTelemetry
{
    private static readonly Meter s_meter = new("CarbonPlatform.Ingestion");

    public static readonly Gauge<int> Beyond = s_meter.CreateGauge<int>(
        "ingestion.ledger_beyond",
        "{item}",
        "Plant-months and records of which the ledger holds more than was ever accepted"
    );
    public static readonly Gauge<int> Parked = s_meter.CreateGauge<int>(
        "ingestion.parked",
        "{item}",
        "Sheets and records that were put aside because they can never be applied"
    );
}
