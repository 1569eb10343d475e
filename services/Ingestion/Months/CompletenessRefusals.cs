using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Reporting;

namespace CarbonPlatform.Ingestion.Months;

/// <summary>Why a question for completeness is not answered, with what would be right.</summary>
internal static class CompletenessRefusals
{
    /// <summary>What a question may be refused with, one of each code, as the API's document shows it.</summary>
    public static IReadOnlyList<Refusal> Examples =>
        [NamedOrg.Unknown("SX-A9"), NamedOrg.Ambiguous("ALU"), Refusals.NotAMonth("2024-13"), YearOrMonth];

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
}
