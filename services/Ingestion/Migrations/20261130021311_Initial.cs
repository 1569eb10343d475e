using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace CarbonPlatform.Ingestion.Migrations
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
                name: "organisation_head",
                columns: table => new
                {
                    id = table.Column<short>(type: "smallint", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("organisation_head_pkey", x => x.id);
                    table.CheckConstraint("organisation_head_single", "id = 1");
                }
            );

            migrationBuilder.CreateTable(
                name: "sheet",
                columns: table => new
                {
                    plant = table.Column<string>(type: "text", nullable: false),
                    month = table.Column<int>(type: "integer", nullable: false),
                    revision = table.Column<int>(type: "integer", nullable: false, defaultValue: 0),
                    event_id = table.Column<long>(type: "bigint", nullable: true),
                    mentions = table.Column<string[]>(type: "text[]", nullable: true),
                    applied_revision = table.Column<int>(type: "integer", nullable: false, defaultValue: 0),
                    applied_position = table.Column<long>(type: "bigint", nullable: true),
                    lines_hash = table.Column<string>(type: "text", nullable: true),
                    resend_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    resends = table.Column<int>(type: "integer", nullable: false, defaultValue: 0),
                },
                constraints: table =>
                {
                    table.PrimaryKey("sheet_pkey", x => new { x.plant, x.month });
                }
            );

            migrationBuilder.CreateTable(
                name: "organisation_record",
                columns: table => new
                {
                    kind = table.Column<string>(type: "text", nullable: false),
                    code = table.Column<string>(type: "text", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    event_id = table.Column<long>(type: "bigint", nullable: false),
                    changed_in = table.Column<long>(type: "bigint", nullable: false),
                    applied_version = table.Column<int>(type: "integer", nullable: false, defaultValue: 0),
                    resend_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    resends = table.Column<int>(type: "integer", nullable: false, defaultValue: 0),
                },
                constraints: table =>
                {
                    table.PrimaryKey("organisation_record_pkey", x => new { x.kind, x.code });
                    table.ForeignKey(
                        name: "organisation_record_event_id_fkey",
                        column: x => x.event_id,
                        principalTable: "event",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict
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
                name: "revision",
                columns: table => new
                {
                    plant = table.Column<string>(type: "text", nullable: false),
                    month = table.Column<int>(type: "integer", nullable: false),
                    revision = table.Column<int>(type: "integer", nullable: false),
                    submission_id = table.Column<Guid>(type: "uuid", nullable: false),
                    event_id = table.Column<long>(type: "bigint", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    accepted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    accepted_from = table.Column<string>(type: "text", nullable: false),
                    reading_count = table.Column<int>(type: "integer", nullable: false),
                    calculated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    catalogue_version = table.Column<int>(type: "integer", nullable: true),
                    methods_version = table.Column<int>(type: "integer", nullable: true),
                    line_count = table.Column<int>(type: "integer", nullable: true),
                    gap_count = table.Column<int>(type: "integer", nullable: true),
                    calculation = table.Column<string>(type: "jsonb", nullable: true),
                    posted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    ledger_sequence = table.Column<long>(type: "bigint", nullable: true),
                    ledger_position = table.Column<long>(type: "bigint", nullable: true),
                    root_hash = table.Column<string>(type: "text", nullable: true),
                    posting_count = table.Column<int>(type: "integer", nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey(
                        "revision_pkey",
                        x => new
                        {
                            x.plant,
                            x.month,
                            x.revision,
                        }
                    );
                    table.ForeignKey(
                        name: "revision_event_id_fkey",
                        column: x => x.event_id,
                        principalTable: "event",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict
                    );
                }
            );

            migrationBuilder.InsertData(
                table: "organisation_head",
                columns: new[] { "id", "version" },
                values: new object[] { (short)1, 0L }
            );

            migrationBuilder.CreateIndex(
                name: "idempotency_created_at_idx",
                table: "idempotency",
                column: "created_at"
            );

            migrationBuilder.CreateIndex(
                name: "organisation_record_changed_in_idx",
                table: "organisation_record",
                column: "changed_in"
            );

            migrationBuilder.CreateIndex(
                name: "revision_submission_id_key",
                table: "revision",
                column: "submission_id",
                unique: true
            );

            migrationBuilder
                .CreateIndex(
                    name: "sheet_mentions_idx",
                    table: "sheet",
                    column: "mentions",
                    filter: "mentions IS NOT NULL"
                )
                .Annotation("Npgsql:IndexMethod", "gin");

            migrationBuilder.CreateIndex(name: "sheet_month_idx", table: "sheet", column: "month");

            migrationBuilder.CreateIndex(
                name: "sheet_resend_at_idx",
                table: "sheet",
                column: "resend_at",
                filter: "applied_revision < revision"
            );

            migrationBuilder.Sql(CarbonPlatform.Messaging.OutboxModel.TuningSql);
            // A sheet's row is written some four times a month and read by its key: room on the page keeps most of it in
            // place.
            migrationBuilder.Sql(
                "ALTER TABLE sheet SET (fillfactor = 70); ALTER TABLE revision SET (fillfactor = 80);"
            );
            migrationBuilder.Sql(
                """
                GRANT SELECT, INSERT ON event TO ingestion_service;
                GRANT SELECT ON SEQUENCE event_id_seq TO ingestion_service;
                GRANT SELECT, INSERT, UPDATE, DELETE ON outbox TO ingestion_service;
                GRANT SELECT, UPDATE ON organisation_head TO ingestion_service;
                GRANT SELECT, INSERT, UPDATE ON organisation_record, sheet, revision TO ingestion_service;
                GRANT SELECT, INSERT, UPDATE, DELETE ON idempotency TO ingestion_service;
                """
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(name: "idempotency");

            migrationBuilder.DropTable(name: "organisation_head");

            migrationBuilder.DropTable(name: "organisation_record");

            migrationBuilder.DropTable(name: "outbox");

            migrationBuilder.DropTable(name: "revision");

            migrationBuilder.DropTable(name: "sheet");

            migrationBuilder.DropTable(name: "event");
        }
    }
}
