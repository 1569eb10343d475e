using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CarbonPlatform.Ingestion.Migrations
{
    /// <inheritdoc />
    public partial class Refusals : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "refused_revision",
                table: "sheet",
                type: "integer",
                nullable: false,
                defaultValue: 0
            );

            migrationBuilder.AddColumn<string>(name: "refusal", table: "revision", type: "text", nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "refused_at",
                table: "revision",
                type: "timestamp with time zone",
                nullable: true
            );

            migrationBuilder.AddColumn<string>(name: "refused_by", table: "revision", type: "text", nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "refusal",
                table: "organisation_record",
                type: "text",
                nullable: true
            );

            migrationBuilder.AddColumn<int>(
                name: "refused_version",
                table: "organisation_record",
                type: "integer",
                nullable: false,
                defaultValue: 0
            );

            migrationBuilder.CreateIndex(
                name: "sheet_plant_month_idx",
                table: "sheet",
                columns: new[] { "plant", "month" },
                filter: "applied_revision > revision"
            );

            migrationBuilder.Sql(
                """
                GRANT UPDATE (refusal, refused_version) ON organisation_record TO ingestion_service;
                GRANT UPDATE (refused_revision) ON sheet TO ingestion_service;
                GRANT UPDATE (refusal, refused_at, refused_by) ON revision TO ingestion_service;
                """
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(name: "sheet_plant_month_idx", table: "sheet");

            migrationBuilder.DropColumn(name: "refused_revision", table: "sheet");

            migrationBuilder.DropColumn(name: "refusal", table: "revision");

            migrationBuilder.DropColumn(name: "refused_at", table: "revision");

            migrationBuilder.DropColumn(name: "refused_by", table: "revision");

            migrationBuilder.DropColumn(name: "refusal", table: "organisation_record");

            migrationBuilder.DropColumn(name: "refused_version", table: "organisation_record");
        }
    }
}
