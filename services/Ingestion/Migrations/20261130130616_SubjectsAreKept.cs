using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CarbonPlatform.Ingestion.Migrations
{
    /// <inheritdoc />
    public partial class SubjectsAreKept : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                """
                ALTER TABLE revision ADD accepted_from_subject text;

                -- The factors of suppliers that sheets state stand beside what came from them.
                WITH factor AS (
                    SELECT s.plant, s.month, reading->'attributes'->>'supplierPlant' AS supplier,
                        CASE WHEN reading->>'activity' LIKE 'heat.%' THEN 'heat' ELSE 'electricity' END AS carrier,
                        string_agg(DISTINCT (reading->'attributes'->>'supplierFactor') COLLATE "C", ' '
                            ORDER BY (reading->'attributes'->>'supplierFactor') COLLATE "C") AS factors
                    FROM sheet s
                    JOIN event e ON e.id = s.event_id
                    CROSS JOIN LATERAL jsonb_array_elements(convert_from(e.body, 'UTF8')::jsonb->'readings') AS reading
                    WHERE s.mentions IS NOT NULL AND s.supplies IS NOT NULL
                        AND reading->'attributes' ?& ARRAY['supplierPlant', 'supplierFactor']
                    GROUP BY 1, 2, 3, 4
                )
                UPDATE sheet s SET supplies = (
                    SELECT jsonb_agg(
                        CASE WHEN f.factors IS NULL THEN supply.value
                            ELSE supply.value || jsonb_build_object('factors', f.factors) END
                        ORDER BY supply.ordinality)
                    FROM jsonb_array_elements(s.supplies) WITH ORDINALITY AS supply
                    LEFT JOIN factor f ON f.plant = s.plant AND f.month = s.month
                        AND f.supplier = supply.value->>'supplier' AND f.carrier = supply.value->>'carrier')
                WHERE EXISTS (SELECT FROM factor f WHERE f.plant = s.plant AND f.month = s.month);
                """
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                """
                UPDATE sheet s SET supplies = (
                    SELECT jsonb_agg(supply.value - 'factors' ORDER BY supply.ordinality)
                    FROM jsonb_array_elements(s.supplies) WITH ORDINALITY AS supply)
                WHERE mentions IS NOT NULL AND supplies IS NOT NULL;
                ALTER TABLE revision DROP accepted_from_subject;
                """
            );
        }
    }
}
