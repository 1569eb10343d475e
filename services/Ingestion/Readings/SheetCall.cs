using System.Data;
using CarbonPlatform.Contracts;
using CarbonPlatform.Ingestion.Claims;
using CarbonPlatform.Ingestion.Organisation;
using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Identity;
using Npgsql;
using static CarbonPlatform.ServiceDefaults.Parameter;

namespace CarbonPlatform.Ingestion.Readings;

/// <summary>A call that changes a sheet.</summary>
/// <param name="Caller">Who hands it in.</param>
/// <param name="Key">What makes a repetition the same call.</param>
/// <param name="TraceParent">The trace that the event goes on with.</param>
internal sealed record SheetCall(Caller Caller, IdempotencyKey Key, SheetInput Input, string? TraceParent);

/// <summary>What a call finds.</summary>
internal sealed class FoundByCall
{
    /// <summary>Class of the advisory locks of plants.</summary>
    private const int PlantLockClass = 0x504C;

    /// <summary>No other process has a call with its key under way.</summary>
    public bool IsAlone { get; private set; }

    /// <summary>What was answered under its key before, or that this was for another body.</summary>
    public Answer<RememberedCall>? Answered { get; private set; }

    public StandingSheet Standing { get; private set; } = StandingSheet.None;

    /// <summary>Sheets of others that speak of the same supplies.</summary>
    public List<NamingSheet> Around { get; } = [];

