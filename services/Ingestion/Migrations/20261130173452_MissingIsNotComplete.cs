using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CarbonPlatform.Ingestion.Migrations
{
    /// <summary>
    /// What each sheet reports stands beside it, so that months are held against each other. What stands is not revised.
    /// </summary>
    public partial class MissingIsNotComplete : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "nil",
                table: "sheet",
                type: "boolean",
                nullable: false,
                defaultValue: false
            );

            migrationBuilder.AddColumn<string>(name: "reported", table: "sheet", type: "text", nullable: true);

            migrationBuilder.Sql(
                """
                WITH reading AS (
                    SELECT s.plant, s.month, reading->>'source' AS source, reading->>'activity' AS activity,
                        (reading->>'quantity')::numeric AS quantity
                    FROM sheet s
                    JOIN event e ON e.id = s.event_id
                    CROSS JOIN LATERAL jsonb_array_elements(convert_from(e.body, 'UTF8')::jsonb->'readings') AS reading
                ),
                source AS (
                    SELECT plant, month, source, bool_and(quantity = 0) AS nil,
                        string_agg(DISTINCT activity COLLATE "C", ' ' ORDER BY activity COLLATE "C") AS activities
                    FROM reading
                    GROUP BY 1, 2, 3
                ),
                reported AS (
                    SELECT plant, month, bool_and(nil) AS nil,
                        string_agg(source || ' ' || activities, ';' ORDER BY source COLLATE "C") AS activities
                    FROM source
                    GROUP BY 1, 2
                )
                UPDATE sheet s SET reported = r.activities, nil = r.nil
                FROM reported r
                WHERE r.plant = s.plant AND r.month = s.month;

                GRANT UPDATE (reported, nil) ON sheet TO ingestion_service;
                """
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(name: "nil", table: "sheet");

            migrationBuilder.DropColumn(name: "reported", table: "sheet");
        }
    }
}
