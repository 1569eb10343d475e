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
    private const int MonthsShown = 6;

    private sealed record Stored(int Revision, byte[] Body, bool AsNamed, ReportedBefore Before);

    /// <summary>
    /// Makes the revisions in the caller's transaction, or says why the change cannot be: it would leave readings
    /// without their source or plant.
    /// </summary>
    public async Task<IReadOnlyList<RefusalItem>> ExecuteAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction transaction,
        PlantRecord? before,
        PlantRecord after,
        OrganisationState organisation,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var membershipMoves = before is null || before.From != after.From || before.To != after.To;
        var changed = PlantCode.Trusted(after.Code);
        // Statements are only ever added: those that are new say whose sheets they concern.
        var supplied = (after.Supplies ?? []).Skip(before?.Supplies?.Count ?? 0).Select(supply => supply.Receiver);
        var affected = await AffectedAsync(
            connection,
            transaction,
            changed,
            itself: before is null || before with { Supplies = after.Supplies } != after,
            whoNamesIt: membershipMoves,
            whomItSupplies: [.. supplied],
            cancellationToken
        );

        var orphanedMonths = new List<Month>();
        var spentMonths = new List<Month>();
        var misplaced = new SortedDictionary<string, SortedSet<string>>(StringComparer.Ordinal);
        var orphanedSources = new SortedDictionary<string, SortedSet<Month>>(StringComparer.Ordinal);
        var revised = new List<(ReadingsAcceptedEvent Sheet, bool AsNamed)>();
        var now = time.GetUtcNow();
        foreach (var stored in affected)
        {
            var sheet = EventJson.ReadingsAccepted(stored.Body);
            var plant = organisation.Plants[sheet.Plant].Record;
            var renewed = sheet
                .With(plant, organisation, stored.AsNamed, stored.Before)
                .WithMissingOf(sheet, sheet.Plant == changed ? before : plant, plant);
            if (sheet.Plant == changed && sheet.Readings.Count > 0)
            {
                if (!after.ReportsIn(sheet.Month))
                    orphanedMonths.Add(sheet.Month);
                foreach (
                    var source in sheet
                        .Readings.Select(r => r.Source)
                        .Distinct(StringComparer.Ordinal)
                        .Except(renewed.Sources.Select(s => s.Code), StringComparer.Ordinal)
                )
                {
                    if (!orphanedSources.TryGetValue(source, out var months))
                        orphanedSources.Add(source, months = []);
                    months.Add(sheet.Month);
                }
                Misplaced(sheet, before, after, misplaced);
            }
            if (EventJson.Serialize(renewed).AsSpan().SequenceEqual(stored.Body))
                continue;
            if (Counting.Next(stored.Revision) is not { } revision)
            {
                spentMonths.Add(sheet.Month);
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

        var findings = new List<RefusalItem>();
        if (orphanedMonths.Count > 0)
            findings.Add(
                new RefusalItem(
                    null,
                    "from",
                    RecordCodes.PlantHasReadings,
                    $"There are readings of {after.Code} in {Shown(orphanedMonths)}, "
                        + "outside the span that it would report for.",
                    "A span that holds every month with readings; or withdraw those readings first."
                )
            );
        if (spentMonths.Count > 0)
            findings.Add(
                new RefusalItem(
                    null,
                    "from",
                    RecordCodes.NoRevisionLeft,
                    $"Sheets that it changes, in {Shown(spentMonths)}, take no more revisions: the ledger holds one "
                        + "that nobody has accepted.",
                    "Whoever runs the platform looks at GET /reconciliation, 'beyond'."
                )
            );
        findings.AddRange(
            orphanedSources.Select(o => new RefusalItem(
                null,
                "from",
                RecordCodes.SourceHasReadings,
                $"There are readings of {o.Key} in {Shown(o.Value)}, where it would not exist.",
                "A span of the source that holds every month with readings; or withdraw those readings first."
            ))
        );
        findings.AddRange(
            misplaced.Select(m => new RefusalItem(
                null,
                "kind",
                SheetCodes.ActivityNotAtSource,
                $"{m.Key} has reported {string.Join(", ", m.Value)}, which the new kind cannot have.",
                "A kind that can have what was reported; or withdraw those readings first."
            ))
        );
        if (findings.Count == 0 && revised.Count > 0)
            await StoreAsync(connection, transaction, revised, caller, now, cancellationToken);
        return findings;
    }

    /// <summary>What a source of another kind than before has reported and cannot have.</summary>
    private void Misplaced(
        ReadingsAcceptedEvent sheet,
        PlantRecord? before,
        PlantRecord after,
        SortedDictionary<string, SortedSet<string>> misplaced
    )
    {
        foreach (var reading in sheet.Readings)
        {
            var was = before?.Sources.FirstOrDefault(source => source.Code == reading.Source)?.Kind;
            var kind = after.Sources.FirstOrDefault(source => source.Code == reading.Source)?.Kind;
            if (was is null || kind is null || was == kind || activities.Places.Allow(reading.Activity, kind))
                continue;
            if (!misplaced.TryGetValue(reading.Source, out var reported))
                misplaced.Add(reading.Source, reported = new SortedSet<string>(StringComparer.Ordinal));
            reported.Add(reading.Activity);
        }
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
            $"""
            SELECT greatest(s.revision, s.applied_revision), e.body, s.suppliers_as_named,
                {ReportedActivities.Before("s")} AS reported_before
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
            stored.Add(
                new Stored(
                    reader.GetInt32(0),
                    reader.GetFieldValue<byte[]>(1),
                    reader.GetBoolean(2),
                    LaterSheets.BeforeOf(reader)
                )
            );
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

    private static string Shown(IReadOnlyCollection<Month> months) =>
        string.Join(", ", months.Take(MonthsShown))
        + (months.Count > MonthsShown ? $" and {months.Count - MonthsShown} more months" : "");
}
