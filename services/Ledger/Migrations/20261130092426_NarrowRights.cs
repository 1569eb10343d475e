using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CarbonPlatform.Ledger.Migrations
{
    /// <summary>
    /// The service reads at which migration its database is, and may do what its statements do: a key, a maker, a moment of
    /// acceptance is never rewritten.
    /// </summary>
    public partial class NarrowRights : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                """
                GRANT SELECT ON "__EFMigrationsHistory" TO ledger_service;
                REVOKE UPDATE ON outbox FROM ledger_service;
                GRANT UPDATE (attempts, last_error, leased_until) ON outbox TO ledger_service;
                REVOKE UPDATE ON ledger_head, plant_month, rollup, plant FROM ledger_service;
                GRANT UPDATE (sequence, root, peaks, recorded_at) ON ledger_head TO ledger_service;
                GRANT UPDATE (revision, catalogue_version, methods_version, sequence, recorded_at, posting_count, open_gaps,
                        lines_hash, line_ids, amounts, quantities, provenance_ids, sequences, ordinals, gaps)
                    ON plant_month TO ledger_service;
                GRANT UPDATE (amount, measured_amount, verified_amount, line_count) ON rollup TO ledger_service;
                GRANT UPDATE (version, from_month, to_month) ON plant TO ledger_service;
                """
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                """
                GRANT UPDATE ON outbox, ledger_head, plant_month, rollup, plant TO ledger_service;
                REVOKE SELECT ON "__EFMigrationsHistory" FROM ledger_service;
                """
            );
        }
    }
}
