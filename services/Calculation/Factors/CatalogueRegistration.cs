using CarbonPlatform.ServiceDefaults.Reporting;

namespace CarbonPlatform.Calculation.Factors;

/// <summary>Puts the catalogue into the service.</summary>
internal static class CatalogueRegistration
{
    /// <summary>
    /// The delivered files are read before anything starts: a bad row ends the process with its file and line.
    /// </summary>
    public static void AddCatalogue(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(DeliveredData.Read());
        builder.Services.AddSingleton(Boundaries.Read());
        builder.Services.AddSingleton(WarmingPotentials.Read());
        builder.Services.AddSingleton(
            builder.Configuration.GetSection("Catalogue").Get<CatalogueSettings>() ?? new CatalogueSettings()
        );
        builder.Services.AddSingleton<CatalogueInForce>();
        builder.Services.AddHostedService(services => services.GetRequiredService<CatalogueInForce>());
    }
}
