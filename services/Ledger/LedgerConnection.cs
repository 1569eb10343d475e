using Npgsql;

namespace CarbonPlatform.Ledger;

/// <summary>How this service wants its connections.</summary>
internal static class LedgerConnection
{
    /// <summary>
    /// The writer and the totals send the same few statements again and again, so they are prepared by themselves;
    /// compiling a query of some milliseconds costs more than it saves.
    /// </summary>
    public static void Tune(NpgsqlDataSourceBuilder source)
    {
        source.ConnectionStringBuilder.MaxAutoPrepare = 100;
        source.ConnectionStringBuilder.AutoPrepareMinUsages = 2;
        source.ConnectionStringBuilder.Options = string.Join(
                ' ',
                [source.ConnectionStringBuilder.Options, "-c jit=off"]
            )
            .Trim();
    }
}
