using System.Runtime.InteropServices;
using CarbonPlatform.Contracts;

namespace CarbonPlatform.Ledger;

/// <summary>How well a figure stands: a total says of each how much of it does.</summary>
/// <param name="IsMeasured">Somebody read a meter or an invoice.</param>
/// <param name="IsVerified">Every factor in it, if it has any, was compared with the official text.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Standing(bool IsMeasured, bool IsVerified)
{
    public static Standing Of(Quality quality, LineStatuses statuses) => new(QualityCodes.IsMeasured(quality), !statuses.HasFlag(LineStatuses.UnverifiedFactor));
}
