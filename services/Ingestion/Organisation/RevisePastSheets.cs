using CarbonPlatform.Contracts;
using CarbonPlatform.Ingestion.Claims;
using CarbonPlatform.Ingestion.Readings;
using CarbonPlatform.Messaging;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.Vocabulary;
using Npgsql;

namespace CarbonPlatform.Ingestion.Organisation;

/// <summary>
/// A sheet carries its plant and sources as they were in its month. When a change of a plant makes that another, the
/// sheet gets a new revision (reason <c>master-data</c>): sheets of the plant itself, and sheets of others that name it
/// as supplier or customer when it begins or ceases to be of the group, or when it is stated whom it supplies. Sheets
/// of which by such a change only the share of what they claim is another one get theirs with reason <c>claim</c>.
/// </summary>
internal sealed class RevisePastSheets(DeliverySettings delivery, ActivityVocabulary activities, TimeProvider time)
{
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
        var concerned = new ConcernedSheets(question.Plant, membershipMoves, [.. supplied]);
        var claiming = await concerned.ClaimingAsync(connection, cancellationToken);
        var weighed = new WeighedClaims(claiming, question.Known, claiming, question.Organisation);
        var reweighed = weighed.Changed().ToHashSet();
        var affected = await concerned.ReadAsync(
            connection,
            itself: before is null || before with { Supplies = after.Supplies } != after,
            reweighed,
            cancellationToken
        );

        var findings = new PastFindings(question, activities);
        var revised = new List<(ReadingsAcceptedEvent Sheet, bool AsNamed)>();
        var moved = new List<MovedMonth>();
        var now = time.GetUtcNow();
        foreach (var stored in affected)
        {
            var sheet = EventJson.ReadingsAccepted(stored.Body);
            var renewed = stored.IsNamed ? Renewed(sheet, stored, question) : sheet;
            var isChanged = stored.IsNamed && !EventJson.Serialize(renewed).AsSpan().SequenceEqual(stored.Body);
            if (sheet.Plant == question.Plant && sheet.Readings.Count > 0)
            {
                findings.Look(sheet, renewed);
                if (isChanged || question.MovesIn(sheet.Month))
                    findings.Rewrite(sheet.Month);
            }
            if (sheet.Plant == question.Plant && before?.UnitIn(sheet.Month) != after.UnitIn(sheet.Month))
                moved.Add(new MovedMonth(sheet.Month, before?.UnitIn(sheet.Month), after.UnitIn(sheet.Month)));
            if (reweighed.Contains((sheet.Plant, sheet.Month)))
                renewed = renewed with { Claims = weighed.Of(sheet.Plant, sheet.Month) };
            else if (!isChanged)
                continue;
            if (Counting.Next(stored.Revision) is not { } revision)
            {
                findings.Spend(sheet.Month);
                continue;
            }
            var reason = isChanged ? Reasons.MasterData : Reasons.Claim;
            revised.Add((renewed.AsRevision(revision, reason, now), stored.AsNamed));
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

    private static ReadingsAcceptedEvent Renewed(
        ReadingsAcceptedEvent sheet,
        ConcernedSheet stored,
        PastQuestion question
    )
    {
        var plant = question.Organisation.Plants[sheet.Plant].Record;
        return sheet
            .With(plant, question.Organisation, stored.AsNamed, stored.Reported)
            .WithMissingOf(sheet, sheet.Plant == question.Plant ? question.Before : plant, plant);
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
