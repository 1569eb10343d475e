using CarbonPlatform.Contracts;
using CarbonPlatform.Ingestion.Readings;
using CarbonPlatform.Messaging;
using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.Vocabulary;
using Npgsql;

namespace CarbonPlatform.Ingestion.Organisation;

/// <summary>
/// A sheet carries its plant and sources as they were in its month. When a change of a plant makes that another, the
/// sheet gets a new revision (reason <c>master-data</c>): sheets of the plant itself, and sheets of others that name it
/// as supplier or customer when it begins or ceases to be of the group, or when it is stated whom it supplies.
/// </summary>
internal sealed class RevisePastSheets(DeliverySettings delivery, ActivityVocabulary activities, TimeProvider time)
{
    private sealed record Stored(int Revision, byte[] Body, bool AsNamed);

    /// <summary>
    /// Makes the revisions in the caller's transaction, or says why the change cannot be: it would leave readings
    /// without their source or plant, or rewrite the past by what was said of today.
    /// </summary>
    public async Task<PastChange> ExecuteAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        PastQuestion question,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var (before, after) = (question.Before, question.After);
        var membershipMoves = before is null || before.From != after.From || before.To != after.To;
        // Statements are only ever added: those that are new say whose sheets they concern.
        var supplied = (after.Supplies ?? []).Skip(before?.Supplies?.Count ?? 0).Select(supply => supply.Receiver);
        var affected = await AffectedAsync(
            connection,
            transaction,
            question.Plant,
            itself: before is null || before with { Supplies = after.Supplies } != after,
            whoNamesIt: membershipMoves,
            whomItSupplies: [.. supplied],
            cancellationToken
        );

        var findings = new PastFindings(question, activities);
        var revised = new List<(ReadingsAcceptedEvent Sheet, bool AsNamed)>();
        var moved = new List<MovedMonth>();
        var now = time.GetUtcNow();
        foreach (var stored in affected)
        {
            var sheet = EventJson.ReadingsAccepted(stored.Body);
            var plant = question.Organisation.Plants[sheet.Plant].Record;
            var renewed = sheet.With(plant, question.Organisation, stored.AsNamed);
            var isChanged = !EventJson.Serialize(renewed).AsSpan().SequenceEqual(stored.Body);
            if (sheet.Plant == question.Plant && sheet.Readings.Count > 0)
            {
                findings.Look(sheet, renewed);
                if (isChanged || question.MovesIn(sheet.Month))
                    findings.Rewrite(sheet.Month);
            }
            if (sheet.Plant == question.Plant && before?.UnitIn(sheet.Month) != after.UnitIn(sheet.Month))
                moved.Add(new MovedMonth(sheet.Month, before?.UnitIn(sheet.Month), after.UnitIn(sheet.Month)));
            if (!isChanged)
                continue;
            if (Counting.Next(stored.Revision) is not { } revision)
            {
                findings.Spend(sheet.Month);
                continue;
            }
            revised.Add(
                (
                    renewed with
                    {
                        Revision = revision,
                        Reason = Reasons.MasterData,
                        SubmissionId = Guid.CreateVersion7(now),
                        AcceptedAt = now,
                    },
                    stored.AsNamed
                )
            );
        }

        var all = findings.All();
        if (all.Count == 0 && revised.Count > 0 && !question.Terms.IsPreview)
            await StoreAsync(connection, transaction, revised, caller, now, cancellationToken);
        return new PastChange(
            all,
            [.. revised.Select(made => (made.Sheet.Plant, made.Sheet.Month))],
            moved,
            findings.SinceNeeded
        );
    }

    private static async Task<List<Stored>> AffectedAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        PlantCode plant,
        bool itself,
        bool whoNamesIt,
        string[] whomItSupplies,
        CancellationToken cancellationToken
    )
    {
        // In the order of the key, so that nobody who locks two sheets can wait for us crosswise.
        await using var command = new NpgsqlCommand(
            """
            SELECT greatest(s.revision, s.applied_revision), e.body, s.suppliers_as_named
            FROM sheet s JOIN event e ON e.id = s.event_id
            WHERE ($2 AND s.plant = $1) OR (s.mentions @> ARRAY[$1] AND ($3 OR s.plant = ANY ($4)))
            ORDER BY s.plant, s.month
            FOR UPDATE OF s
            """,
            connection,
            transaction
        )
        {
            Parameters =
            {
                Parameter.Value(plant),
                Parameter.Value(itself),
                Parameter.Value(whoNamesIt),
                Parameter.Value(whomItSupplies),
            },
        };
        var stored = new List<Stored>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            stored.Add(new Stored(reader.GetInt32(0), reader.GetFieldValue<byte[]>(1), reader.GetBoolean(2)));
        return stored;
    }

    private async Task StoreAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        List<(ReadingsAcceptedEvent Sheet, bool AsNamed)> revised,
        Caller caller,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var eventIds = await Outbox.AddAsync(
            connection,
            transaction,
            [.. revised.Select(r => new OutgoingEvent(EventTypes.ReadingsAccepted, EventJson.Serialize(r.Sheet)))],
            now,
            cancellationToken
        );
        List<NewRevision> made =
        [
            .. revised.Zip(eventIds, (made, eventId) => new NewRevision(made.Sheet, eventId, caller, made.AsNamed)),
        ];
        await using var batch = new NpgsqlBatch(connection, transaction)
        {
            BatchCommands = { NewRevision.Add(made), NewRevision.Advance(made, delivery.Grace) },
        };
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }
}
