using CarbonPlatform.Calculation.Factors;
using CarbonPlatform.Calculation.Methods;
using CarbonPlatform.Messaging;
using CarbonPlatform.ServiceDefaults;
using Npgsql;
using static CarbonPlatform.ServiceDefaults.Parameter;

namespace CarbonPlatform.Calculation.Runs;

/// <summary>
/// Plant-months that stand on an older catalogue or older methods: notes of those that a publication cannot concern
/// that they hold, and calculates the others again.
/// </summary>
internal sealed class OutdatedRuns(
    NpgsqlDataSource database,
    CatalogueInForce catalogues,
    TimeProvider time,
    OutboxSignal signal
)
{
    // What somebody else is at is passed over: another process of this sweep, or a revision that is being calculated
    // and takes the newest catalogue anyway.
    private const string Outdated = """
        SELECT m.plant, m.month, m.catalogue_version, i.body, r.lines_hash
        FROM plant_month m
        JOIN input i ON i.plant = m.plant AND i.month = m.month AND i.revision = m.revision
        JOIN run r ON r.plant = m.plant AND r.month = m.month AND r.revision = m.revision
            AND r.result_event_id = m.result_event_id
        WHERE (m.catalogue_version, m.methods_version) < ($1, $2) AND (m.plant, m.month) > ($3, $4)
        ORDER BY m.plant, m.month LIMIT $5
        FOR UPDATE OF m SKIP LOCKED
        """;

    // In one order, so that nobody waits in a circle; what somebody else is at he will calculate.
    private const string OutOfReach = """
        UPDATE plant_month m SET catalogue_version = $1
        FROM (
            SELECT plant, month FROM plant_month
            WHERE catalogue_version = $1 - 1 AND methods_version = $2 AND revision > 0
                AND (month < $3 OR month > $4 OR ($5 <> '' AND plant <> $5))
            ORDER BY plant, month FOR UPDATE SKIP LOCKED) AS passed
        WHERE m.plant = passed.plant AND m.month = passed.month
        """;

    /// <summary>
    /// Notes of the plant-months that publications cannot concern, by their months or their plant, that the standing
    /// run holds; none of them is calculated.
    /// </summary>
    /// <returns>How many steps from one version to the next were noted.</returns>
    public async Task<int> PassOverAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var catalogue = await catalogues.HoldAsync(connection, cancellationToken);
        await using var oldest = new NpgsqlCommand(
            "SELECT min(catalogue_version) FROM plant_month WHERE revision > 0",
            connection
        );
        if (await oldest.ExecuteScalarAsync(cancellationToken) is not int first)
            return 0;
        var passed = 0;
        foreach (var publication in catalogue.Publications.Where(publication => publication.Version > first))
        {
            var (from, to, plant) = publication.Reach;
            if (from == Month.Min && to == Month.Max && plant is null)
                continue;
            await using var note = new NpgsqlCommand(OutOfReach, connection)
            {
                Parameters =
                {
                    Value(publication.Version),
                    Value(EmissionLines.MethodsVersion),
                    Value(from),
                    Value(to),
                    Value(plant?.Value ?? ""),
                },
            };
            passed += await note.ExecuteNonQueryAsync(cancellationToken);
        }
        await transaction.CommitAsync(cancellationToken);
        return passed;
    }

    /// <summary>
    /// Calculates the next plant-months again that stand on an older catalogue or older methods, all in one
    /// transaction.
    /// </summary>
    /// <param name="after">Where the page before ended; null for the first.</param>
    /// <param name="pageSize">At most so many.</param>
    /// <param name="cancellationToken">Ends it before the commit.</param>
    public async Task<SweptPage> SweepAsync(PlantMonth? after, int pageSize, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var catalogue = await catalogues.HoldAsync(connection, cancellationToken);
        var page = await OutdatedAsync(connection, catalogue, after, pageSize, cancellationToken);
        if (page.Count == 0)
            return new SweptPage(catalogue.Version, 0, 0, after, []);

        var made = new NewRun?[page.Count];
        var poison = new string?[page.Count];
        Parallel.For(
            0,
            page.Count,
            i =>
            {
                try
                {
                    made[i] = NewRun.Again(page[i].Body, page[i].CatalogueVersion, catalogue, time.GetStorableNow());
                }
                catch (PoisonMessageException unreadable)
                {
                    poison[i] = unreadable.Message;
                }
            }
        );
        var changed = made.Where(
                (run, i) => run is not null && !run.LinesHash.AsSpan().SequenceEqual(page[i].LinesHash)
            )
            .ToList();
        var unchanged = page.Where(
                (_, i) => made[i] is { } run && run.LinesHash.AsSpan().SequenceEqual(page[i].LinesHash)
            )
            .Select(held => held.Key)
            .ToList();
        await RunWriting.WriteAsync(
            connection,
            transaction,
            catalogue,
            changed!,
            unchanged,
            withInputs: false,
            time.GetStorableNow(),
            cancellationToken
        );
        await transaction.CommitAsync(cancellationToken);
        signal.Wake();
        return new SweptPage(
            catalogue.Version,
            page.Count,
            changed.Count,
            page[^1].Key,
            [.. poison.Where(reason => reason is not null)!]
        );
    }

    private static async Task<List<OutdatedMonth>> OutdatedAsync(
        NpgsqlConnection connection,
        Catalogue catalogue,
        PlantMonth? after,
        int pageSize,
        CancellationToken cancellationToken
    )
    {
        await using var command = new NpgsqlCommand(Outdated, connection)
        {
            Parameters =
            {
                Value(catalogue.Version),
                Value(EmissionLines.MethodsVersion),
                Value(after?.Plant.Value ?? ""),
                Value(after?.Month.Index ?? 0),
                Value(pageSize),
            },
        };
        var page = new List<OutdatedMonth>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            page.Add(
                new OutdatedMonth(
                    new PlantMonth(PlantCode.Trusted(reader.GetString(0)), Month.FromIndex(reader.GetInt32(1))),
                    reader.GetInt32(2),
                    reader.GetFieldValue<byte[]>(3),
                    reader.GetFieldValue<byte[]>(4)
                )
            );
        return page;
    }

    /// <summary>A plant-month that stands on an older catalogue or older methods.</summary>
    private sealed record OutdatedMonth(PlantMonth Key, int CatalogueVersion, byte[] Body, byte[] LinesHash);
}

/// <summary>What a page of the sweep did.</summary>
/// <param name="CatalogueVersion">By which catalogue.</param>
/// <param name="Count">Plant-months looked at.</param>
/// <param name="Changed">Of them those that came out otherwise and were sent.</param>
/// <param name="Last">Where it ended.</param>
/// <param name="CannotBeCalculated">Why some could not.</param>
internal sealed record SweptPage(
    int CatalogueVersion,
    int Count,
    int Changed,
    PlantMonth? Last,
    IReadOnlyList<string> CannotBeCalculated
);
