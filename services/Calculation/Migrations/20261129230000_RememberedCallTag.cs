using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CarbonPlatform.Calculation.Migrations
{
    /// <summary>A remembered call may have a tag, as in every service.</summary>
    [DbContext(typeof(CalculationDb))]
    [Migration("20261129230000_RememberedCallTag")]
    public partial class RememberedCallTag : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(name: "tag", table: "idempotency", type: "text", nullable: true);
            migrationBuilder.RenameIndex(
                name: "idempotency_created_at",
                newName: "idempotency_created_at_idx",
                table: "idempotency"
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.RenameIndex(
                name: "idempotency_created_at_idx",
                newName: "idempotency_created_at",
                table: "idempotency"
            );
            migrationBuilder.DropColumn(name: "tag", table: "idempotency");
        }
    }
}
