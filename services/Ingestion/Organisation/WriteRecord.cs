using CarbonPlatform.Contracts;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.ServiceDefaults.Reporting;

namespace CarbonPlatform.Ingestion.Organisation;

/// <summary>What a call that writes a record takes and answers, for the API's document.</summary>
internal static class RecordForms
{
    private static readonly Refusal[] s_ofConditions =
    [
        RevisionTag.Malformed,
        RevisionTag.Missing(3, Tagged.Record),
        RevisionTag.Stale(3, "version 2", Tagged.Record),
    ];

    public static RouteHandlerBuilder TakesRecord<TRequest, TView>(this RouteHandlerBuilder operation)
        where TRequest : notnull =>
        operation
            .Accepts<TRequest>("application/json")
            .Produces<TView>()
            .OrAnswers<ChangePreview>()
            .AnswersWith("ETag", "The version, as If-Match takes it; not with a preview.", "\"3\"", always: false)
            .WithChoice("preview", "true", "false")
            .Refuses([.. s_ofConditions, RecordRefusals.MembersLeftOut(["name"]), AmountRefusals.TooLargeToWrite]);

    public static RouteHandlerBuilder TakesRecordBack(this RouteHandlerBuilder operation) =>
        operation
            .Produces(StatusCodes.Status204NoContent)
            .Refuses([
                .. s_ofConditions,
                RecordRefusals.InUse(
                    "plant",
                    "SX-A1",
                    [new RecordUse("Sheets speak of it: SX-A1 2024-03.", RecordUse.Ends)]
                ),
            ]);
}

/// <summary>
/// Carries out a call that writes a record, from its headers to its answer: the record with its version as ETag, or,
/// where only that was asked, what it would move.
/// </summary>
internal sealed class WriteRecord(ChangeOrganisation organisation, MovedTotals moved)
{
    /// <summary>A call with a body.</summary>
    /// <param name="call">The call.</param>
    /// <param name="asked">Its terms.</param>
    /// <param name="standing">What stands where it writes.</param>
    /// <param name="decide">What becomes of it.</param>
    /// <param name="view">The record as it is answered.</param>
    /// <param name="madeAt">The address of what it makes; null where that was there already.</param>
    public async Task<IResult> PutAsync<TRequest, TView>(
        HttpContext call,
        WriteParameters asked,
        Func<OrganisationState, Standing> standing,
        Func<OrganisationState, RecordBody<TRequest>, Answer<WantedRecord>> decide,
        Func<ChangedRecord, TView> view,
        Func<ChangedRecord, string?> madeAt
    )
        where TRequest : class
    {
        if (asked.Read().IsRefused(out var refusal, out var terms))
            return refusal.ToResult();
        var read = await RecordBody<TRequest>.ReadAsync(call.Request, call.RequestAborted);
        if (read.IsRefused(out refusal, out var body))
            return refusal.ToResult();
        var answer = await organisation.ExecuteAsync(
            Caller.Of(call),
            terms,
            standing,
            known => decide(known, body),
            call.RequestAborted
        );
        if (answer.IsRefused(out refusal, out var changed))
            return refusal.ToResult();
        if (terms.IsPreview)
            return (await moved.PreviewAsync(changed, Caller.Of(call), call.RequestAborted)).IsRefused(
                out refusal,
                out var preview
            )
                ? refusal.ToResult()
                : TypedResults.Ok(preview);
        call.Response.Headers.ETag = RevisionTag.Write(changed.InForce.Version);
        return madeAt(changed) is { } address
            ? TypedResults.Created(address, view(changed))
            : TypedResults.Ok(view(changed));
    }

    /// <summary>Takes back what was made by mistake.</summary>
    public async Task<IResult> DeleteAsync(
        HttpContext call,
        string? ifMatch,
        Func<OrganisationState, Standing> standing,
        Func<OrganisationState, Answer<WantedRecord>> decide
    )
    {
        if (!RevisionTag.TryRead(ifMatch, out var seen))
            return RevisionTag.Malformed.ToResult();
        var terms = new WriteTerms(seen, Since: null, IsPreview: false);
        var answer = await organisation.ExecuteAsync(Caller.Of(call), terms, standing, decide, call.RequestAborted);
        return answer.IsRefused(out var refusal, out _) ? refusal.ToResult() : TypedResults.NoContent();
    }
}
