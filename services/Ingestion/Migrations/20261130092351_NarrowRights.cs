using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CarbonPlatform.Ingestion.Migrations
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
                GRANT SELECT ON "__EFMigrationsHistory" TO ingestion_service;
                REVOKE ALL ON SEQUENCE event_id_seq FROM ingestion_service;
                REVOKE UPDATE ON outbox FROM ingestion_service;
                GRANT UPDATE (attempts, last_error, leased_until) ON outbox TO ingestion_service;
                REVOKE UPDATE ON idempotency FROM ingestion_service;
                GRANT UPDATE (created_at) ON idempotency TO ingestion_service; -- no statement does: to lock its rows
                REVOKE UPDATE ON organisation_head, organisation_record, sheet, revision FROM ingestion_service;
                GRANT UPDATE (version) ON organisation_head TO ingestion_service;
                GRANT UPDATE (version, event_id, changed_in, applied_version, resend_at, resends)
                    ON organisation_record TO ingestion_service;
                GRANT UPDATE (revision, event_id, mentions, suppliers_as_named, supplies, applied_revision, applied_position,
                        lines_hash, resend_at, resends)
                    ON sheet TO ingestion_service;
                GRANT UPDATE (calculated_at, catalogue_version, methods_version, line_count, gap_count, calculation,
                        posted_at, ledger_sequence, ledger_position, root_hash, posting_count)
                    ON revision TO ingestion_service;
                """
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                """
                GRANT UPDATE ON outbox, idempotency, organisation_head, organisation_record, sheet, revision TO ingestion_service;
                GRANT SELECT ON SEQUENCE event_id_seq TO ingestion_service;
                REVOKE SELECT ON "__EFMigrationsHistory" FROM ingestion_service;
                """
            );
        }
    }
}
