namespace CarbonPlatform.Faults.Rig;

/// <summary>A protection that a control takes out of a database, and how it is put back.</summary>
internal sealed record Protection(string Out, string In)
{
    /// <summary>
    /// An event is marked as sent only when the broker has confirmed it. Without: it is gone with the claim,
    /// before it is sent.
    /// </summary>
    public static readonly Protection MarkAfterSending = Trigger(
        "mark_before_sending",
        "outbox",
        "AFTER UPDATE OF leased_until",
        "DELETE FROM outbox WHERE event_id = NEW.event_id"
    );

    /// <summary>
    /// What is committed waits in the outbox until it is sent. Without: there is nothing to send from.
    /// </summary>
    public static readonly Protection Outbox = Trigger("no_outbox", "outbox", "BEFORE INSERT", "");

    /// <summary>The answer is kept under the caller's key. Without: a repeated key is a new call.</summary>
    public static readonly Protection IdempotencyRecord = Trigger("no_idempotency", "idempotency", "BEFORE INSERT", "");

    /// <summary>
    /// No protection but a means: events are kept from being sent, for the test to send them as it likes.
    /// </summary>
    public static readonly Protection Sending = Trigger(
        "hold_back",
        "outbox",
        "BEFORE INSERT",
        "NEW.leased_until = 'infinity'",
        "NEW"
    );

    /// <summary>A BEFORE trigger that returns nothing leaves the row out.</summary>
    private static Protection Trigger(
        string name,
        string table,
        string when,
        string statement,
        string result = "NULL"
    ) =>
        new(
            $"""
            CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {statement}{(
                statement.Length > 0 ? ";" : ""
            )} RETURN {result}; END $$;
            CREATE TRIGGER {name} {when} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}();
            """,
            $"DROP FUNCTION {name} CASCADE"
        );
}
