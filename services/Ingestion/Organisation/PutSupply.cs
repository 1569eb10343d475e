using CarbonPlatform.Contracts;
using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Identity;
using Npgsql;
using static CarbonPlatform.ServiceDefaults.Parameter;

namespace CarbonPlatform.Ingestion.Organisation;

/// <summary>
/// <c>PUT /plants/{plant}/supplies/{receiver}</c>: the supplier, or the environment department, states from when to
/// when it supplies another plant, or that it does not. What was stated before stays in the record; of several
/// statements on a month the last one counts.
/// </summary>
internal static class PutSupply
{
    /// <summary>
    /// A record travels as one message, and nobody changes his mind so often. Those of the department do not count:
    /// what a supplier's key has stated keeps nobody else from stating.
    /// </summary>
    private const int MostStatements = 500;

    /// <summary>What is stated.</summary>
    internal sealed record Request
    {
        /// <summary><c>electricity</c> or <c>heat</c>.</summary>
        public required string Carrier { get; init; }

        /// <summary><c>confirmed</c>, or <c>refused</c>: it is not so, or no longer.</summary>
        public required string State { get; init; }

        /// <summary>First month.</summary>
        public required string From { get; init; }

        /// <summary>Last month; none while it stands.</summary>
        public string? To { get; init; }

        /// <summary>Why, with the document it rests on. Who states it and when is taken from the call.</summary>
        public required string Reason { get; init; }
    }

    /// <summary>What was stated of a supply, the last statement last.</summary>
    /// <param name="Version">Counts the changes of the supplier's record.</param>
    internal sealed record Response(
        string Supplier,
        string Receiver,
        IReadOnlyList<SupplyRecord> Statements,
        int Version
    );

    public static void MapPutSupply(this IEndpointRouteBuilder api) =>
        api.MapPut("/plants/{plant}/supplies/{receiver}", HandleAsync)
            .RequireAuthorization(Policies.SuppliesWrite)
            .Refuses(NoPlant("SX-A9"), RecordCheck.Example, SupplyRefusals.Example)
            .WithName(nameof(PutSupply))
            .TakesRecord<Request, Response>()
            .WithTags("organisation")
            .WithSummary("Confirms that a plant supplies another one with power or heat, or says that it does not.")
            .WithDescription(
                "For the supplier's own key and the environment department; the receiver alone cannot. What the "
                    + "department has refused the supplier cannot confirm. Sheets that it concerns get a new revision "
                    + "with reason master-data."
            );

    private static async Task<IResult> HandleAsync(
        string plant,
        string receiver,
        [AsParameters] WriteParameters asked,
        HttpContext call,
        Caller caller,
        WriteRecord record,
        NpgsqlDataSource database,
        TimeProvider time
    )
    {
        if (!PlantCode.TryParse(plant, out var supplier) || !caller.MaySee(supplier))
            return NoPlant(plant).ToResult();
        var knows =
            PlantCode.TryParse(receiver, out var to)
            && (caller.MaySee(to) || await IsNamedAsync(database, supplier, to, call.RequestAborted));
        var now = time.GetStorableNow();
        return await record.PutAsync<Request, Response>(
            call,
            asked,
            // What was stated before stays: nothing is overwritten.
            known => new Standing(known.Find(plant)?.Version ?? 0, IsReplaced: false),
            (known, body) =>
                known.Plants.TryGetValue(supplier, out var at)
                    ? Decide(at.Record, receiver, knows && known.Plants.ContainsKey(to!), body.Request, caller, now)
                    : NoPlant(plant),
            changed => new Response(
                changed.InForce.Plant!.Code,
                receiver,
                [.. changed.InForce.Plant.Supplies!.Where(supply => supply.Receiver == receiver)],
                changed.InForce.Version
            ),
            _ => null
        );
    }

