using System.Data;
using CarbonPlatform.Ingestion.Claims;
using CarbonPlatform.Ingestion.Organisation;
using CarbonPlatform.Quantities;
using Npgsql;
using static CarbonPlatform.ServiceDefaults.Parameter;

namespace CarbonPlatform.Ingestion.Readings;

/// <summary>What a sheet says of supplies, without the sheet.</summary>
/// <param name="AsNamed">It is from before suppliers were asked.</param>
internal sealed record NamingSheet(PlantCode Plant, Month Month, bool AsNamed, IReadOnlyList<SheetSupply> Supplies)
{
    /// <summary>What it says of power that is claimed; null where that was not asked, or it has no readings.</summary>
    public IReadOnlyList<SheetClaim>? Claims { get; init; }

    public static NamingSheet Of(NpgsqlDataReader row) =>
        new(
            PlantCode.Trusted(row.GetString("plant")),
            Month.FromIndex(row.GetInt32("month")),
            row.GetBoolean("suppliers_as_named"),
            SheetSupply.FromJson(row.GetString("supplies"))
        );

    /// <summary>With what it says of power that is claimed.</summary>
    public static NamingSheet WithClaims(NpgsqlDataReader row) =>
        Of(row) with
        {
            Claims = row.IsDBNull("claims") ? null : SheetClaim.FromJson(row.GetString("claims")),
        };

    /// <summary>Whether it claims power from a plant.</summary>
    public bool ClaimsFrom(PlantCode plant) =>
        Claims?.Any(claim => claim.Role == ClaimRoles.Claimed && claim.Plant == plant.Value) == true;

    /// <summary>Whether what was received is taken off where the supplier stands.</summary>
    public bool Counts(SheetSupply supply, OrganisationState organisation) =>
        supply.Supplier is { } supplier
        && organisation.IsInGroup(PlantCode.Trusted(supplier), Month)
        && !organisation.IsUnconfirmed(supplier, Plant.Value, supply.Carrier, Month, AsNamed);

    /// <summary>
    /// Asks for the other sheets of the month that speak of the same supplies: those of the suppliers that are named,
    /// of others that name them, and of those that name the plant itself. One question for any number of sheets.
    /// </summary>
    /// <param name="sheets">Each sheet with the suppliers that its request names; those that stand in it are known.
    /// </param>
    public static NpgsqlBatchCommand Around(
        IReadOnlyCollection<(PlantCode Plant, Month Month, IEnumerable<PlantCode> Suppliers)> sheets
    ) =>
        new(
            """
            SELECT given.place, other.plant, other.month, other.suppliers_as_named, other.supplies, other.claims
            FROM unnest($1, $2, $3) WITH ORDINALITY AS given (plant, month, named, place)
            LEFT JOIN sheet own ON own.plant = given.plant AND own.month = given.month
            CROSS JOIN LATERAL (
                SELECT string_to_array(given.named, ' ') || coalesce(own.mentions, '{}') AS plants
            ) suppliers
            CROSS JOIN LATERAL (
                SELECT s.plant, s.month, s.suppliers_as_named, s.supplies, s.claims
                FROM unnest(suppliers.plants) AS supplier
                JOIN sheet s ON s.plant = supplier AND s.month = given.month
                UNION
                SELECT plant, month, suppliers_as_named, supplies, claims
                FROM sheet
                WHERE month = given.month AND mentions IS NOT NULL AND mentions && (suppliers.plants || given.plant)
            ) other
            WHERE other.plant <> given.plant AND other.supplies IS NOT NULL
            """
        )
        {
            Parameters =
            {
                Column(sheets, sheet => sheet.Plant),
                Column(sheets, sheet => sheet.Month),
                // unnest takes arrays of arrays apart too: the plants travel as one text.
                Column(sheets, sheet => string.Join(' ', sheet.Suppliers)),
            },
        };
}
