using System;
using System.Collections.Generic;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CarbonPlatform.Gateway.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "api_key",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    sha256 = table.Column<byte[]>(type: "bytea", nullable: false),
                    roles = table.Column<List<string>>(type: "text[]", nullable: false),
                    plants = table.Column<List<string>>(type: "text[]", nullable: true),
                    created_by = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    revoked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey("api_key_pkey", x => x.id);
                    table.CheckConstraint("api_key_sha256_length", "octet_length(sha256) = 32");
                }
            );

            migrationBuilder.CreateIndex(name: "api_key_sha256_key", table: "api_key", column: "sha256", unique: true);

            // A key can be made and revoked; nothing else of it ever changes, and none disappears.
            migrationBuilder.Sql("GRANT SELECT, INSERT, UPDATE (revoked_at) ON api_key TO gateway_service;");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(name: "api_key");
        }
    }
}
