using CarbonPlatform.Faults.Rig;
using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Faults;

/// <summary>
/// The controls are run rarely; that what they take out still stands where they look for it is seen each time.
/// </summary>
public sealed class ReplacementTests
{
    [Fact]
    public void Every_protection_that_a_control_takes_out_is_there()
    {
        foreach (var replacement in Replacement.All)
            replacement.In(Checkout.Root).ShouldContain(replacement.By);
    }
}
