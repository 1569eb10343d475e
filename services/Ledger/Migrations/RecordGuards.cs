using Microsoft.EntityFrameworkCore.Migrations;

namespace CarbonPlatform.Ledger.Migrations;

/// <summary>
/// What an append to the record must be, whoever makes it. The writer's transaction moves the head first, makes the position
/// there, and then adds rows; one check a statement, and one at the commit.
/// </summary>
internal static class RecordGuards
{
    /// <summary>
    /// The head goes forward, never back nor to other hashes, and stays what the writer can read: whoever sets it back could
    /// write what was written anew, and one that cannot be read stops the writer. Taking its lock changes nothing of it.
    /// </summary>
    private const string Forward = """
        CREATE FUNCTION refuse_backward() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF NEW.sequence <= OLD.sequence OR NEW.recorded_at < OLD.recorded_at OR NEW.recorded_at >= '9999-01-01T00:00:00Z'
                OR length(NEW.root) <> 32 OR length(NEW.peaks) <> 32 * bit_count(NEW.sequence::bit(64)) THEN
                RAISE EXCEPTION 'The head of the ledger goes forward: from % at % to % at % is refused.',
                    OLD.sequence, OLD.recorded_at, NEW.sequence, NEW.recorded_at USING ERRCODE = 'restrict_violation';
            END IF;
            RETURN NEW;
        END
        $$;
        CREATE TRIGGER forward BEFORE UPDATE ON ledger_head
            FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION refuse_backward();
        ALTER TABLE ledger_head ENABLE ALWAYS TRIGGER forward;
        """;

    /// <summary>A position is made where the head stands, and nowhere else.</summary>
    private const string AtHead = """
        CREATE FUNCTION refuse_elsewhere() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF NOT EXISTS (SELECT FROM public.ledger_head h WHERE h.id = 1
                AND h.sequence = NEW.sequence AND h.root = NEW.root AND h.recorded_at = NEW.recorded_at) THEN
                RAISE EXCEPTION 'A position is where the head of the ledger stands: % is refused.', NEW.sequence
                    USING ERRCODE = 'restrict_violation';
            END IF;
            RETURN NULL;
        END
        $$;
        CREATE TRIGGER at_head AFTER INSERT ON position FOR EACH ROW EXECUTE FUNCTION refuse_elsewhere();
        ALTER TABLE position ENABLE ALWAYS TRIGGER at_head;
        """;

    /// <summary>
    /// At the commit a move of the head is a whole batch: an entry for each number from where it stood to where it stands, at
    /// the moment of the batch, postings where they count any (as many as that: <see cref="Counted"/>), and the position.
    /// </summary>
    private const string Whole = """
        CREATE FUNCTION refuse_part() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF NOT EXISTS (
                SELECT FROM (
                    SELECT count(*) AS entries, sum(e.posting_count) AS postings, bool_and(e.recorded_at = NEW.recorded_at) AS now
                    FROM public.entry e WHERE e.sequence > OLD.sequence AND e.sequence <= NEW.sequence) batch
                WHERE entries = NEW.sequence - OLD.sequence AND now
                    AND (postings = 0 OR EXISTS (SELECT FROM public.posting p
                        WHERE p.sequence > OLD.sequence AND p.sequence <= NEW.sequence))
                    AND EXISTS (SELECT FROM public.position p WHERE p.sequence = NEW.sequence AND p.root = NEW.root)) THEN
                RAISE EXCEPTION 'The head of the ledger moves over a whole batch: from % to % is refused.', OLD.sequence, NEW.sequence
                    USING ERRCODE = 'restrict_violation';
            END IF;
            RETURN NULL;
        END
        $$;
        CREATE CONSTRAINT TRIGGER whole AFTER UPDATE ON ledger_head DEFERRABLE INITIALLY DEFERRED
            FOR EACH ROW WHEN (OLD.sequence IS DISTINCT FROM NEW.sequence) EXECUTE FUNCTION refuse_part();
        ALTER TABLE ledger_head ENABLE ALWAYS TRIGGER whole;
        """;

    /// <summary>The postings of a batch come at once, as many as its entries count.</summary>
    private const string Counted = """

                        OR rows <> (SELECT sum(e.posting_count) FROM public.entry e WHERE e.sequence > since AND e.sequence <= upto)
        """;

    /// <summary>Ids of provenances leave none out: the writer counts on it when it reads them.</summary>
    private const string Numbered = """
        CREATE FUNCTION refuse_gap() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF EXISTS (
                SELECT FROM (SELECT min(id) AS lowest, max(id) AS highest, count(*) AS rows FROM added) a
                WHERE highest - lowest + 1 <> rows
                    OR (lowest <> 0 AND NOT EXISTS (SELECT FROM public.provenance p WHERE p.id = lowest - 1))) THEN
                RAISE EXCEPTION 'Provenances are numbered without a gap.' USING ERRCODE = 'restrict_violation';
            END IF;
            RETURN NULL;
        END
        $$;
        CREATE TRIGGER numbered AFTER INSERT ON provenance
            REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION refuse_gap();
        ALTER TABLE provenance ENABLE ALWAYS TRIGGER numbered;
        """;

    private static readonly (string Table, string Function)[] s_records =
    [
        ("entry", "refuse_past"),
        ("posting", "refuse_past_or_uncounted"),
        ("entry_gap", "refuse_past"),
        ("organisation_record", "refuse_past"),
        ("line", "refuse_first_past"),
        ("provenance", "refuse_first_past"),
    ];

    public static void Add(MigrationBuilder migration)
    {
        migration.Sql(Forward);
        migration.Sql(AtHead);
        migration.Sql(Whole);
        migration.Sql(InBatch("refuse_past", "sequence"));
        migration.Sql(InBatch("refuse_first_past", "first_sequence"));
        migration.Sql(InBatch("refuse_past_or_uncounted", "sequence", Counted));
        foreach (var (table, function) in s_records)
            migration.Sql(
                $"""
                CREATE TRIGGER in_batch AFTER INSERT ON {table}
                    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION {function}();
                ALTER TABLE {table} ENABLE ALWAYS TRIGGER in_batch;
                """
            );
        migration.Sql(Numbered);
    }

    public static void Remove(MigrationBuilder migration) =>
        migration.Sql(
            """
            DROP FUNCTION refuse_backward, refuse_elsewhere, refuse_part, refuse_past, refuse_first_past,
                refuse_past_or_uncounted, refuse_gap CASCADE;
            """
        );

    /// <summary>
    /// Rows belong to the batch that this transaction writes: between the position that it has made, and the one before. So
    /// nobody adds to entries that are on record, nor to those to come.
    /// </summary>
    private static string InBatch(string function, string sequence, string further = "") =>
        $"""
            CREATE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF EXISTS (
                    SELECT FROM (SELECT min(a.{sequence}) AS lowest, max(a.{sequence}) AS highest, count(*) AS rows FROM added a) a,
                        (SELECT max(p.sequence) AS upto, min(p.sequence) AS since, bool_or(p.made_by = pg_current_xact_id()::xid) AS ours
                         FROM (SELECT n.sequence, n.xmin AS made_by FROM public.position n ORDER BY n.sequence DESC LIMIT 2) p) batch
                    WHERE rows > 0 AND (NOT ours OR lowest <= since OR highest > upto{further})) THEN
                    RAISE EXCEPTION 'The record is added to by the batch that moves its head: % is refused.', TG_TABLE_NAME
                        USING ERRCODE = 'restrict_violation', HINT = 'Correct by a new entry that reverses the old one.';
                END IF;
                RETURN NULL;
            END
            $$;
            """;
}
