using CarbonPlatform.Contracts;
using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults;

namespace CarbonPlatform.Ingestion.Organisation;

/// <summary>Why a statement is not taken that is right in itself.</summary>
internal static class SupplyRefusals
{
    /// <summary>As the API's document shows it.</summary>
    public static Refusal Example { get; } =
        RefusedByDepartment("SX-P1", Statement(SupplyStates.Confirmed), Statement(SupplyStates.Refused));

    /// <summary>The department's word stands above the supplier's.</summary>
    public static Refusal RefusedByDepartment(string supplier, SupplyRecord stated, SupplyRecord held) =>
        new(
            RecordCodes.RefusedByDepartment,
            "The environment department has refused this supply",
            $"That {supplier} supplies {stated.Receiver} with {stated.Carrier} was refused from {held.From}"
                + (held.To is { } to ? $" to {to}" : " on")
                + $", with the reason \"{held.Reason}\". Ask the environment department to state otherwise; or confirm "
                + "other months.",
            StatusCodes.Status409Conflict
        );

    private static SupplyRecord Statement(string state) =>
        new()
        {
            Receiver = "SX-A1",
            Carrier = Carriers.Electricity,
            State = state,
            From = new Month(2024, 1),
            Reason = "Supply contract 2024/17",
            StatedBy = "",
            StatedAs = "",
            StatedAt = DateTimeOffset.UnixEpoch,
        };
}
