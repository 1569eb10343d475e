using Npgsql;
using static CarbonPlatform.ServiceDefaults.Parameter;

namespace CarbonPlatform.Calculation.Factors;

/// <summary>
/// The catalogue in force: the delivered files and everything published since, as table <c>catalogue_version</c> counts
/// them. The version is read in the very transaction that needs it, under a lock that a publication takes alone; so no
/// run is made by an older catalogue once a publication has committed, in whatever process. What is read is an
/// unchanging snapshot, swapped whole.
/// </summary>
internal sealed class CatalogueInForce(
    NpgsqlDataSource database,
    DeliveredData delivered,
    CatalogueSettings settings,
    TimeProvider time
) : IHostedService, IDisposable
{
    private const int LockClass = 0x4341;

    /// <summary>Shared by all who calculate or propose, held to the end of the transaction.</summary>
    public static readonly string HoldStill = $"SELECT pg_advisory_xact_lock_shared({LockClass}, 0)";

    /// <summary>
    /// Waits until nobody calculates, and keeps others from beginning until the end of the transaction.
    /// </summary>
    public static readonly string ChangeAlone = $"SELECT pg_advisory_xact_lock({LockClass}, 0)";

    // During an upgrade a process of the older program goes as far as its own files reach.
    private const string Reachable = """
        SELECT max(version) FROM catalogue_version
        WHERE version < coalesce((SELECT min(version) FROM catalogue_version WHERE delivered > $1), 2147483647)
        """;

    private const string Published = """
        SELECT v.version, p.rows FROM catalogue_version v JOIN factor_proposal p ON p.id = v.proposal_id
        WHERE v.version <= $1 ORDER BY v.version
        """;

    private readonly SemaphoreSlim _building = new(1, 1);
    private volatile Catalogue? _current;

    /// <summary>The version in force for a process with these files; sent with the statement that needs it.</summary>
    public NpgsqlBatchCommand VersionCommand() => new(Reachable) { Parameters = { Value(delivered.Version) } };

    /// <summary>
    /// The catalogue as last seen. Whoever writes by it asks again in his transaction, with <see cref="HoldAsync"/>.
    /// </summary>
    /// <exception cref="DataFileException">The files are not those that this database knows under their
    /// version.</exception>
    public async ValueTask<Catalogue> GetAsync(CancellationToken cancellationToken) =>
        _current ?? await RefreshAsync(cancellationToken);

    /// <summary>The catalogue as it is now.</summary>
    /// <exception cref="DataFileException">The files are not those that this database knows under their
    /// version.</exception>
    public async Task<Catalogue> RefreshAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        if (_current is null)
            await RegisterDeliveredAsync(connection, cancellationToken);
        return await AtAsync(await VersionAsync(connection, cancellationToken), connection, cancellationToken);
    }

    /// <summary>Keeps the catalogue as it is until the end of the transaction, and gives it.</summary>
    public async Task<Catalogue> HoldAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        _ = await GetAsync(cancellationToken);
        await using (var hold = new NpgsqlCommand(HoldStill, connection))
            await hold.ExecuteNonQueryAsync(cancellationToken);
        return await AtAsync(await VersionAsync(connection, cancellationToken), connection, cancellationToken);
    }

    /// <summary>
    /// Keeps everybody else from calculating or changing until the end of the transaction, and gives the catalogue;
    /// null while this process is of an older program.
    /// </summary>
    public async Task<Catalogue?> ChangeAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        _ = await GetAsync(cancellationToken);
        await using (var alone = new NpgsqlCommand(ChangeAlone, connection))
            await alone.ExecuteNonQueryAsync(cancellationToken);
        var version = await VersionAsync(connection, cancellationToken);
        await using var command = new NpgsqlCommand("SELECT max(version) FROM catalogue_version", connection);
        return version == (int)(await command.ExecuteScalarAsync(cancellationToken))!
            ? await AtAsync(version, connection, cancellationToken)
            : null;
    }

    /// <summary>The catalogue of a version that was read on this connection a moment ago.</summary>
    public async ValueTask<Catalogue> AtAsync(
        int version,
        NpgsqlConnection connection,
        CancellationToken cancellationToken
    )
    {
        if (_current is { } current && current.Version == version)
            return current;
        await _building.WaitAsync(cancellationToken);
        try
        {
            if (_current is { } meanwhile && meanwhile.Version == version)
                return meanwhile;
            return _current = Catalogue.Of(
                delivered,
                version,
                await PublicationsAsync(version, connection, cancellationToken)
            );
        }
        finally
        {
            _building.Release();
        }
    }

    /// <summary>The catalogue as it would be with these rows published next; nothing changes.</summary>
    /// <exception cref="DataFileException">Methods could not work with it.</exception>
    public async Task<Catalogue> WithAsync(
        Catalogue inForce,
        ProposedRows rows,
        NpgsqlConnection connection,
        CancellationToken cancellationToken
    )
    {
        var publications = await PublicationsAsync(inForce.Version, connection, cancellationToken);
        return Catalogue.Of(
            delivered,
            inForce.Version + 1,
            [.. publications, new Publication(inForce.Version + 1, rows)]
        );
    }

    /// <summary>A process that cannot have its catalogue does not start.</summary>
    public async Task StartAsync(CancellationToken cancellationToken) => await GetAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _building.Dispose();

    private async Task<int> VersionAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Reachable, connection)
        {
            Parameters = { Value(delivered.Version) },
        };
        return (int)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private static async Task<List<Publication>> PublicationsAsync(
        int version,
        NpgsqlConnection connection,
        CancellationToken cancellationToken
    )
    {
        var publications = new List<Publication>();
        await using var command = new NpgsqlCommand(Published, connection) { Parameters = { Value(version) } };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            publications.Add(
                new Publication(reader.GetInt32(0), ProposedRows.FromJson(reader.GetFieldValue<byte[]>(1)))
            );
        return publications;
    }

    /// <summary>
    /// Delivered files of a higher version than any before make the next version of the catalogue; the same files make
    /// none, unless the counting is to go on from a higher number.
    /// </summary>
    private async Task RegisterDeliveredAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (var alone = new NpgsqlCommand(ChangeAlone, connection, transaction))
            await alone.ExecuteNonQueryAsync(cancellationToken);
        var (last, known, hash) = (0, 0, Array.Empty<byte>());
        await using (
            var command = new NpgsqlCommand(
                "SELECT version, delivered, files_hash FROM catalogue_version ORDER BY version",
                connection,
                transaction
            )
        )
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                last = reader.GetInt32(0);
                if (await reader.IsDBNullAsync(1, cancellationToken))
                    continue;
                known = reader.GetInt32(1);
                hash = reader.GetFieldValue<byte[]>(2);
            }
        }
        if (known == delivered.Version && !hash.AsSpan().SequenceEqual(delivered.Hash))
            throw new DataFileException(
                "catalogue.csv",
                0,
                $"the files differ from those that were delivered as version {known} before; "
                    + "whatever changes in them needs a new row here"
            );
        if (known > delivered.Version || (known == delivered.Version && last >= settings.CountFrom))
            return;

        var next = new CatalogueVersionRow
        {
            // The first one counts on from what stood before versions were kept here.
            Version = Math.Max(last == 0 ? delivered.Version : last + 1, settings.CountFrom),
            Delivered = delivered.Version,
            FilesHash = delivered.Hash,
            PublishedBy = "delivered",
            PublishedAt = time.GetUtcNow(),
        };
        await using var add = new NpgsqlBatch(connection)
        {
            BatchCommands = { CatalogueVersionRow.Columns.InsertOne(next) },
        };
        await add.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}

/// <summary>Settings under <c>Catalogue</c>.</summary>
internal sealed record CatalogueSettings
{
    /// <summary>
    /// The catalogue's versions count on from here at least. For after a restore: when this database was set back
    /// behind a publication, the ledger holds months under numbers that would be given a second time, and would not
    /// take what comes under them.
    /// </summary>
    public int CountFrom { get; init; }
}
