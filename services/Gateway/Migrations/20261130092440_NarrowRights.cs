using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CarbonPlatform.Gateway.Migrations
{
    /// <summary>
    /// The service reads at which migration its database is.
    /// </summary>
    public partial class NarrowRights : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                """
                GRANT SELECT ON "__EFMigrationsHistory" TO gateway_service;
                """
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                """
                REVOKE SELECT ON "__EFMigrationsHistory" FROM gateway_service;
                """
            );
        }
    }
}
