using System.Text.Json;
using CarbonPlatform.Contracts;
using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults.Json;

namespace CarbonPlatform.Ingestion.Claims;

/// <summary>What a sheet says of a power, for the claims on it.</summary>
internal static class ClaimRoles
{
    /// <summary>What the plant generated or passed on, less what it sold the certificates or credits of.</summary>
    public const string Delivered = "delivered";

    /// <summary>What it generated or passed on for a customer that it names, sold or not.</summary>
    public const string ForCustomer = "for-customer";

    /// <summary>What it bought from a supplier that it names, proven or not.</summary>
    public const string Bought = "bought";

    /// <summary>What it bought and has a proof of, by the supplier that it names, if it names one.</summary>
    public const string Claimed = "claimed";
}

/// <summary>
/// What a sheet says of hydro, wind and solar power that plants of the group may claim from each other. It stands
/// beside the sheet, so that what plants claim of each other is weighed without reading their sheets.
/// </summary>
/// <param name="Role">One of <see cref="ClaimRoles"/>.</param>
/// <param name="Power">One of <see cref="Powers"/>.</param>
/// <param name="Plant">The customer or supplier that is named; null for none.</param>
/// <param name="Quantity">
/// kWh, 6 decimals: what may be claimed from is rounded down, what is claimed is rounded up, so that the shares of all
/// are never more than there is.
/// </param>
internal sealed record SheetClaim(string Role, string Power, string? Plant, decimal Quantity)
{
    /// <summary>The powers that are claimed, in order.</summary>
    public static IReadOnlyList<string> Powers { get; } = ["hydro", "solar", "wind"];

    /// <summary>What a sheet says, in order of role, power and plant; null for a sheet without readings.</summary>
    public static IReadOnlyList<SheetClaim>? Of(IReadOnlyList<ReadingRecord> readings)
    {
        if (readings.Count == 0)
            return null;
        var sums = new Dictionary<(string Role, string Power, string? Plant), Exact>();
        foreach (var reading in readings)
        {
            var (power, isBought) = PowerOf(reading.Activity, Attribute(reading, "origin"));
            if (power is null)
                continue;
            var amount = new Quantity(reading.Quantity, Unit.Parse(reading.Unit)).In(Unit.KilowattHour);
            foreach (var (role, plant) in isBought ? SaidOfBought(reading) : SaidOfDelivered(reading))
                sums[(role, power, plant)] = sums.GetValueOrDefault((role, power, plant)) + amount;
        }
        return
        [
            .. sums.OrderBy(sum => sum.Key.Role, StringComparer.Ordinal)
                .ThenBy(sum => sum.Key.Power, StringComparer.Ordinal)
                .ThenBy(sum => sum.Key.Plant, StringComparer.Ordinal)
                .Select(sum => new SheetClaim(
                    sum.Key.Role,
                    sum.Key.Power,
                    sum.Key.Plant,
                    DecimalText.Trimmed(
                        sum.Key.Role is ClaimRoles.Delivered or ClaimRoles.Bought
                            ? sum.Value.FloorToDecimal6()
                            : sum.Value.CeilingToDecimal6()
                    )
                )),
        ];
    }

    public static string? ToJson(IReadOnlyList<SheetClaim>? claims) =>
        claims is null ? null : JsonSerializer.Serialize(claims, StrictJson.Options);

    public static IReadOnlyList<SheetClaim> FromJson(string json) =>
        JsonSerializer.Deserialize<IReadOnlyList<SheetClaim>>(json, StrictJson.Options)!;

    /// <summary>Which power an activity is of, and whether it was bought; no power for what nobody claims.</summary>
    public static (string? Power, bool IsBought) PowerOf(string activity, string? origin = null) =>
        Split(activity) switch
        {
            ["generation", var power] when Powers.Contains(power) => (power, false),
            ["electricity", "exported"] when origin is not null && Powers.Contains(origin) => (origin, false),
            ["electricity", var power] when Powers.Contains(power) => (power, true),
            ["electricity", "direct", var power] when Powers.Contains(power) => (power, true),
            _ => (null, false),
        };

    private static string[] Split(string activity) =>
        activity.StartsWith("electricity.", StringComparison.Ordinal)
        || activity.StartsWith("generation.", StringComparison.Ordinal)
            ? activity.Split('.')
            : [];

    private static IEnumerable<(string Role, string? Plant)> SaidOfBought(ReadingRecord reading)
    {
        var supplier = Attribute(reading, "supplierPlant");
        if (supplier is not null)
            yield return (ClaimRoles.Bought, supplier);
        if (Attribute(reading, "proof") is "settlement" or "certificate" or "contract-and-settlement")
            yield return (ClaimRoles.Claimed, supplier);
    }

    private static IEnumerable<(string Role, string? Plant)> SaidOfDelivered(ReadingRecord reading)
    {
        if (Attribute(reading, "certificateSold") != "yes")
            yield return (ClaimRoles.Delivered, null);
        if (Attribute(reading, "customerPlant") is { } customer)
            yield return (ClaimRoles.ForCustomer, customer);
    }

    private static string? Attribute(ReadingRecord reading, string name) =>
        reading.Attributes?.TryGetValue(name, out var value) == true ? value : null;
}
