using CarbonPlatform.TestKit;

namespace CarbonPlatform.Faults.Rig;

/// <summary>Places in what services and servers say to each other at which a fault may strike.</summary>
internal static class Wire
{
    // PostgreSQL: a simple query of these six letters, sent by itself; or a statement of a batch,
    // behind the end of its name. Once it is prepared only its name is sent.
    private static readonly byte[] s_commit = [(byte)'Q', 0, 0, 0, 11, .. "COMMIT\0"u8];
    private static readonly byte[] s_commitInBatch = [0, .. "COMMIT\0"u8];

    // AMQP 0-9-1: the methods basic.publish (60, 40) and basic.ack (60, 80) behind the size of their frame.
    private static readonly byte[] s_publish = [0, 60, 0, 40, 0, 0];
    private static readonly byte[] s_confirm = [0, 0, 0, 13, 0, 60, 0, 80];

    public static bool IsCommit(ProxiedConnection connection, bool toServer, ReadOnlyMemory<byte> bytes) =>
        toServer
        && (
            bytes.Span.IndexOf(s_commit) >= 0
            || bytes.Span.IndexOf(s_commitInBatch) >= 0
            || (connection.Prepared is { } name && bytes.Span.IndexOf(name) >= 0)
        );

    /// <summary>
    /// Remembers under which name a connection prepares its COMMIT: it stands before it,
    /// behind the five bytes of the message's type and length.
    /// </summary>
    public static void Learn(ProxiedConnection connection, bool toServer, ReadOnlyMemory<byte> bytes)
    {
        if (!toServer || bytes.Span.IndexOf(s_commitInBatch) is not (> 0 and var end))
            return;
        var begin = bytes.Span[..end].LastIndexOf((byte)'_');
        // Between the end of the empty portal's name and its own end, as a Bind has it.
        if (begin > 0)
            connection.Prepared = [0, .. bytes.Span[begin..end], 0];
    }

    /// <summary>Whether the broker is asked to take a message to an exchange.</summary>
    public static bool IsPublish(bool toServer, ReadOnlyMemory<byte> bytes, string exchange) =>
        toServer
        && bytes.Span.IndexOf([.. s_publish, (byte)exchange.Length, .. System.Text.Encoding.ASCII.GetBytes(exchange)])
            >= 0;

    /// <summary>Whether the broker says that it has a message.</summary>
    public static bool IsConfirm(bool toServer, ReadOnlyMemory<byte> bytes) =>
        !toServer && bytes.Span.IndexOf(s_confirm) >= 0;

    /// <summary>Whether the server answers a commit that went through this connection.</summary>
    public static bool IsCommitted(ProxiedConnection connection, bool toServer, ReadOnlyMemory<byte> bytes)
    {
        if (IsCommit(connection, toServer, bytes))
            connection.Note = "committing";
        else if (!toServer && connection.Note is "committing")
        {
            connection.Note = null;
            return true;
        }

        return false;
    }
}
