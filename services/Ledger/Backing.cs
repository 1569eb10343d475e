using System.Runtime.InteropServices;
using CarbonPlatform.Contracts;

namespace CarbonPlatform.Ledger;

/// <summary>How well a figure is backed: a total says how much of it is.</summary>
/// <param name="IsMeasured">Somebody read a meter or an invoice.</param>
/// <param name="IsVerified">Every factor in it, if it has any, was compared with the official text.</param>
/// <param name="IsDisputed">Of a factor in it another value is in print.</param>
/// <param name="IsProvisional">A factor of its year is not at hand; the latest one serves.</param>
/// <param name="IsCarriedForward">A factor in it is the last edition at hand of a series.</param>
/// <param name="IsSold">The certificate or credit of some of its power was sold.</param>
/// <param name="IsKept">
/// It counts no power as avoided but such of which it is said that its certificate or credit was not sold; none at all
/// where all was.
/// </param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Backing(
    bool IsMeasured,
    bool IsVerified,
    bool IsDisputed,
    bool IsProvisional,
    bool IsCarriedForward,
    bool IsSold,
    bool IsKept
)
{
    public static Backing Of(Quality quality, string? factorSet, LineStatuses statuses)
    {
        var isSold = statuses.HasFlag(LineStatuses.CertificateSold);
        return new Backing(
            QualityCodes.IsMeasured(quality),
            !statuses.HasFlag(LineStatuses.UnverifiedFactor),
            statuses.HasFlag(LineStatuses.DisputedFactor),
            statuses.HasFlag(LineStatuses.ProvisionalFactor),
            statuses.HasFlag(LineStatuses.CarriedForward),
            isSold,
            // What was sold as a whole takes no factor.
            statuses.HasFlag(LineStatuses.CertificateKept) || (isSold && factorSet is null)
        );
    }
}
