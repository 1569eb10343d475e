using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CarbonPlatform.Calculation.Migrations
{
    /// <inheritdoc />
    public partial class ProposerIsASubject : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // A key from before is a holder of its own.
            migrationBuilder.Sql(
                """
                ALTER TABLE factor_proposal ADD key_made_by text, ADD proposed_by_subject text;
                UPDATE factor_proposal SET proposed_by_subject = proposed_by;
                ALTER TABLE factor_proposal ALTER proposed_by_subject SET NOT NULL;
                """
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("ALTER TABLE factor_proposal DROP key_made_by, DROP proposed_by_subject;");
        }
    }
}
