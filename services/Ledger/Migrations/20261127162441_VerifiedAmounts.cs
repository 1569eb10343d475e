using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CarbonPlatform.Ledger.Migrations
{
    /// <inheritdoc />
    public partial class VerifiedAmounts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<decimal>(
                name: "verified_amount",
                table: "rollup",
                type: "numeric",
                nullable: false,
                defaultValue: 0m
            );

            // No line that stands says unverified-factor: it was calculated before lines said so. All are calculated again by the next version of the methods.
            migrationBuilder.Sql("UPDATE rollup SET verified_amount = amount;");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(name: "verified_amount", table: "rollup");
        }
    }
}
