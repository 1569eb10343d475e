using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CarbonPlatform.Gateway.Migrations
{
    /// <inheritdoc />
    public partial class KeysNameTheirHolder : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // A key from before is a holder of its own, made by the key that made it, and has no end.
            migrationBuilder.Sql(
                """
                ALTER TABLE api_key
                    ADD expires_at timestamptz, ADD last_used_at timestamptz, ADD made_by text, ADD revoked_by text, ADD subject text;
                UPDATE api_key SET subject = id::text, made_by = created_by;
                ALTER TABLE api_key ALTER made_by SET NOT NULL, ALTER subject SET NOT NULL;
                """
            );

            // What changes of a key: that it was used, and once that it is revoked.
            migrationBuilder.Sql(
                """
                GRANT UPDATE (revoked_by, last_used_at) ON api_key TO gateway_service;
                CREATE FUNCTION revoked_for_good() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF OLD.revoked_at IS NOT NULL
                        AND (NEW.revoked_at, NEW.revoked_by) IS DISTINCT FROM (OLD.revoked_at, OLD.revoked_by) THEN
                        RAISE EXCEPTION 'API key % is revoked for good', OLD.id;
                    END IF;
                    RETURN NEW;
                END $$;
                CREATE TRIGGER revoked_for_good BEFORE UPDATE ON api_key
                    FOR EACH ROW EXECUTE FUNCTION revoked_for_good();
                """
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                """
                DROP TRIGGER revoked_for_good ON api_key;
                DROP FUNCTION revoked_for_good();
                ALTER TABLE api_key
                    DROP expires_at, DROP last_used_at, DROP made_by, DROP revoked_by, DROP subject;
                """
            );
        }
    }
}
