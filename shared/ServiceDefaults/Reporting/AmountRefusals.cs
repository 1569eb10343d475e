using Microsoft.AspNetCore.Http;

namespace CarbonPlatform.ServiceDefaults.Reporting;

/// <summary>Why an amount is not answered.</summary>
public static class AmountRefusals
{
    /// <summary>28 digits are all that an amount can be written with.</summary>
    public static Refusal TooLargeToWrite { get; } =
        new(
            "amount-too-large",
            "An amount is too large to be written exactly",
            "In the unit asked for an amount of this answer has more than 28 digits. Ask for a larger unit (unit=t, "
                + "unit=万t), or for a part: a shorter time, a plant.",
            StatusCodes.Status422UnprocessableEntity
        );
}
