using CarbonPlatform.Contracts;
using CarbonPlatform.Messaging;
using CarbonPlatform.Quantities;
using CarbonPlatform.Record;
using CarbonPlatform.ServiceDefaults.Database;
using Npgsql;
using NpgsqlTypes;
using static CarbonPlatform.ServiceDefaults.Parameter;

namespace CarbonPlatform.Ledger.Journal.Kinds;

/// <summary>
/// A record of the organisation: an entry in itself. When it moves a plant to another unit, the sums of the roll-up
/// move with it.
/// </summary>
internal sealed class OrganisationRecordWork(ChangedRecord changed) : LedgerWork
{
    private static readonly Columns<(ChangedRecord Changed, long Sequence)> s_record = new Columns<(
        ChangedRecord Changed,
        long Sequence
    )>("organisation_record")
        .Add("kind", row => row.Changed.Kind)
        .Add("code", row => row.Changed.Code)
        .Add("version", row => row.Changed.Version)
        .Add("sequence", row => row.Sequence)
        .Add("record", NpgsqlDbType.Json, row => row.Changed.Bytes);

    private static readonly Columns<(PlantRecord Plant, int Version)> s_plant = new Columns<(
        PlantRecord Plant,
        int Version
    )>("plant")
        .Add("code", row => row.Plant.Code)
        .Add("version", row => row.Version)
        .Add("from_month", row => row.Plant.From)
        .Add("to_month", row => row.Plant.To);

    private static readonly string s_renewPlant = $"ON CONFLICT (code) DO UPDATE SET {s_plant.Overwrite("code")}";

    private static readonly Columns<HomeSpan> s_membership = new Columns<HomeSpan>("membership")
        .Add("from_month", span => span.From)
        .Add("to_month", span => span.To)
        .Add("unit", span => span.Unit)
        .Shared("plant");

    public override async ValueTask<bool> ApplyAsync(LedgerBatch batch)
    {
        var held = batch.Memory.Record(changed.Kind, changed.Code)?.Version ?? 0;
        if (changed.Version <= held)
            return false;
        if (!Counting.MayFollow(changed.Version, held))
            throw new PoisonMessageException(
                $"{changed.Kind} {changed.Code}: version {changed.Version} would follow on {held}; nobody has made so "
                    + "many changes."
            );

        var sequence = batch.NextSequence;
        batch.Append(
            new NewEntry(
                new EntryHead
                {
                    Sequence = sequence,
                    Reason = Reasons.Organisation,
                    RecordedAt = batch.Now,
                },
                new OrganisationBody(changed.Kind, changed.Code, changed.Version, changed.Bytes)
            )
        );
        batch.Memory.Learn(changed.Kind, changed.Code, new AppliedRecord(changed.Version, sequence, batch.Now));
        batch.Write(s_record.InsertOne((changed, sequence)));
        if (changed.Plant is { } plant)
            await SettleAsync(batch, plant);
        return true;
    }

    public override EntryPostedEvent Receipt(LedgerBatch batch, KnownPosition position)
    {
        var applied = batch.Memory.Record(changed.Kind, changed.Code)!.Value;
        return new EntryPostedEvent
        {
            Kind = EntryPostedEvent.OrganisationKind,
            RecordKind = changed.Kind,
            RecordCode = changed.Code,
            RecordVersion = applied.Version,
            Sequence = applied.Sequence,
            RecordedAt = applied.RecordedAt,
            Position = position.Sequence,
            RootHash = Convert.ToHexStringLower(position.Root),
            Postings = 0,
            OpenGaps = 0,
        };
    }

    private async Task SettleAsync(LedgerBatch batch, PlantRecord plant)
    {
        var home = PlantHome.Of(plant.Memberships);
        var number = batch.Codes.NumberOf(plant.Code);
        var before = batch.Memory.HomeOf(number);
        if (!home.IsSame(before))
            await MoveAsync(batch, PlantCode.Trusted(plant.Code), before, home);
        batch.Memory.Learn(number, home);

        batch.Write(s_plant.InsertOne((plant, changed.Version), s_renewPlant));
        batch.Write(
            new NpgsqlBatchCommand("DELETE FROM membership WHERE plant = $1") { Parameters = { Value(plant.Code) } }
        );
        batch.Write(s_membership.Insert([.. home.Spans()], shared: Value(plant.Code)));
    }

    /// <summary>
    /// Moves what the plant posted, and what others posted with it as counterparty, to the units that now hold for
    /// those months. Only the roll-up moves: postings do not name a unit.
    /// </summary>
    private static async Task MoveAsync(LedgerBatch batch, PlantCode plant, PlantHome before, PlantHome after)
    {
        var concerned = await batch.PlantsWithCounterpartyAsync(plant);
        concerned.Add(plant);
        await batch.LearnLinesAsync(concerned);
        foreach (var month in await batch.MonthsOfAsync(concerned))
        {
            if (before.UnitIn(month.Key.Month) != after.UnitIn(month.Key.Month))
                batch.RollUp.Move(batch.Memory, month, batch.Codes.NumberOf(plant.Value), before, after);
        }
    }
}
