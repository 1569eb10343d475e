using System.Runtime.InteropServices;
using CarbonPlatform.Contracts;

namespace CarbonPlatform.Ledger;

/// <summary>How well a figure is backed: a total says how much of it is.</summary>
/// <param name="IsMeasured">Somebody read a meter or an invoice.</param>
/// <param name="IsVerified">Every factor in it, if it has any, was compared with the official text.</param>
/// <param name="IsDisputed">Of a factor in it another value is in print.</param>
/// <param name="IsProvisional">A factor of its year is not at hand; the latest one serves.</param>
/// <param name="IsCarriedForward">A factor in it is the last edition at hand of a series.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Backing(
    bool IsMeasured,
    bool IsVerified,
    bool IsDisputed,
    bool IsProvisional,
    bool IsCarriedForward
)
{
    public static Backing Of(Quality quality, LineStatuses statuses) =>
        new(
            QualityCodes.IsMeasured(quality),
            !statuses.HasFlag(LineStatuses.UnverifiedFactor),
            statuses.HasFlag(LineStatuses.DisputedFactor),
            statuses.HasFlag(LineStatuses.ProvisionalFactor),
            statuses.HasFlag(LineStatuses.CarriedForward)
        );
}
