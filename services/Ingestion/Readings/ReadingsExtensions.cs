using CarbonPlatform.ServiceDefaults;

namespace CarbonPlatform.Ingestion.Readings;

/// <summary>Sheets: taking them in, and what became of them.</summary>
internal static class ReadingsExtensions
{
    public static void AddReadings(this IServiceCollection services)
    {
        services.AddSingleton<AcceptSheet>();
        services.AddHostedService<ForgetIdempotencyKeys>();
    }

    public static void MapReadings(this IEndpointRouteBuilder api)
    {
        api.MapPostReadings();
        api.MapPutReadings();
        api.MapGetSheet();
        api.MapGetSubmission();
    }
}
