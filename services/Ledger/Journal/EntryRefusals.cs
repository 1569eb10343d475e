using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults;

namespace CarbonPlatform.Ledger.Journal;

/// <summary>Why a question for entries is not answered, with what would be right.</summary>
internal static class EntryRefusals
{
    public static Refusal MonthInvalid(string text) =>
        Wrong("month-invalid", "The month cannot be read", $"month is \"{text}\"; give {Month.Expected}.");

    public static Refusal AfterInvalid(string text) =>
        Wrong("after-invalid", "The page cannot be found", $"after is \"{text}\"; give the next of the page before.");

    public static Refusal LimitInvalid(string text, int largest) =>
        Wrong("limit-invalid", "The limit is out of range", $"limit is \"{text}\"; give 1 to {largest}.");

    /// <summary>The same for a plant that does not exist and one that this caller may not see.</summary>
    public static Refusal UnknownPlant(string plant) =>
        new(
            "unknown-plant",
            "There is no such plant",
            $"The ledger knows no plant \"{plant}\" that you may see.",
            StatusCodes.Status404NotFound
        );

    /// <summary>The same for an entry that does not exist and one that this caller may not see.</summary>
    public static Refusal UnknownEntry(string sequence) =>
        new(
            "unknown-entry",
            "There is no such entry",
            $"The ledger has no entry \"{sequence}\" that you may see.",
            StatusCodes.Status404NotFound
        );

    private static Refusal Wrong(string code, string title, string detail) =>
        new(code, title, detail, StatusCodes.Status400BadRequest);
}
