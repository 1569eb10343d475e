using CarbonPlatform.Contracts;
using CarbonPlatform.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CarbonPlatform.Ledger.Journal;

/// <summary>
/// <c>GET /internal/invariants</c>: what must hold at any moment. Per measure the sum of all postings is the sum of
/// the plant-months' lines is the sum of the roll-up, and as many lines stand behind each; the roll-up is what
/// memberships make of the plant-months; sequences have no gap; the rows of the record are what its leaves and roots
/// say (<see cref="RecordAudit"/>).
/// </summary>
internal static class Invariants
{
    private const string SumsSql = """
        WITH posted AS (
            SELECT l.measure, sum(p.amount) AS amount,
                sum(CASE WHEN p.reverses_sequence IS NULL THEN 1 ELSE -1 END) AS lines
            FROM posting p JOIN line l ON l.id = p.line_id GROUP BY l.measure),
        standing AS (
            SELECT l.measure, sum(c.amount) AS amount, count(*) AS lines
            FROM plant_month m CROSS JOIN LATERAL unnest(m.line_ids, m.amounts) AS c (line_id, amount)
                JOIN line l ON l.id = c.line_id
            GROUP BY l.measure),
        rolled_up AS (SELECT measure, sum(amount) AS amount, sum(line_count) AS lines FROM rollup GROUP BY measure)
        SELECT measure, coalesce(posted.amount, 0), coalesce(standing.amount, 0), coalesce(rolled_up.amount, 0),
            coalesce(posted.lines, 0)::bigint, coalesce(standing.lines, 0), coalesce(rolled_up.lines, 0)::bigint
        FROM posted FULL JOIN standing USING (measure) FULL JOIN rolled_up USING (measure) ORDER BY measure
        """;

    private const string RollUpColumns = """
        month, unit, category, basis, measure, counterparty_unit, amount, measured_amount, verified_amount,
        disputed_amount, provisional_amount, carried_amount, line_count, sold_lines, kept_lines
        """;

    private static readonly string s_misplacedSql = $"""
        WITH wanted AS (
            SELECT m.month, coalesce(home.unit, '') AS unit, l.category, l.basis, l.measure,
                CASE WHEN l.counterparty IS NOT NULL THEN coalesce(supplier.unit, '') END AS counterparty_unit,
                sum(c.amount) AS amount, coalesce(sum(c.amount) FILTER (WHERE p.measured), 0) AS measured_amount,
                coalesce(sum(c.amount) FILTER (WHERE p.statuses & {(int)LineStatuses.UnverifiedFactor} = 0), 0)
                    AS verified_amount,
                coalesce(sum(c.amount) FILTER (WHERE p.statuses & {(int)LineStatuses.DisputedFactor} <> 0), 0)
                    AS disputed_amount,
                coalesce(sum(c.amount) FILTER (WHERE p.statuses & {(int)LineStatuses.ProvisionalFactor} <> 0), 0)
                    AS provisional_amount,
                coalesce(sum(c.amount) FILTER (WHERE p.statuses & {(int)LineStatuses.CarriedForward} <> 0), 0)
                    AS carried_amount,
                count(*) AS line_count,
                count(*) FILTER (WHERE p.statuses & {(int)LineStatuses.CertificateSold} <> 0) AS sold_lines,
                count(*) FILTER (WHERE p.statuses & {(int)LineStatuses.CertificateKept} <> 0
                    OR p.statuses & {(int)LineStatuses.CertificateSold} <> 0 AND p.factor_set IS NULL) AS kept_lines
            FROM plant_month m
                CROSS JOIN LATERAL unnest(m.line_ids, m.amounts, m.provenance_ids) AS c (line_id, amount, provenance_id)
                JOIN line l ON l.id = c.line_id
                JOIN provenance p ON p.id = c.provenance_id
                LEFT JOIN membership home ON home.plant = m.plant
                    AND m.month >= home.from_month AND (home.to_month IS NULL OR m.month <= home.to_month)
                LEFT JOIN membership supplier ON supplier.plant = l.counterparty
                    AND m.month >= supplier.from_month AND (supplier.to_month IS NULL OR m.month <= supplier.to_month)
            GROUP BY 1, 2, 3, 4, 5, 6)
        SELECT count(*) FROM (
            (SELECT * FROM wanted EXCEPT SELECT {RollUpColumns} FROM rollup)
            UNION ALL
            (SELECT {RollUpColumns} FROM rollup
             WHERE (amount, measured_amount, verified_amount, disputed_amount, provisional_amount, carried_amount,
                line_count, sold_lines, kept_lines) <> (0, 0, 0, 0, 0, 0, 0, 0, 0)
             EXCEPT SELECT * FROM wanted)) AS differing
        """;

