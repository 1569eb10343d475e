namespace CarbonPlatform.ServiceDefaults;

/// <summary>
/// Another service is there and has too much to do: asking again at once would only make it more.
/// </summary>
public sealed class ServiceOverloadedException(string service, Refusal refusal) : ServiceUnavailableException(service)
{
    /// <summary>What it answered.</summary>
    public Refusal Refusal { get; } = refusal;
}
