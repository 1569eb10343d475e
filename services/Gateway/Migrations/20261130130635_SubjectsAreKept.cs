using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CarbonPlatform.Gateway.Migrations
{
    /// <inheritdoc />
    public partial class SubjectsAreKept : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                """
                -- Who made a key is the first of the line: the maker of that one's key follows, and so on up to the first.
                ALTER TABLE api_key ADD makers text[], ADD revoked_by_subject text;
                WITH RECURSIVE line AS (
                    SELECT id, ARRAY[made_by] AS makers, created_by AS maker FROM api_key
                    UNION ALL
                    SELECT line.id, line.makers || maker.made_by, maker.created_by
                    FROM line JOIN api_key maker ON maker.id::text = line.maker
                )
                UPDATE api_key SET makers = whole.makers
                FROM (SELECT DISTINCT ON (id) id, makers FROM line ORDER BY id, cardinality(makers) DESC) whole
                WHERE whole.id = api_key.id;
                UPDATE api_key SET revoked_by_subject =
                    coalesce((SELECT who.subject FROM api_key who WHERE who.id::text = api_key.revoked_by), revoked_by);
                ALTER TABLE api_key ALTER makers SET NOT NULL, DROP made_by;

                GRANT UPDATE (revoked_by_subject) ON api_key TO gateway_service;
                CREATE OR REPLACE FUNCTION revoked_for_good() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF OLD.revoked_at IS NOT NULL
                        AND (NEW.revoked_at, NEW.revoked_by, NEW.revoked_by_subject)
                            IS DISTINCT FROM (OLD.revoked_at, OLD.revoked_by, OLD.revoked_by_subject) THEN
                        RAISE EXCEPTION 'API key % is revoked for good', OLD.id;
                    END IF;
                    RETURN NEW;
                END $$;
                """
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                """
                CREATE OR REPLACE FUNCTION revoked_for_good() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF OLD.revoked_at IS NOT NULL
                        AND (NEW.revoked_at, NEW.revoked_by) IS DISTINCT FROM (OLD.revoked_at, OLD.revoked_by) THEN
                        RAISE EXCEPTION 'API key % is revoked for good', OLD.id;
                    END IF;
                    RETURN NEW;
                END $$;
                ALTER TABLE api_key ADD made_by text;
                UPDATE api_key SET made_by = makers[1];
                ALTER TABLE api_key ALTER made_by SET NOT NULL, DROP makers, DROP revoked_by_subject;
                """
            );
        }
    }
}
