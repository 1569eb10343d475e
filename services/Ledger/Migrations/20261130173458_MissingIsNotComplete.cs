using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CarbonPlatform.Ledger.Migrations
{
    /// <summary>
    /// How many readings stand behind a plant-month is kept: a sheet from which all were taken out is not posted. Of entries
    /// from before it is not known; a plant-month without a line and without a gap has none.
    /// </summary>
    public partial class MissingIsNotComplete : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(name: "plant_month_month_plant_idx", table: "plant_month");
            foreach (var table in new[] { "entry", "plant_month" })
                migrationBuilder.AddColumn<int>(name: "reading_count", table: table, type: "integer", nullable: true);
            migrationBuilder
                .CreateIndex(
                    name: "plant_month_month_plant_idx",
                    table: "plant_month",
                    columns: new[] { "month", "plant" }
                )
                .Annotation(
                    "Npgsql:IndexInclude",
                    new[] { "open_gaps", "gaps_not_blocking", "reading_count", "sequence" }
                );
            migrationBuilder.Sql(
                """
                UPDATE plant_month SET reading_count = 0 WHERE cardinality(line_ids) = 0 AND gaps = '[]';
                GRANT UPDATE (reading_count) ON plant_month TO ledger_service;
                """
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(name: "plant_month_month_plant_idx", table: "plant_month");
            migrationBuilder.DropColumn(name: "reading_count", table: "plant_month");
            migrationBuilder.DropColumn(name: "reading_count", table: "entry");
            migrationBuilder
                .CreateIndex(
                    name: "plant_month_month_plant_idx",
                    table: "plant_month",
                    columns: new[] { "month", "plant" }
                )
                .Annotation("Npgsql:IndexInclude", new[] { "open_gaps", "gaps_not_blocking", "sequence" });
        }
    }
}
