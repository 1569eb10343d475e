using System.Text.Json;
using System.Text.RegularExpressions;
using CarbonPlatform.ServiceDefaults.Json;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace CarbonPlatform.ServiceDefaults;

/// <summary>Turns what an operation threw into a problem document, and tells nothing of the inside.</summary>
internal sealed partial class UnhandledFault(ILogger<UnhandledFault> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(
        HttpContext httpContext,
        Exception exception,
        CancellationToken cancellationToken
    )
    {
        if (httpContext.RequestAborted.IsCancellationRequested)
        {
            httpContext.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return true;
        }
        var refusal = RefusalFor(exception);
        if (refusal.Code == Refusals.InternalError.Code)
            LogFault(exception, httpContext.Request.Method, httpContext.Request.Path);
        else if (
            refusal.Status >= StatusCodes.Status500InternalServerError
            && exception is not ServiceOverloadedException
        )
            LogAway(
                refusal.Code,
                httpContext.Request.Method,
                httpContext.Request.Path,
                exception.GetBaseException().Message
            );
        await refusal.ToResult().ExecuteAsync(httpContext);
        return true;
    }

    internal static Refusal RefusalFor(Exception exception) =>
        exception switch
        {
            BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => Refusals.BodyTooLarge,
            BadHttpRequestException { StatusCode: StatusCodes.Status408RequestTimeout } => Refusals.BodyTooSlow,
            BadHttpRequestException { StatusCode: StatusCodes.Status415UnsupportedMediaType } =>
                Refusals.UnsupportedMediaType,
            BadHttpRequestException { InnerException: JsonException json } => JsonRefusal.Of(json),
            BadHttpRequestException bad when bad.Message.Contains("body", StringComparison.Ordinal) =>
                Refusals.MalformedJson("A JSON document is expected as the body.", []),
            BadHttpRequestException bad => Refusals.InvalidParameter(InOurWords(bad.Message)),
            ServiceOverloadedException overloaded => overloaded.Refusal,
            ServiceUnavailableException away => Refusals.ServiceUnavailable(away.Service),
            HttpRequestException or BrokenCircuitException or TimeoutRejectedException => Refusals.ServiceUnavailable(
                "another service"
            ),
            _ when DatabaseTrouble.IsIn(exception) => Refusals.DatabaseUnavailable,
            _ => Refusals.InternalError,
        };

    /// <summary>The framework speaks of C# parameters: <c>Failed to bind parameter "int year" from "abc".</c></summary>
    private static string InOurWords(string message) =>
        Binding().Match(message) is { Success: true } fault
            ? fault.Groups["value"] is { Success: true, Value: var value }
                ? $"'{fault.Groups["name"]}' cannot be '{value}'."
                : $"'{fault.Groups["name"]}' is missing."
            : "A parameter of the path, the query or a header is missing or cannot be read.";

    [GeneratedRegex(
        """parameter "\S* ?(?<name>\w+)"( from "(?<value>.*)"\.$)?""",
        RegexOptions.ExplicitCapture | RegexOptions.Singleline,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Binding();

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Path} failed")]
    private partial void LogFault(Exception exception, string method, string path);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Code}: {Method} {Path}: {Reason}")]
    private partial void LogAway(string code, string method, string path, string reason);
}
