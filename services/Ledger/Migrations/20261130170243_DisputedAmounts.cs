using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CarbonPlatform.Ledger.Migrations
{
    /// <summary>
    /// What rests on disputed factors is summed apart. No line said so of itself before, so what stands has none.
    /// </summary>
    public partial class DisputedAmounts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<decimal>(
                name: "disputed_amount",
                table: "rollup",
                type: "numeric",
                nullable: false,
                defaultValue: 0m
            );
            migrationBuilder.Sql("GRANT UPDATE (disputed_amount) ON rollup TO ledger_service;");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(name: "disputed_amount", table: "rollup");
        }
    }
}
