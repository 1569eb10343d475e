using Xunit.v3;

namespace CarbonPlatform.TestKit;

/// <summary>What tests need to run, and with that how soon they answer.</summary>
public enum Tier
{
    /// <summary>Nothing outside their own process, and no host in it: milliseconds each.</summary>
    Pure,

    /// <summary>
    /// A database or a virtual host of their own on shared servers, a host in this process: a second or less each.
    /// </summary>
    Service,

    /// <summary>
    /// The platform as a whole, and processes: services, servers of their own, whatever is stopped, killed or frozen.
    /// </summary>
    Platform,
}

/// <summary>
/// The tier of a test class, or of every class of an assembly. A method that needs more than the rest of its class says
/// so itself; <c>deploy/local/test --quick</c> leaves out whatever is of the tier <c>platform</c>.
/// </summary>
/// <param name="tier">The tier.</param>
[AttributeUsage(AttributeTargets.Assembly | AttributeTargets.Class | AttributeTargets.Method, Inherited = false)]
public sealed class TierAttribute(Tier tier) : Attribute, ITraitAttribute
{
    /// <summary>The name of the trait.</summary>
    public const string Trait = "tier";

    /// <summary>The tier.</summary>
    public Tier Tier => tier;

    /// <inheritdoc/>
    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() =>
        [new(Trait, tier.ToString().ToLowerInvariant())];
}
