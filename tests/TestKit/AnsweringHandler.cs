namespace CarbonPlatform.TestKit;

/// <summary>Stands where a service would answer: with what the test says.</summary>
/// <param name="answer">The answer to a call.</param>
public sealed class AnsweringHandler(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
{
    /// <inheritdoc/>
    protected override Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    ) => Task.FromResult(answer(request));
}
