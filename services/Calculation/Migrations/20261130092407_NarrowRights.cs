using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CarbonPlatform.Calculation.Migrations
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
                GRANT SELECT ON "__EFMigrationsHistory" TO calculation_service;
                REVOKE ALL ON SEQUENCE event_id_seq FROM calculation_service;
                REVOKE UPDATE ON outbox FROM calculation_service;
                GRANT UPDATE (attempts, last_error, leased_until) ON outbox TO calculation_service;
                REVOKE UPDATE ON idempotency FROM calculation_service;
                GRANT UPDATE (created_at) ON idempotency TO calculation_service; -- no statement does: to lock its rows
                REVOKE UPDATE ON plant_month FROM calculation_service;
                GRANT UPDATE (revision, catalogue_version, methods_version, result_event_id) ON plant_month TO calculation_service;
                """
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                """
                GRANT UPDATE ON outbox, idempotency, plant_month TO calculation_service;
                GRANT SELECT ON SEQUENCE event_id_seq TO calculation_service;
                REVOKE SELECT ON "__EFMigrationsHistory" FROM calculation_service;
                """
            );
        }
    }
}
