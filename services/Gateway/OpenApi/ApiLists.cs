using CarbonPlatform.Contracts;
using CarbonPlatform.Gateway.Headline;
using CarbonPlatform.Gateway.Keys;
using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Identity;

namespace CarbonPlatform.Gateway.OpenApi;

/// <summary>Which members are words of a closed list; the API's document says so.</summary>
internal static class ApiLists
{
    public static void AddApiLists(this IServiceCollection services)
    {
        services.AddSingleton(
            new ClosedList("Role", [.. Roles.OfKeys.Order(StringComparer.Ordinal)])
                .In<CreateApiKey.Request>(key => key.Roles)
                .In<CreateApiKey.Response>(key => key.Roles)
                .In<ListApiKeys.Item>(key => key.Roles)
        );
        services.AddSingleton(
            new ClosedList("FigureMeasure", [.. Measure.All.Select(measure => measure.Code), "CO2e"]).In<Figure>(
                figure => figure.Measure
            )
        );
        services.AddSingleton(new ClosedList("FigureMissing", Figure.AllMissing).In<Figure>(figure => figure.Missing));
        services.AddSingleton(
            new ClosedList("FigureMark", Mark.Codes).In<Figure>(figure => figure.Marks).In<Mark>(mark => mark.Code)
        );
        services.AddSingleton(new ClosedList("GapKind", GapKinds.All).In<Lack>(lack => lack.Kind));
        services.AddSingleton(
            new ClosedList("SoldCertificates", SoldCertificates.All).In<AvoidedCaveat>(caveat =>
                caveat.CertificatesSold
            )
        );
    }
}
