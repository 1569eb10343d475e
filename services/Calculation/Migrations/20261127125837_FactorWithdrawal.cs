using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CarbonPlatform.Calculation.Migrations
{
    /// <inheritdoc />
    public partial class FactorWithdrawal : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "factor_withdrawal",
                columns: table => new
                {
                    proposal_id = table.Column<Guid>(type: "uuid", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    withdrawn_by = table.Column<string>(type: "text", nullable: false),
                    withdrawn_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("factor_withdrawal_pkey", x => x.proposal_id);
                    table.ForeignKey(
                        name: "factor_withdrawal_proposal_fkey",
                        column: x => x.proposal_id,
                        principalTable: "factor_proposal",
                        principalColumn: "id"
                    );
                }
            );

            migrationBuilder.Sql("GRANT SELECT, INSERT ON factor_withdrawal TO calculation_service;");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(name: "factor_withdrawal");
        }
    }
}
