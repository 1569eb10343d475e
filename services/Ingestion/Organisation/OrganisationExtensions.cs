namespace CarbonPlatform.Ingestion.Organisation;

/// <summary>The units and plants of the group, with their sources.</summary>
internal static class OrganisationExtensions
{
    public static void AddOrganisation(this IServiceCollection services)
    {
        services.AddSingleton<OrganisationCache>();
        services.AddSingleton<RevisePastSheets>();
        services.AddSingleton<ChangeOrganisation>();
        services.AddSingleton<MovedTotals>();
        services.AddSingleton<WriteRecord>();
    }

    public static void MapOrganisation(this IEndpointRouteBuilder api)
    {
        api.MapPutUnit();
        api.MapDeleteUnit();
        api.MapGetUnits();
        api.MapGetUnit();
        api.MapPutPlant();
        api.MapGetPlants();
        api.MapGetPlant();
        api.MapDeletePlant();
        api.MapPutSource();
        api.MapGetSource();
        api.MapDeleteSource();
        api.MapPutWaivers();
        api.MapPutSupply();
        api.MapGetSupplyLinks();
    }
}
