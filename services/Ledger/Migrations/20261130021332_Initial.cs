using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace CarbonPlatform.Ledger.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "entry",
                columns: table => new
                {
                    sequence = table.Column<long>(type: "bigint", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    plant = table.Column<string>(type: "text", nullable: true),
                    month = table.Column<int>(type: "integer", nullable: true),
                    revision = table.Column<int>(type: "integer", nullable: true),
                    catalogue_version = table.Column<int>(type: "integer", nullable: true),
                    methods_version = table.Column<int>(type: "integer", nullable: true),
                    submission_id = table.Column<Guid>(type: "uuid", nullable: true),
                    reason = table.Column<string>(type: "text", nullable: false),
                    adjustment = table.Column<bool>(type: "boolean", nullable: false),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    leaf = table.Column<byte[]>(type: "bytea", nullable: false),
                    posting_count = table.Column<int>(type: "integer", nullable: false),
                    open_gaps = table.Column<int>(type: "integer", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("entry_pkey", x => x.sequence);
                }
            );

            migrationBuilder.CreateTable(
                name: "entry_gap",
                columns: table => new
                {
                    sequence = table.Column<long>(type: "bigint", nullable: false),
                    ordinal = table.Column<int>(type: "integer", nullable: false),
                    opened = table.Column<bool>(type: "boolean", nullable: false),
                    source = table.Column<string>(type: "text", nullable: false),
                    activity = table.Column<string>(type: "text", nullable: true),
                    category = table.Column<string>(type: "text", nullable: false),
                    basis = table.Column<string>(type: "text", nullable: true),
                    measure = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    detail = table.Column<string>(type: "text", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("entry_gap_pkey", x => new { x.sequence, x.ordinal });
                }
            );

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
                name: "ledger_head",
                columns: table => new
                {
                    id = table.Column<short>(type: "smallint", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false),
                    root = table.Column<byte[]>(type: "bytea", nullable: false),
                    peaks = table.Column<byte[]>(type: "bytea", nullable: false),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("ledger_head_pkey", x => x.id);
                    table.CheckConstraint("one_head", "id = 1");
                }
            );

            migrationBuilder.CreateTable(
                name: "line",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false),
                    first_sequence = table.Column<long>(type: "bigint", nullable: false),
                    plant = table.Column<string>(type: "text", nullable: false),
                    source = table.Column<string>(type: "text", nullable: false),
                    process = table.Column<string>(type: "text", nullable: false),
                    activity = table.Column<string>(type: "text", nullable: false),
                    category = table.Column<string>(type: "text", nullable: false),
                    basis = table.Column<string>(type: "text", nullable: true),
                    measure = table.Column<string>(type: "text", nullable: false),
                    counterparty = table.Column<string>(type: "text", nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey("line_pkey", x => x.id);
                }
            );

            migrationBuilder.CreateTable(
                name: "membership",
                columns: table => new
                {
                    plant = table.Column<string>(type: "text", nullable: false),
                    from_month = table.Column<int>(type: "integer", nullable: false),
                    to_month = table.Column<int>(type: "integer", nullable: true),
                    unit = table.Column<string>(type: "text", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("membership_pkey", x => new { x.plant, x.from_month });
                }
            );

            migrationBuilder.CreateTable(
                name: "organisation_record",
                columns: table => new
                {
                    kind = table.Column<string>(type: "text", nullable: false),
                    code = table.Column<string>(type: "text", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false),
                    record = table.Column<string>(type: "json", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey(
                        "organisation_record_pkey",
                        x => new
                        {
                            x.kind,
                            x.code,
                            x.version,
                        }
                    );
                }
            );

            migrationBuilder.CreateTable(
                name: "plant",
                columns: table => new
                {
                    code = table.Column<string>(type: "text", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    from_month = table.Column<int>(type: "integer", nullable: false),
                    to_month = table.Column<int>(type: "integer", nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey("plant_pkey", x => x.code);
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
                    sequence = table.Column<long>(type: "bigint", nullable: false),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    posting_count = table.Column<int>(type: "integer", nullable: false),
                    open_gaps = table.Column<int>(type: "integer", nullable: false),
                    lines_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    line_ids = table.Column<int[]>(type: "integer[]", nullable: false),
                    amounts = table.Column<decimal[]>(type: "numeric[]", nullable: false),
                    quantities = table.Column<decimal[]>(type: "numeric[]", nullable: false),
                    provenance_ids = table.Column<int[]>(type: "integer[]", nullable: false),
                    sequences = table.Column<long[]>(type: "bigint[]", nullable: false),
                    ordinals = table.Column<int[]>(type: "integer[]", nullable: false),
                    gaps = table.Column<string>(type: "jsonb", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("plant_month_pkey", x => new { x.plant, x.month });
                }
            );

            migrationBuilder.CreateTable(
                name: "position",
                columns: table => new
                {
                    sequence = table.Column<long>(type: "bigint", nullable: false),
                    root = table.Column<byte[]>(type: "bytea", nullable: false),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("position_pkey", x => x.sequence);
                }
            );

            migrationBuilder.CreateTable(
                name: "posting",
                columns: table => new
                {
                    sequence = table.Column<long>(type: "bigint", nullable: false),
                    ordinal = table.Column<int>(type: "integer", nullable: false),
                    line_id = table.Column<int>(type: "integer", nullable: false),
                    reverses_sequence = table.Column<long>(type: "bigint", nullable: true),
                    reverses_ordinal = table.Column<int>(type: "integer", nullable: true),
                    provenance_id = table.Column<int>(type: "integer", nullable: false),
                    amount = table.Column<decimal>(type: "numeric", nullable: false),
                    quantity = table.Column<decimal>(type: "numeric", nullable: false),
                },
                constraints: table => { }
            );

            migrationBuilder.CreateTable(
                name: "provenance",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false),
                    first_sequence = table.Column<long>(type: "bigint", nullable: false),
                    quality = table.Column<string>(type: "text", nullable: false),
                    method = table.Column<string>(type: "text", nullable: false),
                    factor_set = table.Column<string>(type: "text", nullable: true),
                    statuses = table.Column<int>(type: "integer", nullable: false),
                    activity_uncertainty_percent = table.Column<decimal>(type: "numeric", nullable: true),
                    factor_uncertainty_percent = table.Column<decimal>(type: "numeric", nullable: true),
                    measured = table.Column<bool>(type: "boolean", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("provenance_pkey", x => x.id);
                }
            );

            migrationBuilder.CreateTable(
                name: "rollup",
                columns: table => new
                {
                    month = table.Column<int>(type: "integer", nullable: false),
                    unit = table.Column<string>(type: "text", nullable: false),
                    category = table.Column<string>(type: "text", nullable: false),
                    basis = table.Column<string>(type: "text", nullable: true),
                    measure = table.Column<string>(type: "text", nullable: false),
                    counterparty_unit = table.Column<string>(type: "text", nullable: true),
                    amount = table.Column<decimal>(type: "numeric", nullable: false),
                    measured_amount = table.Column<decimal>(type: "numeric", nullable: false),
                    verified_amount = table.Column<decimal>(type: "numeric", nullable: false),
                    line_count = table.Column<int>(type: "integer", nullable: false),
                },
                constraints: table => { }
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

            migrationBuilder.CreateIndex(
                name: "entry_month_sequence_idx",
                table: "entry",
                columns: new[] { "month", "sequence" }
            );

            migrationBuilder.CreateIndex(
                name: "entry_plant_month_sequence_idx",
                table: "entry",
                columns: new[] { "plant", "month", "sequence" }
            );

            migrationBuilder.CreateIndex(
                name: "line_counterparty_idx",
                table: "line",
                column: "counterparty",
                filter: "counterparty IS NOT NULL"
            );

            migrationBuilder.CreateIndex(name: "line_first_sequence_idx", table: "line", column: "first_sequence");

            migrationBuilder.CreateIndex(name: "line_plant_idx", table: "line", column: "plant");

            migrationBuilder.CreateIndex(
                name: "organisation_record_sequence_key",
                table: "organisation_record",
                column: "sequence",
                unique: true
            );

            migrationBuilder
                .CreateIndex(
                    name: "plant_month_month_plant_idx",
                    table: "plant_month",
                    columns: new[] { "month", "plant" }
                )
                .Annotation("Npgsql:IndexInclude", new[] { "open_gaps", "sequence" });

            migrationBuilder.CreateIndex(name: "position_recorded_at_idx", table: "position", column: "recorded_at");

            migrationBuilder.CreateIndex(name: "posting_sequence_idx", table: "posting", column: "sequence");

            migrationBuilder
                .CreateIndex(
                    name: "provenance_key",
                    table: "provenance",
                    columns: new[]
                    {
                        "quality",
                        "method",
                        "factor_set",
                        "statuses",
                        "activity_uncertainty_percent",
                        "factor_uncertainty_percent",
                    },
                    unique: true
                )
                .Annotation("Npgsql:NullsDistinct", false);

            migrationBuilder
                .CreateIndex(
                    name: "rollup_month_unit_category_basis_measure_counterparty_unit_key",
                    table: "rollup",
                    columns: new[] { "month", "unit", "category", "basis", "measure", "counterparty_unit" },
                    unique: true
                )
                .Annotation("Npgsql:NullsDistinct", false);

            AppendOnly.Complete(migrationBuilder);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(name: "entry");

            migrationBuilder.DropTable(name: "entry_gap");

            migrationBuilder.DropTable(name: "ledger_head");

            migrationBuilder.DropTable(name: "line");

            migrationBuilder.DropTable(name: "membership");

            migrationBuilder.DropTable(name: "organisation_record");

            migrationBuilder.DropTable(name: "outbox");

            migrationBuilder.DropTable(name: "plant");

            migrationBuilder.DropTable(name: "plant_month");

            migrationBuilder.DropTable(name: "position");

            migrationBuilder.DropTable(name: "posting");

            migrationBuilder.DropTable(name: "provenance");

            migrationBuilder.DropTable(name: "rollup");

            migrationBuilder.DropTable(name: "event");

            migrationBuilder.Sql("DROP FUNCTION refuse_change()");
        }
    }
}
