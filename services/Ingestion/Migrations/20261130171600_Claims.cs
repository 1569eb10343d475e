using System.Globalization;
using System.Linq;
using CarbonPlatform.Quantities;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CarbonPlatform.Ingestion.Migrations
{
    /// <inheritdoc />
    public partial class Claims : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(name: "claims", table: "sheet", type: "jsonb", nullable: true);
            migrationBuilder.Sql("GRANT UPDATE (claims) ON sheet TO ingestion_service;");

            // What was accepted counts as it did: nothing is revised, and no total moves.
            migrationBuilder.Sql(
                $"""
                WITH unit (symbol, factor) AS (VALUES {Units}),
                reading AS (
                    SELECT s.plant, s.month,
                        (reading->>'quantity')::numeric * unit.factor * 1000000 / 3600 AS millionths,
                        reading->>'activity' AS activity,
                        CASE WHEN reading->>'activity' = 'electricity.exported' THEN reading->'attributes'->>'origin'
                            ELSE substring(reading->>'activity' FROM '[a-z]+$') END AS power,
                        reading->'attributes'->>'supplierPlant' AS supplier,
                        reading->'attributes'->>'customerPlant' AS customer,
                        reading->'attributes'->>'proof'
                            IN ('settlement', 'certificate', 'contract-and-settlement') AS proven,
                        coalesce(reading->'attributes'->>'certificateSold', 'no') = 'yes' AS sold
                    FROM sheet s
                    JOIN event e ON e.id = s.event_id
                    CROSS JOIN LATERAL jsonb_array_elements(convert_from(e.body, 'UTF8')::jsonb->'readings') AS reading
                    JOIN unit ON unit.symbol = reading->>'unit'
                ),
                claim AS (
                    SELECT plant, month, said.role, power, said.other,
                        CASE WHEN said.role IN ('delivered', 'bought') THEN floor(sum(millionths))
                            ELSE ceil(sum(millionths)) END / 1000000 AS quantity
                    FROM reading
                    CROSS JOIN LATERAL (
                        SELECT activity LIKE 'electricity.%' AND activity <> 'electricity.exported' AS bought
                    ) what
                    CROSS JOIN LATERAL (VALUES
                        ('delivered', NULL, NOT bought AND NOT sold),
                        ('for-customer', customer, NOT bought AND customer IS NOT NULL),
                        ('bought', supplier, bought AND supplier IS NOT NULL),
                        ('claimed', supplier, bought AND coalesce(proven, false))
                    ) AS said (role, other, is_so)
                    WHERE said.is_so AND power IN ('hydro', 'solar', 'wind')
                        AND activity ~ '^(generation|electricity|electricity[.]direct)[.](hydro|solar|wind|exported)$'
                    GROUP BY plant, month, said.role, power, said.other
                ),
                told AS (
                    SELECT plant, month,
                        jsonb_agg(
                            jsonb_build_object(
                                'role', role, 'power', power, 'plant', other, 'quantity', trim_scale(quantity)::text)
                            ORDER BY role COLLATE "C", power COLLATE "C", other COLLATE "C" NULLS FIRST
                        ) AS claims
                    FROM claim
                    GROUP BY plant, month
                )
                UPDATE sheet SET claims = coalesce(told.claims, '[]')
                FROM sheet s
                JOIN event e ON e.id = s.event_id
                LEFT JOIN told ON told.plant = s.plant AND told.month = s.month
                WHERE sheet.plant = s.plant AND sheet.month = s.month
                    AND jsonb_array_length(convert_from(e.body, 'UTF8')::jsonb->'readings') > 0
                """
            );
        }

        private static string Units =>
            string.Join(
                ", ",
                Unit.All.Where(unit => unit.Dimension == Dimension.Energy)
                    .Select(unit =>
                        string.Create(CultureInfo.InvariantCulture, $"('{unit.Symbol}', {unit.Factor}::numeric)")
                    )
            );

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(name: "claims", table: "sheet");
        }
    }
}
