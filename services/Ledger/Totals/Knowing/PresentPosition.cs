using CarbonPlatform.ServiceDefaults;
using Npgsql;

namespace CarbonPlatform.Ledger.Totals.Knowing;

/// <summary>Where the ledger stands now, read once for all who ask at the same moment.</summary>
internal sealed class PresentPosition
{
    private readonly AskedTogether<LedgerPosition> _asked = new();

    /// <summary>The position that is asked for; null when there is none.</summary>
    public async ValueTask<KnownPosition?> FindAsync(
        NpgsqlDataSource database,
        AskedPosition asked,
        CancellationToken cancellationToken
    ) =>
        asked.IsNow ? Known(await _asked.AskAsync(() => NowAsync(database), cancellationToken))
        : await LedgerView.FindPositionAsync(database, asked, cancellationToken) is { } found ? Known(found)
        : null;

    private static async Task<LedgerPosition> NowAsync(NpgsqlDataSource database) =>
        await LedgerView.FindPositionAsync(database, default, CancellationToken.None)
        ?? throw new InvalidOperationException("The ledger has no head.");

    private static KnownPosition Known(LedgerPosition position) => new(position.Sequence, position.Root);
}
