using System.Data;
using CarbonPlatform.Quantities;
using Npgsql;
using static CarbonPlatform.ServiceDefaults.Parameter;

namespace CarbonPlatform.Ingestion.Claims;

/// <summary>A plant-month that has readings, and what they say for the claims.</summary>
/// <param name="AsNamed">It is from before suppliers were asked.</param>
internal sealed record ClaimingSheet(PlantCode Plant, Month Month, bool AsNamed, IReadOnlyList<SheetClaim> Claims)
{
    /// <summary>Asks for all of some months, but for plants that have no readings there.</summary>
    public static NpgsqlBatchCommand Of(IEnumerable<Month> months) =>
        new("SELECT plant, month, suppliers_as_named, claims FROM sheet WHERE month = ANY ($1) AND claims IS NOT NULL")
        {
            Parameters = { Value(months.Select(month => month.Index).ToArray()) },
        };

    public static ClaimingSheet Of(NpgsqlDataReader row) =>
        new(
            PlantCode.Trusted(row.GetString("plant")),
            Month.FromIndex(row.GetInt32("month")),
            row.GetBoolean("suppliers_as_named"),
            SheetClaim.FromJson(row.GetString("claims"))
        );
}
