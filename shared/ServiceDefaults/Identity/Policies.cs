using Microsoft.AspNetCore.Authorization;

namespace CarbonPlatform.ServiceDefaults.Identity;

/// <summary>
/// Authorisation policies by name: an endpoint says <c>.RequireAuthorization(Policies.Read)</c>. One without any needs
/// a known caller all the same.
/// </summary>
public static class Policies
{
    /// <summary>Change units, plants, sources.</summary>
    public const string OrganisationWrite = "organisation.write";

    /// <summary>Post or replace a sheet; a plant for its own plants only (<see cref="Caller.MaySee"/>).</summary>
    public const string ReadingsWrite = "readings.write";

    /// <summary>
    /// State whom a plant supplies; a plant for its own plants only (<see cref="Caller.MaySee"/>).
    /// </summary>
    public const string SuppliesWrite = "supplies.write";

    /// <summary>
    /// Read sheets, submissions, lines, entries; a plant its own plants only (<see cref="Caller.MaySee"/>).
    /// </summary>
    public const string Read = "read";

    /// <summary>Read totals; a plant those of its own plants only.</summary>
    public const string Totals = "totals";

    /// <summary>Read the headline figures of the group.</summary>
    public const string Headline = "headline";

    /// <summary>Propose and publish factors; reading them needs no role.</summary>
    public const string FactorsWrite = "factors.write";

    /// <summary>Make and revoke API keys.</summary>
    public const string Keys = "keys";

    /// <summary>Read the Gateway's metrics.</summary>
    public const string Operations = "operations";

    /// <summary>The paths under <c>/internal</c>: services only.</summary>
    public const string Internal = "internal";

    internal static void Add(AuthorizationOptions options)
    {
        options.AddPolicy(OrganisationWrite, Any(Roles.Admin, Roles.Environment));
        options.AddPolicy(ReadingsWrite, Any(Roles.Admin, Roles.Plant, Roles.Environment));
        options.AddPolicy(SuppliesWrite, Any(Roles.Admin, Roles.Plant, Roles.Environment));
        options.AddPolicy(Read, Any(Roles.Admin, Roles.Environment, Roles.Auditor, Roles.Plant));
        options.AddPolicy(Totals, Any(Roles.Admin, Roles.Environment, Roles.Auditor, Roles.Festival, Roles.Plant));
        options.AddPolicy(Headline, Any(Roles.Admin, Roles.Environment, Roles.Auditor, Roles.Festival));
        options.AddPolicy(FactorsWrite, Any(Roles.Admin, Roles.Environment));
        options.AddPolicy(Keys, Any(Roles.Admin));
        options.AddPolicy(Operations, Any(Roles.Admin, Roles.Environment));
        options.AddPolicy(Internal, Any(Roles.Service));
        options.FallbackPolicy = options.DefaultPolicy;
    }

    private static AuthorizationPolicy Any(params string[] roles) =>
        new AuthorizationPolicyBuilder().RequireAuthenticatedUser().RequireRole(roles).Build();
}
