namespace CarbonPlatform.Workbooks;

/// <summary>
/// What is written to it at once goes on to another stream when that is waited for: the body of an answer is not
/// written to but asynchronously, and a compressed part cannot be ended so.
/// </summary>
internal sealed class DrainedBuffer(Stream to) : Stream
{
    private readonly MemoryStream _held = new();

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Hands on what is held, once it is as much.</summary>
    public async ValueTask DrainAsync(int atLeast, CancellationToken cancellationToken)
    {
        if (_held.Length < atLeast)
            return;
        await to.WriteAsync(_held.GetBuffer().AsMemory(0, (int)_held.Length), cancellationToken);
        _held.SetLength(0);
    }

    public override void Write(byte[] buffer, int offset, int count) => _held.Write(buffer, offset, count);

    public override void Write(ReadOnlySpan<byte> buffer) => _held.Write(buffer);

    public override void Flush() { }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
