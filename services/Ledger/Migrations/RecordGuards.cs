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
            IF NEW.sequence <= OLD.sequence OR NEW.recorded_at < OLD.recorded_at OR NEW.recorded_at >= '9999-01-01T00:00:00Z' THEN
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
        DECLARE
            astray bigint;
        BEGIN
            SELECT a.sequence INTO astray FROM added a WHERE NOT EXISTS (
                SELECT FROM public.ledger_head h
                WHERE h.id = 1 AND h.sequence = a.sequence AND h.root = a.root AND h.recorded_at = a.recorded_at);
            IF FOUND THEN
                RAISE EXCEPTION 'A position is where the head of the ledger stands: % is refused.', astray
                    USING ERRCODE = 'restrict_violation';
            END IF;
            RETURN NULL;
        END
        $$;
        CREATE TRIGGER at_head AFTER INSERT ON position
            REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION refuse_elsewhere();
        ALTER TABLE position ENABLE ALWAYS TRIGGER at_head;
        """;

    /// <summary>
    /// At the commit a move of the head is a whole batch: the entries from where it stood to where it stands, each with the
    /// postings it counts and the moment of the batch, the position, and peaks and root that follow from the leaves as
    /// <see cref="Record.EntryTree"/> makes them.
    /// </summary>
    private const string Whole = """
        CREATE FUNCTION refuse_part() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE
            size bigint := OLD.sequence;
            hashes bytea := OLD.peaks;
            node bytea;
            carry bigint;
            wrong bigint;
        BEGIN
            FOR node IN
                SELECT e.leaf FROM public.entry e
                WHERE e.sequence > OLD.sequence AND e.sequence <= NEW.sequence ORDER BY e.sequence
            LOOP
                carry := size;
                WHILE carry & 1 = 1 LOOP
                    node := sha256('\x01'::bytea || substr(hashes, length(hashes) - 31) || node);
                    hashes := substr(hashes, 1, length(hashes) - 32);
                    carry := carry >> 1;
                END LOOP;
                hashes := hashes || node;
                size := size + 1;
            END LOOP;
            node := substr(hashes, length(hashes) - 31);
            FOR i IN REVERSE length(hashes) / 32 - 2 .. 0 LOOP
                node := sha256('\x01'::bytea || substr(hashes, 32 * i + 1, 32) || node);
            END LOOP;
            IF size <> NEW.sequence OR hashes <> NEW.peaks OR node <> NEW.root THEN
                RAISE EXCEPTION 'The head of the ledger follows from its entries: % from % is refused.', NEW.sequence, OLD.sequence
                    USING ERRCODE = 'restrict_violation';
            END IF;
            IF NOT EXISTS (SELECT FROM public.position p WHERE p.sequence = NEW.sequence AND p.root = NEW.root) THEN
                RAISE EXCEPTION 'Where the head of the ledger stands is a position: % is none.', NEW.sequence
                    USING ERRCODE = 'restrict_violation';
            END IF;
            SELECT e.sequence INTO wrong
            FROM public.entry e LEFT JOIN (
                SELECT p.sequence, count(*) AS postings FROM public.posting p
                WHERE p.sequence > OLD.sequence AND p.sequence <= NEW.sequence GROUP BY p.sequence) c
                ON c.sequence = e.sequence
            WHERE e.sequence > OLD.sequence AND e.sequence <= NEW.sequence
                AND (e.posting_count <> coalesce(c.postings, 0) OR e.recorded_at <> NEW.recorded_at)
            LIMIT 1;
            IF FOUND THEN
                RAISE EXCEPTION 'An entry has the postings it counts and the moment of its batch: % has not.', wrong
                    USING ERRCODE = 'restrict_violation';
            END IF;
            RETURN NULL;
        END
        $$;
        CREATE CONSTRAINT TRIGGER whole AFTER UPDATE ON ledger_head DEFERRABLE INITIALLY DEFERRED
            FOR EACH ROW WHEN (OLD.sequence IS DISTINCT FROM NEW.sequence) EXECUTE FUNCTION refuse_part();
        ALTER TABLE ledger_head ENABLE ALWAYS TRIGGER whole;
        """;

    /// <summary>Ids of provenances leave none out: the writer counts on it when it reads them.</summary>
    private const string Counted = """
        CREATE FUNCTION refuse_uncounted() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE
            lowest int;
            highest int;
            many bigint;
        BEGIN
            SELECT min(id), max(id), count(*) INTO lowest, highest, many FROM added;
            IF many > 0 AND (highest - lowest + 1 <> many
                OR (lowest <> 0 AND NOT EXISTS (SELECT FROM public.provenance p WHERE p.id = lowest - 1))) THEN
                RAISE EXCEPTION 'Provenances are numbered without a gap: % to % is refused.', lowest, highest
                    USING ERRCODE = 'restrict_violation';
            END IF;
            RETURN NULL;
        END
        $$;
        CREATE TRIGGER counted AFTER INSERT ON provenance
            REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION refuse_uncounted();
        ALTER TABLE provenance ENABLE ALWAYS TRIGGER counted;
        """;

    private static readonly (string Table, string Sequence, string Function)[] s_records =
    [
        ("entry", "sequence", "refuse_past"),
        ("posting", "sequence", "refuse_past"),
        ("entry_gap", "sequence", "refuse_past"),
        ("organisation_record", "sequence", "refuse_past"),
        ("line", "first_sequence", "refuse_first_past"),
        ("provenance", "first_sequence", "refuse_first_past"),
    ];

    public static void Add(MigrationBuilder migration)
    {
        migration.Sql(Forward);
        migration.Sql(AtHead);
        migration.Sql(Whole);
        foreach (var (sequence, function) in s_records.Select(record => (record.Sequence, record.Function)).Distinct())
            migration.Sql(InBatch(sequence, function));
        foreach (var (table, _, function) in s_records)
            migration.Sql(
                $"""
                CREATE TRIGGER in_batch AFTER INSERT ON {table}
                    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION {function}();
                ALTER TABLE {table} ENABLE ALWAYS TRIGGER in_batch;
                """
            );
        migration.Sql(Counted);
    }

    public static void Remove(MigrationBuilder migration) =>
        migration.Sql(
            """
            DROP FUNCTION refuse_backward, refuse_elsewhere, refuse_part, refuse_past, refuse_first_past, refuse_uncounted CASCADE;
            """
        );

    /// <summary>
    /// Rows belong to the batch that this transaction writes: between the position that it has made, where the head stands,
    /// and the one before. So nobody adds to entries that are on record, nor to those to come.
    /// </summary>
    private static string InBatch(string sequence, string function) =>
        $"""
            CREATE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$
            DECLARE
                lowest bigint;
                highest bigint;
            BEGIN
                SELECT min({sequence}), max({sequence}) INTO lowest, highest FROM added;
                IF lowest IS NOT NULL AND NOT EXISTS (
                    SELECT FROM public.ledger_head h JOIN public.position p ON p.sequence = h.sequence
                    WHERE h.id = 1 AND p.xmin = pg_current_xact_id()::xid AND highest <= h.sequence
                        AND lowest > (SELECT max(b.sequence) FROM public.position b WHERE b.sequence < h.sequence)) THEN
                    RAISE EXCEPTION 'The record is added to by the batch that moves its head: % of % to % is refused.',
                        TG_TABLE_NAME, lowest, highest
                        USING ERRCODE = 'restrict_violation', HINT = 'Correct by a new entry that reverses the old one.';
                END IF;
                RETURN NULL;
            END
            $$;
            """;
}
