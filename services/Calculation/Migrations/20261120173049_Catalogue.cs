using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CarbonPlatform.Calculation.Migrations
{
    /// <inheritdoc />
    public partial class Catalogue : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "factor_proposal",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    rows = table.Column<byte[]>(type: "bytea", nullable: false),
                    catalogue_version = table.Column<int>(type: "integer", nullable: false),
                    proposed_by = table.Column<string>(type: "text", nullable: false),
                    proposed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("factor_proposal_pkey", x => x.id);
                }
            );

            migrationBuilder.CreateTable(
                name: "idempotency",
                columns: table => new
                {
                    caller = table.Column<string>(type: "text", nullable: false),
                    route = table.Column<string>(type: "text", nullable: false),
                    key = table.Column<string>(type: "text", nullable: false),
                    body_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    answer = table.Column<byte[]>(type: "bytea", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey(
                        "idempotency_pkey",
                        x => new
                        {
                            x.caller,
                            x.route,
                            x.key,
                        }
                    );
                }
            );

            migrationBuilder.CreateTable(
                name: "catalogue_version",
                columns: table => new
                {
                    version = table.Column<int>(type: "integer", nullable: false),
                    delivered = table.Column<int>(type: "integer", nullable: true),
                    files_hash = table.Column<byte[]>(type: "bytea", nullable: true),
                    proposal_id = table.Column<Guid>(type: "uuid", nullable: true),
                    published_by = table.Column<string>(type: "text", nullable: false),
                    published_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("catalogue_version_pkey", x => x.version);
                    table.CheckConstraint(
                        "catalogue_version_kind",
                        "(delivered IS NULL) <> (proposal_id IS NULL) AND (delivered IS NULL) = (files_hash IS NULL)"
                    );
                    table.ForeignKey(
                        name: "catalogue_version_proposal_fkey",
                        column: x => x.proposal_id,
                        principalTable: "factor_proposal",
                        principalColumn: "id"
                    );
                }
            );

            migrationBuilder.CreateIndex(
                name: "catalogue_version_proposal",
                table: "catalogue_version",
                column: "proposal_id",
                unique: true
            );

            migrationBuilder.CreateIndex(name: "idempotency_created_at", table: "idempotency", column: "created_at");

            // Versions and proposals are the record: nobody changes them.
            migrationBuilder.Sql(
                """
                GRANT SELECT, INSERT ON factor_proposal, catalogue_version TO calculation_service;
                GRANT SELECT, INSERT, UPDATE, DELETE ON idempotency TO calculation_service;
                """
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(name: "catalogue_version");

            migrationBuilder.DropTable(name: "idempotency");

            migrationBuilder.DropTable(name: "factor_proposal");
        }
    }
}
