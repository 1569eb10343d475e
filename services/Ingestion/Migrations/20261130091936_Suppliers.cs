using System.Globalization;
using System.Linq;
using CarbonPlatform.Quantities;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CarbonPlatform.Ingestion.Migrations
{
    /// <inheritdoc />
    public partial class Suppliers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "suppliers_as_named",
                table: "sheet",
                type: "boolean",
                nullable: false,
                defaultValue: false
            );

            migrationBuilder.AddColumn<string>(name: "supplies", table: "sheet", type: "jsonb", nullable: true);

            // What was accepted counts as it did: nothing is revised, and no total moves.
            migrationBuilder.Sql(
                $"""
                WITH unit (symbol, factor) AS (VALUES {Units}),
                reading AS (
                    SELECT s.plant, s.month, reading->>'activity' AS activity,
                        reading->'attributes'->>'supplierPlant' AS supplier,
                        (reading->>'quantity')::numeric * unit.factor AS quantity,
                        coalesce(
                            (reading->'attributes'->>'enthalpyKjPerKg')::numeric,
                            greatest(0, ((reading->'attributes'->>'temperatureC')::numeric - 20) * 4.1868),
                            0
                        ) AS kj_per_kg,
                        sheet.readings @> jsonb_build_array(jsonb_build_object('activity', 'generation.thermal')) AS thermal
                    FROM sheet s
                    JOIN event e ON e.id = s.event_id
                    CROSS JOIN LATERAL (SELECT convert_from(e.body, 'UTF8')::jsonb->'readings' AS readings) sheet
                    CROSS JOIN LATERAL jsonb_array_elements(sheet.readings) AS reading
                    JOIN unit ON unit.symbol = reading->>'unit'
                ),
                supply AS (
                    SELECT plant, month, supplier,
                        CASE
                            WHEN supplier IS NULL AND activity LIKE '%heat%' THEN 'heat'
                            WHEN supplier IS NOT NULL AND activity LIKE 'heat.%' THEN 'heat'
                            ELSE 'electricity'
                        END AS carrier,
                        CASE
                            WHEN activity LIKE '%.steam' OR activity LIKE '%.hot-water'
                                THEN quantity * kj_per_kg / 1000000
                            WHEN activity LIKE '%heat%' THEN quantity / 1000000
                            ELSE quantity / 3600
                        END AS quantity
                    FROM reading
                    WHERE supplier IS NOT NULL
                        OR activity IN (
                            'electricity.exported', 'generation.hydro', 'generation.solar', 'generation.thermal',
                            'generation.wind', 'generation.thermal.heat-supplied', 'heat.exported',
                            'heat.exported.hot-water', 'heat.exported.steam'
                        )
                        OR (activity = 'generation.thermal.supplied' AND NOT thermal)
                ),
                summed AS (
                    SELECT plant, month, supplier, carrier, round(sum(quantity), 6)::text AS quantity
                    FROM supply
                    GROUP BY plant, month, supplier, carrier
                ),
                told AS (
                    SELECT plant, month, bool_or(supplier IS NOT NULL) AS named,
                        jsonb_agg(
                            jsonb_build_object('supplier', supplier, 'carrier', carrier, 'quantity', quantity)
                            ORDER BY supplier COLLATE "C" NULLS FIRST, carrier
                        ) AS supplies
                    FROM summed
                    GROUP BY plant, month
                )
                UPDATE sheet SET
                    suppliers_as_named = coalesce(told.named, false),
                    supplies = coalesce(told.supplies, '[]')
                FROM sheet s LEFT JOIN told ON told.plant = s.plant AND told.month = s.month
                WHERE sheet.plant = s.plant AND sheet.month = s.month AND s.event_id IS NOT NULL
                """
            );
        }

        private static string Units =>
            string.Join(
                ", ",
                Unit.All.Where(unit => unit.Dimension == Dimension.Energy || unit.Dimension == Dimension.Mass)
                    .Select(unit =>
                        string.Create(CultureInfo.InvariantCulture, $"('{unit.Symbol}', {unit.Factor}::numeric)")
                    )
            );

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(name: "suppliers_as_named", table: "sheet");

            migrationBuilder.DropColumn(name: "supplies", table: "sheet");
        }
    }
}
