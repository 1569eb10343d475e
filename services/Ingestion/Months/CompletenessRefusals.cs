using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults;

namespace CarbonPlatform.Ingestion.Months;

/// <summary>Why a question for completeness is not answered, with what would be right.</summary>
internal static class CompletenessRefusals
{
    public static Refusal YearOrMonth { get; } =
        Refusals.InvalidParameter("Either 'year' or 'month' says of when it is asked; give one of them.");

    public static Refusal YearInvalid(int year) =>
        Refusals.InvalidParameter($"'{year}' is no year here. Expected: {Month.Min.Year} to {Month.Max.Year}.");

    public static Refusal StateInvalid(string state) =>
        Refusals.InvalidParameter(
            $"'{state}' is no state of a plant-month. Expected: one of {string.Join(", ", PlantMonthStates.All)}."
        );

    public static Refusal LimitInvalid(int limit) =>
        Refusals.InvalidParameter($"'{limit}' is no limit. Expected: 1 to {CompletenessQuestion.LargestLimit}.");

    public static Refusal AfterInvalid(string after) =>
        Refusals.InvalidParameter($"'{after}' is no place in the list. Expected: the 'next' of the page before.");

    /// <summary>The same for a unit or plant that does not exist and one that this caller may not see.</summary>
    public static Refusal UnknownOrg(string org) =>
        new(
            "unknown-org",
            "There is no such part of the group",
            $"\"{org}\" is neither {Code.Group} nor the code of a unit or plant that you may see.",
            StatusCodes.Status404NotFound
        );

    public static Refusal OrgAmbiguous(string org) =>
        Refusals.InvalidParameter(
            $"'{org}' is the code of a unit and of a plant. Expected: unit:{org} or plant:{org}."
        );
}
