using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace CarbonPlatform.Calculation.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "event",
                columns: table => new
                {
                    id = table
                        .Column<long>(type: "bigint", nullable: false)
                        .Annotation(
                            "Npgsql:ValueGenerationStrategy",
                            NpgsqlValueGenerationStrategy.IdentityAlwaysColumn
                        ),
                    type = table.Column<string>(type: "text", nullable: false),
                    body = table.Column<byte[]>(type: "bytea", nullable: false),
                    traceparent = table.Column<string>(type: "text", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("event_pkey", x => x.id);
                }
            );

            migrationBuilder.CreateTable(
                name: "input",
                columns: table => new
                {
                    plant = table.Column<string>(type: "text", nullable: false),
                    month = table.Column<int>(type: "integer", nullable: false),
                    revision = table.Column<int>(type: "integer", nullable: false),
                    body = table.Column<byte[]>(type: "bytea", nullable: false),
                    received_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey(
                        "input_pkey",
                        x => new
                        {
                            x.plant,
                            x.month,
                            x.revision,
                        }
                    );
                }
            );

            migrationBuilder.CreateTable(
                name: "outbox",
                columns: table => new
                {
                    event_id = table.Column<long>(type: "bigint", nullable: false),
                    leased_until = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true),
                    attempts = table.Column<int>(type: "integer", nullable: false, defaultValue: 0),
                    last_error = table.Column<string>(type: "text", nullable: true),
                    enqueued_at = table.Column<DateTimeOffset>(
                        type: "timestamptz",
                        nullable: false,
                        defaultValueSql: "now()"
                    ),
                },
                constraints: table =>
                {
                    table.PrimaryKey("outbox_pkey", x => x.event_id);
                    table.ForeignKey(
                        name: "outbox_event_id_fkey",
                        column: x => x.event_id,
                        principalTable: "event",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict
                    );
                }
            );

            migrationBuilder.CreateTable(
                name: "plant_month",
                columns: table => new
                {
                    plant = table.Column<string>(type: "text", nullable: false),
                    month = table.Column<int>(type: "integer", nullable: false),
                    revision = table.Column<int>(type: "integer", nullable: false),
                    catalogue_version = table.Column<int>(type: "integer", nullable: false),
                    methods_version = table.Column<int>(type: "integer", nullable: false),
                    result_event_id = table.Column<long>(type: "bigint", nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey("plant_month_pkey", x => new { x.plant, x.month });
                    table.ForeignKey(
                        name: "plant_month_result_event_id_fkey",
                        column: x => x.result_event_id,
                        principalTable: "event",
                        principalColumn: "id"
                    );
                }
            );

            migrationBuilder.CreateTable(
                name: "run",
                columns: table => new
                {
                    plant = table.Column<string>(type: "text", nullable: false),
                    month = table.Column<int>(type: "integer", nullable: false),
                    revision = table.Column<int>(type: "integer", nullable: false),
                    catalogue_version = table.Column<int>(type: "integer", nullable: false),
                    methods_version = table.Column<int>(type: "integer", nullable: false),
                    result_event_id = table.Column<long>(type: "bigint", nullable: false),
                    lines_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    calculated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey(
                        "run_pkey",
                        x => new
                        {
                            x.plant,
                            x.month,
                            x.revision,
                            x.catalogue_version,
                            x.methods_version,
                        }
                    );
                    table.ForeignKey(
                        name: "run_input_fkey",
                        columns: x => new
                        {
                            x.plant,
                            x.month,
                            x.revision,
                        },
                        principalTable: "input",
                        principalColumns: new[] { "plant", "month", "revision" }
                    );
                    table.ForeignKey(
                        name: "run_result_event_id_fkey",
                        column: x => x.result_event_id,
                        principalTable: "event",
                        principalColumn: "id"
                    );
                }
            );

            migrationBuilder.Sql(CarbonPlatform.Messaging.OutboxModel.TuningSql);
            // The row of a plant-month is locked and advanced with every revision: room on the page keeps it in place.
            migrationBuilder.Sql(
                "ALTER TABLE plant_month SET (fillfactor = 70); ALTER TABLE input ALTER COLUMN body SET COMPRESSION lz4;"
            );
            // Inputs and runs are the record: nobody changes them.
            migrationBuilder.Sql(
                """
                GRANT SELECT, INSERT ON event, input, run TO calculation_service;
                GRANT SELECT ON SEQUENCE event_id_seq TO calculation_service;
                GRANT SELECT, INSERT, UPDATE, DELETE ON outbox TO calculation_service;
                GRANT SELECT, INSERT, UPDATE ON plant_month TO calculation_service;
                """
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(name: "outbox");

            migrationBuilder.DropTable(name: "plant_month");

            migrationBuilder.DropTable(name: "run");

            migrationBuilder.DropTable(name: "input");

            migrationBuilder.DropTable(name: "event");
        }
    }
}