    private const string SequenceSql = """
        SELECT h.sequence, (SELECT count(*) FROM entry), coalesce((SELECT max(sequence) FROM entry), 0),
            (SELECT max(sequence) FROM position)
        FROM ledger_head h
        """;

    public static void MapGetInvariants(this IEndpointRouteBuilder app) =>
        app.MapGet("/internal/invariants", HandleAsync)
            .RequireAuthorization(Policies.Internal)
            .WithName("GetInvariants")
            .WithTags("Internal");

    /// <summary>Whether the ledger is sound.</summary>
    internal static async Task<Ok<Response>> HandleAsync(
        NpgsqlDataSource database,
        CancellationToken cancellationToken
    ) => TypedResults.Ok(await CheckAsync(database, cancellationToken));

    internal static async Task<Response> CheckAsync(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        // One snapshot for all statements; the writer goes on meanwhile.
        await using var transaction = await connection.BeginTransactionAsync(
            System.Data.IsolationLevel.RepeatableRead,
            cancellationToken
        );
        await using var check = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand(SumsSql),
                new NpgsqlBatchCommand(s_misplacedSql),
                new NpgsqlBatchCommand(SequenceSql),
                new NpgsqlBatchCommand(RecordAudit.StraySql),
            },
            Timeout = 300,
        };
        await using var reader = await check.ExecuteReaderAsync(cancellationToken);
        var measures = new List<MeasureSums>();
        while (await reader.ReadAsync(cancellationToken))
        {
            measures.Add(
                new MeasureSums(
                    reader.GetString(0),
                    reader.GetDecimal(1),
                    reader.GetDecimal(2),
                    reader.GetDecimal(3),
                    reader.GetInt64(4),
                    reader.GetInt64(5),
                    reader.GetInt64(6)
                )
            );
        }
        await reader.NextResultAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var misplaced = reader.GetInt64(0);
        await reader.NextResultAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var (head, entries, newest, position) = (
            reader.GetInt64(0),
            reader.GetInt64(1),
            reader.GetInt64(2),
            reader.GetInt64(3)
        );
        await reader.NextResultAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var stray = reader.GetInt64(0);
        await reader.DisposeAsync();

        var faults = measures
            .Where(sums => !sums.AreEqual)
            .Select(sums => $"{sums.Measure}: the sums of postings, plant-months and roll-up differ")
            .ToList();
        if (misplaced > 0)
            faults.Add($"{misplaced} sums of the roll-up are not what plant-months and memberships make");
        if (head != entries || head != newest || head != position)
            faults.Add(
                $"the head is at {head}, the newest of {entries} entries is {newest}, the newest position {position}"
            );
        if (stray > 0)
            faults.Add($"{stray} postings, gaps, records or positions are of no entry");
        await using var ledger = new LedgerDb(new DbContextOptionsBuilder<LedgerDb>().UseNpgsql(connection).Options);
        await ledger.Database.UseTransactionAsync(transaction, cancellationToken);
        faults.AddRange(await new RecordAudit(ledger).CheckAsync(cancellationToken));
        return new Response(faults.Count == 0, head, measures, faults);
    }

    /// <summary>The result.</summary>
    /// <param name="Holds">Whether everything holds.</param>
    /// <param name="Sequence">Position that was looked at.</param>
    /// <param name="Measures">The sums per measure.</param>
    /// <param name="Faults">What does not hold.</param>
    internal sealed record Response(
        bool Holds,
        long Sequence,
        IReadOnlyList<MeasureSums> Measures,
        IReadOnlyList<string> Faults
    );

    /// <summary>Sums and numbers of lines of a measure, three times over.</summary>
    internal sealed record MeasureSums(
        string Measure,
        decimal Postings,
        decimal PlantMonths,
        decimal RollUp,
        long PostedLines,
        long StandingLines,
        long RolledUpLines
    )
    {
        /// <summary>Whether they are the same.</summary>
        public bool AreEqual =>
            Postings == PlantMonths
            && PlantMonths == RollUp
            && PostedLines == StandingLines
            && StandingLines == RolledUpLines;
    }
}
