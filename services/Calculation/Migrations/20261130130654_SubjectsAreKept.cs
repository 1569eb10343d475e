using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CarbonPlatform.Calculation.Migrations
{
    /// <inheritdoc />
    public partial class SubjectsAreKept : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                """
                ALTER TABLE catalogue_version ADD published_by_subject text;
                ALTER TABLE factor_withdrawal ADD withdrawn_by_subject text;
                -- Of a proposal from before no more is known of the line than its first.
                ALTER TABLE factor_proposal ADD key_makers text[];
                UPDATE factor_proposal SET key_makers = array_remove(ARRAY[key_made_by], NULL);
                ALTER TABLE factor_proposal ALTER key_makers SET NOT NULL, DROP key_made_by;
                """
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                """
                ALTER TABLE catalogue_version DROP published_by_subject;
                ALTER TABLE factor_withdrawal DROP withdrawn_by_subject;
                ALTER TABLE factor_proposal ADD key_made_by text;
                UPDATE factor_proposal SET key_made_by = key_makers[1];
                ALTER TABLE factor_proposal DROP key_makers;
                """
            );
        }
    }
}
