using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CarbonPlatform.Ledger.Migrations
{
    /// <summary>
    /// Gaps that keep no month from closing are counted apart. There was no kind of them before, so what stands has none.
    /// </summary>
    public partial class GapsThatDoNotBlock : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(name: "plant_month_month_plant_idx", table: "plant_month");
            foreach (var table in new[] { "entry", "plant_month" })
                migrationBuilder.AddColumn<int>(
                    name: "gaps_not_blocking",
                    table: table,
                    type: "integer",
                    nullable: false,
                    defaultValue: 0
                );
            migrationBuilder
                .CreateIndex(
                    name: "plant_month_month_plant_idx",
                    table: "plant_month",
                    columns: new[] { "month", "plant" }
                )
                .Annotation("Npgsql:IndexInclude", new[] { "open_gaps", "gaps_not_blocking", "sequence" });
            migrationBuilder.Sql("GRANT UPDATE (gaps_not_blocking) ON plant_month TO ledger_service;");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(name: "plant_month_month_plant_idx", table: "plant_month");
            migrationBuilder.DropColumn(name: "gaps_not_blocking", table: "plant_month");
            migrationBuilder.DropColumn(name: "gaps_not_blocking", table: "entry");
            migrationBuilder
                .CreateIndex(
                    name: "plant_month_month_plant_idx",
                    table: "plant_month",
                    columns: new[] { "month", "plant" }
                )
                .Annotation("Npgsql:IndexInclude", new[] { "open_gaps", "sequence" });
        }
    }
}