    internal static Answer<WantedRecord> Decide(
        PlantRecord supplier,
        string receiver,
        bool receiverIsKnown,
        Request request,
        Caller caller,
        DateTimeOffset now
    )
    {
        var check = new RecordCheck();
        if (receiver == supplier.Code)
            check.Add(
                "receiver",
                RecordCodes.SupplyToItself,
                $"{receiver} would supply itself.",
                "The code of another plant: what a plant makes for itself is electricity.self.*."
            );
        else if (!receiverIsKnown)
            check.Add(
                "receiver",
                RecordCodes.UnknownPlant,
                $"There is no plant '{receiver}' that {supplier.Code} could be known to supply.",
                "The code of a plant of the group, of which a sheet names this plant as supplier; or ask the "
                    + "environment department."
            );
        check.Known("carrier", RecordCodes.UnknownCarrier, "carrier", request.Carrier, [.. Carriers.All]);
        check.Known("state", RecordCodes.UnknownSupplyState, "state of a supply", request.State, SupplyStates.Stated);
        check.Text("reason", request.Reason, 500);
        var (from, to) = (check.Month("from", request.From), check.Month("to", request.To));
        check.Span("to", from, to);
        var role = RoleOf(caller);
        if (role == SupplyRecord.AsSupplier && supplier.Supplies?.Count(s => s.IsOfSupplier()) >= MostStatements)
            check.Add(
                "plant",
                RecordCodes.TooManyStatements,
                $"{supplier.Code} has stated {MostStatements} things already.",
                $"At most {MostStatements} statements of the plant's own; a supply with an open end needs one. The "
                    + "environment department can state what is left to be stated."
            );
        if (check.Refusal is { } refusal)
            return refusal;

        var stated = new SupplyRecord
        {
            Receiver = receiver,
            Carrier = request.Carrier,
            State = request.State,
            From = from!.Value,
            To = to,
            Reason = request.Reason,
            StatedBy = caller.Id,
            StatedBySubject = caller.Subject,
            StatedAs = role,
            StatedAt = now,
        };
        var last = supplier.Supplies?.LastOrDefault(s => s.Receiver == receiver && s.Carrier == stated.Carrier);
        // What was stated last and is only sent again keeps its signature; the word of the other one is another.
        var again =
            last is not null
            && last.IsOfSupplier() == stated.IsOfSupplier()
            && stated with
            {
                StatedBy = last.StatedBy,
                StatedBySubject = last.StatedBySubject,
                StatedAs = last.StatedAs,
                StatedAt = last.StatedAt,
            } == last;
        if (!again && stated.IsOfSupplier() && RefusedByDepartment(supplier, stated) is { } held)
            return SupplyRefusals.RefusedByDepartment(supplier.Code, stated, held);
        return (WantedRecord)(again ? supplier : supplier with { Supplies = [.. supplier.Supplies ?? [], stated] });
    }

    /// <summary>
    /// The department's refusal that a supplier's confirmation would override in one of its months: it holds until the
    /// department states otherwise.
    /// </summary>
    private static SupplyRecord? RefusedByDepartment(PlantRecord supplier, SupplyRecord stated)
    {
        if (stated.State != SupplyStates.Confirmed)
            return null;
        // What the department says changes in these months and in no others.
        var months = (supplier.Supplies ?? [])
            .Where(supply => !supply.IsOfSupplier())
            .SelectMany(supply =>
                supply.To is { } to && to < Month.Max ? new[] { supply.From, to.Next } : [supply.From]
            )
            .Append(stated.From)
            .Where(stated.HoldsIn);
        return months
            .Order()
            .Select(month => supplier.SupplyIn(stated.Receiver, stated.Carrier, month, ofSupplier: false))
            .FirstOrDefault(supply => supply?.State == SupplyStates.Refused);
    }

    private static string RoleOf(Caller caller) =>
        caller.Plants is not null ? SupplyRecord.AsSupplier
        : caller.Is(Roles.Environment) ? Roles.Environment
        : Roles.Admin;

    private static Refusal NoPlant(string plant) => Refusals.NotFound($"There is no plant '{plant}'.");

    /// <summary>
    /// Whether a sheet names the plant as supplier. Which other plants there are a plant cannot find out here.
    /// </summary>
    private static async Task<bool> IsNamedAsync(
        NpgsqlDataSource database,
        PlantCode supplier,
        PlantCode receiver,
        CancellationToken cancellationToken
    )
    {
        await using var command = database.CreateCommand(
            "SELECT EXISTS (SELECT 1 FROM sheet WHERE plant = $1 AND mentions IS NOT NULL AND mentions @> ARRAY[$2])"
        );
        command.Parameters.Add(Value(receiver));
        command.Parameters.Add(Value(supplier));
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
