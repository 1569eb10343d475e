using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace CarbonPlatform.Ledger.Journal;

/// <summary>Traces and metrics of the writer.</summary>
internal static class LedgerTelemetry
{
    private const string Name = "CarbonPlatform.Ledger";

    public static readonly ActivitySource Source = new(Name);

    private static readonly Meter s_meter = new(Name);

    public static readonly Counter<long> Entries = s_meter.CreateCounter<long>(
        "ledger.entries",
        "{entry}",
        "Entries appended"
    );
    public static readonly Counter<long> Postings = s_meter.CreateCounter<long>(
        "ledger.postings",
        "{posting}",
        "Postings appended"
    );
    public static readonly Histogram<int> BatchSize = s_meter.CreateHistogram<int>(
        "ledger.batch.size",
        "{message}",
        "Messages written in one transaction"
    );
    public static readonly Histogram<double> BatchSeconds = s_meter.CreateHistogram<double>(
        "ledger.batch.duration",
        "s",
        "From the first statement of a batch to its commit"
    );
    public static readonly Counter<long> CacheDrops = s_meter.CreateCounter<long>(
        "ledger.cache.drops",
        "{drop}",
        "How often the writer forgot what it knew: after a rollback, or because another writer had written"
    );
    public static readonly Gauge<int> WriterFailing = s_meter.CreateGauge<int>(
        "ledger.writer.failing",
        "{writer}",
        "1 while nothing can be appended to the ledger, else 0"
    );
    public static readonly Gauge<int> InvariantFaults = s_meter.CreateGauge<int>(
        "ledger.invariants.faults",
        "{fault}",
        "What of the ledger's invariants did not hold when they were checked last"
    );
}
