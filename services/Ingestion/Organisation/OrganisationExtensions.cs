namespace CarbonPlatform.Ingestion.Organisation;

/// <summary>The units and plants of the group, with their sources.</summary>
internal static class OrganisationExtensions
{
    public static void AddOrganisation(this IServiceCollection services)
    {
        services.AddSingleton<OrganisationCache>();
        services.AddSingleton<RevisePastSheets>();
        services.AddSingleton<ChangeOrganisation>();
    }

    public static void MapOrganisation(this IEndpointRouteBuilder api)
    {
        api.MapPutUnit();
        api.MapGetUnits();
        api.MapPutPlant();
        api.MapGetPlants();
        api.MapGetPlant();
        api.MapPutSource();
        api.MapPutWaivers();
        api.MapPutSupply();
        api.MapGetSupplyLinks();
    }
}