    /// <summary>
    /// Reads it in one round trip. Each statement sees what was committed before it began: the answer that another call
    /// with the key stored before it let go of the lock, and the organisation after whoever was changing it had
    /// finished.
    /// </summary>
    /// <param name="calls">The calls, of which no two are for one sheet.</param>
    /// <param name="months">
    /// The months of which sheets may be changed; true where these calls alone may change what is claimed.
    /// </param>
    /// <param name="connection">In the transaction of the calls.</param>
    /// <returns>What each call finds, in their order, and the version of the organisation.</returns>
    public static async Task<(FoundByCall[] Found, long OrganisationVersion)> ReadAsync(
        IReadOnlyList<SheetCall> calls,
        IReadOnlyDictionary<Month, bool> months,
        NpgsqlConnection connection
    )
    {
        var found = calls.Select(_ => new FoundByCall()).ToArray();
        var version = 0L;
        var (hold, known) = RememberedCall.Find([.. calls.Select(call => call.Key)]);
        await new Questions()
            .Ask(hold, row => Of(row).IsAlone = row.GetBoolean("alone"))
            .Ask(known, row => Of(row).Answered = RememberedCall.Of(row, calls[Place(row)].Key))
            .First($"SELECT pg_advisory_xact_lock_shared({OrganisationCache.LockClass}, 0)")
            .Ask(ClaimLock.Of(months), _ => { })
            .Ask(
                new NpgsqlBatchCommand(
                    // Months of a plant speak of each other: what one process writes the next one must see. In one
                    // order, so that nobody waits crosswise.
                    $"""
                    SELECT pg_advisory_xact_lock({PlantLockClass}, plant)
                    FROM (SELECT DISTINCT hashtext(plant) AS plant FROM unnest($1) AS plant ORDER BY 1) AS in_order
                    """
                )
                {
                    Parameters = { Column(calls, call => call.Input.Plant) },
                },
                _ => { }
            )
            .Ask(
                new NpgsqlBatchCommand("SELECT version FROM organisation_head"),
                row => version = row.GetInt64("version")
            )
            .Ask(
                new NpgsqlBatchCommand(
                    """
                    SELECT place, s.revision, s.applied_revision, s.refused_revision, s.suppliers_as_named, e.body,
                        r.submission_id, r.calculated_at
                    FROM unnest($1, $2) WITH ORDINALITY AS given (plant, month, place)
                    JOIN sheet s USING (plant, month)
                    LEFT JOIN event e ON e.id = s.event_id
                    LEFT JOIN revision r ON r.plant = s.plant AND r.month = s.month AND r.revision = s.revision
                    """
                )
                {
                    Parameters = { Column(calls, call => call.Input.Plant), Column(calls, call => call.Input.Month) },
                },
                row => Of(row).Standing = Sheet(row)
            )
            .Ask(
                new NpgsqlBatchCommand(
                    """
                    SELECT place, e.body
                    FROM unnest($1, $2) WITH ORDINALITY AS given (plant, month, place)
                    CROSS JOIN LATERAL (
                        SELECT event_id FROM sheet
                        WHERE sheet.plant = given.plant AND sheet.month < given.month
                        ORDER BY sheet.month DESC
                        LIMIT 1
                    ) before
                    JOIN event e ON e.id = before.event_id
                    """
                )
                {
                    Parameters =
                    {
                        Column(calls, call => call.Input.Plant),
                        // Only meters are held against it; before the first month there is nothing.
                        Column(calls, call => NamesMeter(call) ? call.Input.Month : Month.Min),
                    },
                },
                row =>
                    Of(row).Standing = Of(row).Standing with
                    {
                        Before = EventJson.ReadingsAccepted(row.GetFieldValue<byte[]>("body")),
                    }
            )
            .Ask(
                new NpgsqlBatchCommand(
                    $"""
                    SELECT place, {ReportedActivities.Before("given")} AS reported_before,
                        EXISTS (
                            SELECT FROM sheet later WHERE later.plant = given.plant AND later.month
                                BETWEEN given.month + 1 AND given.month + {ReportedActivities.MonthsBefore}
                        ) AS has_later
                    FROM unnest($1, $2) WITH ORDINALITY AS given (plant, month, place)
                    """
                )
                {
                    Parameters = { Column(calls, call => call.Input.Plant), Column(calls, call => call.Input.Month) },
                },
                row =>
                    Of(row).Standing = Of(row).Standing with
                    {
                        ReportedBefore = LaterSheets.BeforeOf(row),
                        HasLater = row.GetBoolean("has_later"),
                    }
            )
            .Ask(
                NamingSheet.Around([.. calls.Select(call => (call.Input.Plant, call.Input.Month, Suppliers(call)))]),
                row => Of(row).Around.Add(NamingSheet.WithClaims(row))
            )
            .AnswerAsync(connection, CancellationToken.None);
        return (found, version);

        FoundByCall Of(NpgsqlDataReader row) => found[Place(row)];

        static int Place(NpgsqlDataReader row) => (int)row.GetInt64("place") - 1;
    }

    private static bool NamesMeter(SheetCall call) => call.Input.Readings.Any(reading => reading.Meter is not null);

    /// <summary>The plants that a request names as supplier; what is no code is refused elsewhere.</summary>
    private static HashSet<PlantCode> Suppliers(SheetCall call)
    {
        var suppliers = new HashSet<PlantCode>();
        foreach (var attribute in call.Input.Readings.SelectMany(reading => reading.Attributes))
        {
            if (attribute.Name == "supplierPlant" && PlantCode.TryParse(attribute.Text, out var supplier))
                suppliers.Add(supplier);
        }
        return suppliers;
    }

    private static StandingSheet Sheet(NpgsqlDataReader row)
    {
        var (revision, applied) = (row.GetInt32("revision"), row.GetInt32("applied_revision"));
        return row.IsDBNull("body")
            ? StandingSheet.None with
            {
                Revision = revision,
                Applied = applied,
            }
            : new StandingSheet(
                revision,
                applied,
                EventJson.ReadingsAccepted(row.GetFieldValue<byte[]>("body")),
                row.GetGuid("submission_id"),
                SubmissionState.Of(revision, !row.IsDBNull("calculated_at"), applied, row.GetInt32("refused_revision"))
            )
            {
                SuppliersAsNamed = row.GetBoolean("suppliers_as_named"),
            };
    }
}
