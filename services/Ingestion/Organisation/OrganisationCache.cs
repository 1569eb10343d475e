using CarbonPlatform.Contracts;
using CarbonPlatform.ServiceDefaults;
using Npgsql;

namespace CarbonPlatform.Ingestion.Organisation;

/// <summary>
/// Keeps the organisation in memory. Every change raises one number in the database; whoever relies on the organisation
/// reads that number in its own transaction and asks here for the state of exactly that number, so any replica may
/// change the organisation and none works by an old one.
/// </summary>
internal sealed class OrganisationCache(NpgsqlDataSource database)
{
    /// <summary>
    /// Whoever relies on the organisation holds this advisory lock shared until its transaction ends, whoever changes
    /// it holds it alone. So no sheet is accepted on a state that a change is just replacing: the change would not see
    /// that sheet and would leave it as it was.
    /// </summary>
    public const int LockClass = 0x4F52;

    private OrganisationState _current = OrganisationState.Empty;

    /// <summary>The newest state, for queries.</summary>
    public async Task<OrganisationState> LatestAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await LoadAsync(connection, cancellationToken);
    }

    /// <summary>The state of a version that was read in the caller's transaction, under the lock.</summary>
    public ValueTask<OrganisationState> AtAsync(
        long version,
        NpgsqlConnection connection,
        CancellationToken cancellationToken
    )
    {
        var known = Volatile.Read(ref _current);
        return known.Version == version
            ? ValueTask.FromResult(known)
            : new ValueTask<OrganisationState>(LoadAsync(connection, cancellationToken));
    }

    private async Task<OrganisationState> LoadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var known = Volatile.Read(ref _current);
        var loaded = await ChangedSinceAsync(known, connection, cancellationToken);
        // A database set back to a backup counts anew from an older number: nothing known here holds any more.
        if (loaded.Version < known.Version)
            loaded = await ChangedSinceAsync(OrganisationState.Empty, connection, cancellationToken);
        // Another thread may have loaded a newer one meanwhile; the older then serves only its own caller.
        if (loaded.Version != known.Version)
            Interlocked.CompareExchange(ref _current, loaded, known);
        return loaded;
    }

    private static async Task<OrganisationState> ChangedSinceAsync(
        OrganisationState state,
        NpgsqlConnection connection,
        CancellationToken cancellationToken
    )
    {
        // One statement sees one moment: the number and the records belong together.
        await using var command = new NpgsqlCommand(
            """
            SELECT h.version, e.body
            FROM organisation_head h
            LEFT JOIN organisation_record r ON r.changed_in > $1
            LEFT JOIN event e ON e.id = r.event_id
            """,
            connection
        )
        {
            Parameters = { Parameter.Value(state.Version) },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var version = reader.GetInt64(0);
            state = reader.IsDBNull(1)
                ? state with
                {
                    Version = version,
                }
                : state.With(EventJson.OrganisationChanged(reader.GetFieldValue<byte[]>(1)), version);
        }
        return state;
    }
}
