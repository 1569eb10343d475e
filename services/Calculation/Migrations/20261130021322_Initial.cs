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
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("event_pkey", x => x.id);
                }
            );

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
                    tag = table.Column<string>(type: "text", nullable: true),
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
                    leased_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    attempts = table.Column<int>(type: "integer", nullable: false, defaultValue: 0),
                    last_error = table.Column<string>(type: "text", nullable: true),
                    enqueued_at = table.Column<DateTimeOffset>(
                        type: "timestamp with time zone",
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
                        name: "catalogue_version_proposal_id_fkey",
                        column: x => x.proposal_id,
                        principalTable: "factor_proposal",
                        principalColumn: "id"
                    );
                }
            );

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
                        name: "factor_withdrawal_proposal_id_fkey",
                        column: x => x.proposal_id,
                        principalTable: "factor_proposal",
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
                        name: "run_plant_month_revision_fkey",
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

            migrationBuilder.CreateIndex(
                name: "catalogue_version_proposal_id_key",
                table: "catalogue_version",
                column: "proposal_id",
                unique: true
            );

            migrationBuilder.CreateIndex(
                name: "idempotency_created_at_idx",
                table: "idempotency",
                column: "created_at"
            );

            migrationBuilder.Sql(CarbonPlatform.Messaging.OutboxModel.TuningSql);
            // The row of a plant-month is locked and advanced with every revision: room on the page keeps it in place.
            migrationBuilder.Sql(
                "ALTER TABLE plant_month SET (fillfactor = 70); ALTER TABLE input ALTER COLUMN body SET COMPRESSION lz4;"
            );
            // Inputs and runs, versions of the catalogue and what was proposed and withdrawn are the record: nobody
            // changes them.
            migrationBuilder.Sql(
                """
                GRANT SELECT, INSERT ON event, input, run TO calculation_service;
                GRANT SELECT, INSERT ON factor_proposal, factor_withdrawal, catalogue_version TO calculation_service;
                GRANT SELECT ON SEQUENCE event_id_seq TO calculation_service;
                GRANT SELECT, INSERT, UPDATE, DELETE ON outbox TO calculation_service;
                GRANT SELECT, INSERT, UPDATE ON plant_month TO calculation_service;
                GRANT SELECT, INSERT, UPDATE, DELETE ON idempotency TO calculation_service;
                """
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(name: "catalogue_version");

            migrationBuilder.DropTable(name: "factor_withdrawal");

            migrationBuilder.DropTable(name: "idempotency");

            migrationBuilder.DropTable(name: "outbox");

            migrationBuilder.DropTable(name: "plant_month");

            migrationBuilder.DropTable(name: "run");

            migrationBuilder.DropTable(name: "factor_proposal");

            migrationBuilder.DropTable(name: "input");

            migrationBuilder.DropTable(name: "event");
        }
    }
}
