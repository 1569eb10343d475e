using CarbonPlatform.Messaging;
using Microsoft.EntityFrameworkCore.Migrations;

namespace CarbonPlatform.Ledger.Migrations;

/// <summary>What the schema needs beyond tables: the beginning of the ledger, who may do what, and how rows are stored.</summary>
internal static class AppendOnly
{
    /// <summary>Position 0 is the empty ledger; its root is the hash of nothing.</summary>
    private const string Beginning = """
        INSERT INTO ledger_head (id, sequence, root, peaks, recorded_at) VALUES (1, 0, sha256(''), '', '1970-01-01T00:00:00Z');
        INSERT INTO position (sequence, root, recorded_at) VALUES (0, sha256(''), '1970-01-01T00:00:00Z');
        """;

    /// <summary>
    /// The service may add to the record and to nothing else of it; what it derives it may rewrite. The triggers stop the owner
    /// too, and replication roles, so that nobody changes the record by accident. Somebody who may drop a trigger can still:
    /// against that only roots kept elsewhere help.
    /// </summary>
    private const string Rights = """
        GRANT SELECT, INSERT ON entry, posting, entry_gap, organisation_record, position, line, provenance TO ledger_service;
        GRANT SELECT, UPDATE ON ledger_head TO ledger_service;
        GRANT SELECT, INSERT, UPDATE ON plant_month, rollup, plant TO ledger_service;
        GRANT SELECT, INSERT, DELETE ON membership TO ledger_service;
        GRANT SELECT, INSERT ON event TO ledger_service;
        GRANT SELECT, INSERT, UPDATE, DELETE ON outbox TO ledger_service;

        CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION 'The ledger is append-only: % of % is refused.', TG_OP, TG_TABLE_NAME
                USING ERRCODE = 'restrict_violation', HINT = 'Correct by a new entry that reverses the old one.';
        END
        $$;

        DO $$
        DECLARE
            record_table text;
        BEGIN
            FOREACH record_table IN ARRAY ARRAY['entry', 'posting', 'entry_gap', 'organisation_record', 'position', 'line', 'provenance'] LOOP
                EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', record_table);
                EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER append_only', record_table);
            END LOOP;
        END
        $$;
        """;

    /// <summary>
    /// Rows of the state are rewritten whole: arrays compressed the quick way, room on the page for the next version of a sum, dead
    /// rows cleared by count and without pauses.
    /// </summary>
    private const string Storage = """
        ALTER TABLE plant_month
            ALTER COLUMN line_ids SET COMPRESSION lz4, ALTER COLUMN amounts SET COMPRESSION lz4, ALTER COLUMN quantities SET COMPRESSION lz4,
            ALTER COLUMN provenance_ids SET COMPRESSION lz4, ALTER COLUMN sequences SET COMPRESSION lz4, ALTER COLUMN ordinals SET COMPRESSION lz4,
            ALTER COLUMN gaps SET COMPRESSION lz4;
        ALTER TABLE plant_month SET (
            autovacuum_vacuum_threshold = 500, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 0,
            autovacuum_analyze_threshold = 1000, autovacuum_analyze_scale_factor = 0.05);
        ALTER TABLE rollup SET (
            fillfactor = 70,
            autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 0,
            autovacuum_analyze_threshold = 1000, autovacuum_analyze_scale_factor = 0.05);
        ALTER TABLE ledger_head SET (fillfactor = 10, autovacuum_vacuum_threshold = 500, autovacuum_vacuum_scale_factor = 0);
        ALTER TABLE posting SET (autovacuum_vacuum_insert_scale_factor = 0.1);
        """;

    public static void Complete(MigrationBuilder migration)
    {
        migration.Sql(Beginning);
        migration.Sql(Rights);
        migration.Sql(Storage);
        migration.Sql(OutboxModel.TuningSql);
    }
}
