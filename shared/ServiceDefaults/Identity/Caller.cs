using System.Diagnostics.CodeAnalysis;
using System.Security.Claims;
using CarbonPlatform.Quantities;
using Microsoft.AspNetCore.Http;

namespace CarbonPlatform.ServiceDefaults.Identity;

/// <summary>
/// Who asks, as the ticket says. A minimal API takes it as a parameter of its handler.
/// </summary>
/// <param name="Id">Id of the API key, or the name of the service.</param>
/// <param name="Roles">Roles, of those in <see cref="Identity.Roles"/>.</param>
/// <param name="Plants">The plants it is confined to; null when it is not confined.</param>
public sealed record Caller(string Id, IReadOnlySet<string> Roles, IReadOnlySet<PlantCode>? Plants)
{
    /// <summary>
    /// Who holds the key: a person, or a system of a plant. A second pair of eyes is another subject. A service is its
    /// own.
    /// </summary>
    public string Subject { get; init; } = Id;

    /// <summary>
    /// The subject that made the key, the one that made that one's, and so on up to the first; empty where nobody did.
    /// </summary>
    public IReadOnlyList<string> Makers { get; init; } = [];

    /// <summary>
    /// Whether this one can be the second pair of eyes for what another has done: another subject, and neither has made
    /// the other's key, nor a key that made it, however far down.
    /// </summary>
    /// <param name="subject">Who did it.</param>
    /// <param name="makers">Who made that one's key, and on up.</param>
    public bool IsSecondTo(string subject, IReadOnlyList<string> makers) =>
        !LookAlike.AreOne(Subject, subject)
        && !Makers.Any(maker => LookAlike.AreOne(maker, subject))
        && !makers.Any(maker => LookAlike.AreOne(maker, Subject));

    /// <summary>A caller from lists.</summary>
    public Caller(string id, IEnumerable<string> roles, IEnumerable<PlantCode>? plants)
        : this(id, roles.ToHashSet(StringComparer.Ordinal), plants?.ToHashSet()) { }

    /// <summary>
    /// Whether the caller may know of this plant at all. If not, the answer is the same as for a plant that does not
    /// exist. What is no plant's, or has no code that a plant could have, is only for who is not confined.
    /// </summary>
    public bool MaySee(PlantCode? plant) => Plants is null || (plant is not null && Plants.Contains(plant));

    /// <summary>Whether the caller has the role.</summary>
    public bool Is(string role) => Roles.Contains(role);

    /// <summary>
    /// The caller of this request; an endpoint that anonymous callers reach has none and must not ask.
    /// </summary>
    public static Caller Of(HttpContext context) =>
        context.User.Identity is CallerIdentity identity
            ? identity.Caller
            : throw new InvalidOperationException("The request has no authenticated caller.");

    /// <summary>Lets a handler take the caller as a parameter.</summary>
    public static ValueTask<Caller> BindAsync(HttpContext context) => ValueTask.FromResult(Of(context));

    /// <summary>The principal that authorisation policies look at.</summary>
    public ClaimsPrincipal ToPrincipal() => new(new CallerIdentity(this));

    private sealed class CallerIdentity(Caller caller)
        : ClaimsIdentity(
            [new Claim(ClaimTypes.Name, caller.Id), .. caller.Roles.Select(role => new Claim(ClaimTypes.Role, role))],
            "caller"
        )
    {
        public Caller Caller => caller;

        [ExcludeFromCodeCoverage]
        public override ClaimsIdentity Clone() => new CallerIdentity(Caller);
    }
}

/// <summary>What a caller may be.</summary>
public static class Roles
{
    /// <summary>Runs the platform: everything, API keys included.</summary>
    public const string Admin = "admin";

    /// <summary>A plant: posts and reads its own plants' sheets.</summary>
    public const string Plant = "plant";

    /// <summary>The environment department: organisation, sheets of all plants, totals.</summary>
    public const string Environment = "environment";

    /// <summary>The carbon-festival team: totals and headline figures.</summary>
    public const string Festival = "festival";

    /// <summary>Reads everything, writes nothing.</summary>
    public const string Auditor = "auditor";

    /// <summary>Another service of the platform; never a person or a plant, never given by the Gateway.</summary>
    public const string Service = "service";

    /// <summary>The roles that an API key can have.</summary>
    public static IReadOnlySet<string> OfKeys { get; } =
        new HashSet<string>([Admin, Plant, Environment, Festival, Auditor], StringComparer.Ordinal);
}
