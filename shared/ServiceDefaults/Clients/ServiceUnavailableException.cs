namespace CarbonPlatform.ServiceDefaults;

/// <summary>Another service did not answer, or answered that it cannot, after every retry.</summary>
public class ServiceUnavailableException(string service, Exception? inner = null)
    : Exception($"The service '{service}' does not answer.", inner)
{
    /// <summary>Which one.</summary>
    public string Service { get; } = service;
}
