namespace CarbonPlatform.Workbooks;

/// <summary>
/// What is written to it at once goes on to another stream when that is waited for: the body of an answer is not
/// written to but asynchronously, and a compressed part cannot be ended so. An archive in it may not go back: what it
/// would put right there has gone on.
/// </summary>
internal sealed class DrainedBuffer(Stream to) : MemoryStream
{
    public override bool CanSeek => false;

    /// <summary>Hands on what is held, once it is as much.</summary>
    public async ValueTask DrainAsync(int atLeast, CancellationToken cancellationToken)
    {
        if (Length < atLeast)
            return;
        await to.WriteAsync(GetBuffer().AsMemory(0, (int)Length), cancellationToken);
        SetLength(0);
    }
}
