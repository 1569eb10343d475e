using System.Text.Json;
using CarbonPlatform.Contracts;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.Workbooks;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace CarbonPlatform.Ledger.Totals.Answering;

/// <summary>Totals on their way out: JSON, CSV or a workbook, each with its ETag.</summary>
/// <param name="question">What was asked.</param>
/// <param name="answer">The totals.</param>
/// <param name="mediaType">In what form they go.</param>
/// <param name="name">All that the answer depends on.</param>
internal sealed class TotalsResult(TotalsQuestion question, TotalsAnswer answer, string mediaType, string name)
    : IResult
{
    /// <summary>An answer of more rows goes out as it is written, and is remembered by nobody.</summary>
    private const int MostRowsAtOnce = 2_000;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var services = httpContext.RequestServices;
        var options = services.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        var tag = EntityTag.Of(name);
        if (mediaType == AnswerFormat.Json && answer.Rows.Count + answer.Co2e.Rows.Count <= MostRowsAtOnce)
        {
            var known = new RememberedAnswer(JsonSerializer.SerializeToUtf8Bytes(answer, options), tag);
            services.GetRequiredService<AnswersInMemory>().Keep(name, known);
            await new TaggedAnswer(known).ExecuteAsync(httpContext);
            return;
        }
        httpContext.Response.Headers.ETag = tag;
        if (EntityTag.IsKnownTo(httpContext.Request, tag))
            httpContext.Response.StatusCode = StatusCodes.Status304NotModified;
        else if (mediaType == AnswerFormat.Json)
            await httpContext.Response.WriteAsJsonAsync(answer, options, httpContext.RequestAborted);
        else
            await WriteTableAsync(httpContext);
    }

    private async Task WriteTableAsync(HttpContext context)
    {
        var response = context.Response;
        response.ContentType = mediaType == CsvTableWriter.MediaType ? mediaType + "; charset=utf-8" : mediaType;
        response.Headers.ContentDisposition =
            $"attachment; filename=\"totals-{Plain(answer.Org)}-{answer.From}-{answer.To}."
            + $"{AnswerFormat.ExtensionOf(mediaType)}\"";
        await using TableWriter writer =
            mediaType == CsvTableWriter.MediaType
                ? new CsvTableWriter(response.Body)
                : new XlsxTableWriter(response.Body);
        await TotalsTable.WriteAsync(question, answer, writer, context.RequestAborted);
    }

    private static string Plain(string org) =>
        string.Concat(org.Select(c => char.IsAsciiLetterOrDigit(c) || c == '-' ? c : '-'));
}

/// <summary>What <see cref="GetTotals"/> answers, for the API's document.</summary>
internal static class TotalsForms
{
    public static RouteHandlerBuilder ProducesTotals(this RouteHandlerBuilder operation) =>
        operation
            .Produces<TotalsAnswer>(
                StatusCodes.Status200OK,
                AnswerFormat.Json,
                CsvTableWriter.MediaType,
                XlsxTableWriter.MediaType
            )
            .AnswersUnlessKnown()
            .AnswersWith("Vary", "What the answer depends on beside the address.", "Accept")
            .AnswersWith(
                "Content-Disposition",
                "Of a table: the name of the file.",
                "attachment; filename=\"totals-GROUP-2024-01-2024-12.xlsx\"",
                StatusCodes.Status200OK,
                always: false
            )
            .Refuses([.. TotalsRefusals.Examples, AnswerFormat.NotAcceptable]);
}
