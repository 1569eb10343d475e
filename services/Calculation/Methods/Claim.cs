namespace CarbonPlatform.Calculation.Methods;

/// <summary>How a claim from a plant of the group stands.</summary>
internal enum ClaimState
{
    /// <summary>The supplier generated or passed on what is claimed.</summary>
    Held,

    /// <summary>More is claimed of the supplier than there is.</summary>
    NotHeld,

    /// <summary>The supplier has not reported the month.</summary>
    Pending,
}

/// <summary>
/// That power is claimed from a plant of the group, whether its reading names it or is claimed from it because that one
/// names this plant as its customer. What it avoids the plant that generates it claims.
/// </summary>
internal sealed record Claim(string Supplier, ClaimState State);
