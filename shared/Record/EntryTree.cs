using System.Numerics;
using System.Security.Cryptography;

namespace CarbonPlatform.Record;

/// <summary>
/// The tree of RFC 6962 over the leaves of all entries, kept as its compact range: the roots of the perfect subtrees
/// that the binary digits of the size stand for, largest first. Appending a leaf costs one hash on average and no
/// look back.
/// <para>The root of no leaves is SHA-256 of nothing; of one leaf the leaf; of n leaves SHA-256(0x01 ‖ root of the
/// first k ‖ root of the rest), where k is the largest power of two below n.</para>
/// </summary>
public sealed class EntryTree
{
    /// <summary>Length of every hash, bytes.</summary>
    public const int HashLength = SHA256.HashSizeInBytes;

    private readonly List<byte[]> _peaks;

    private EntryTree(long size, List<byte[]> peaks)
    {
        Size = size;
        _peaks = peaks;
    }

    /// <summary>Number of leaves; the sequence of the newest entry.</summary>
    public long Size { get; private set; }

    /// <summary>Root of a tree without leaves: the hash of nothing.</summary>
    public static byte[] EmptyRoot { get; } = SHA256.HashData([]);

    /// <summary>The tree as <see cref="Peaks"/> left it.</summary>
    /// <exception cref="InvalidDataException">As many peaks as the size has binary ones are needed.</exception>
    public static EntryTree Restore(long size, ReadOnlySpan<byte> peaks)
    {
        if (peaks.Length != BitOperations.PopCount((ulong)size) * HashLength)
            throw new InvalidDataException($"A tree of {size} leaves does not have {peaks.Length} bytes of peaks.");
        var hashes = new List<byte[]>();
        for (var at = 0; at < peaks.Length; at += HashLength)
            hashes.Add(peaks.Slice(at, HashLength).ToArray());
        return new EntryTree(size, hashes);
    }

    /// <summary>Adds the leaf of the next entry.</summary>
    public void Append(byte[] leaf)
    {
        _peaks.Add(leaf);
        // Every binary one that the carry runs over is a subtree that has found its equal.
        for (var carry = Size; (carry & 1) == 1; carry >>= 1)
        {
            var right = _peaks[^1];
            var left = _peaks[^2];
            _peaks.RemoveRange(_peaks.Count - 2, 2);
            _peaks.Add(Node(left, right));
        }
        Size++;
    }

    /// <summary>Root over all leaves.</summary>
    public byte[] Root()
    {
        if (_peaks.Count == 0)
            return EmptyRoot;
        var root = _peaks[^1];
        for (var i = _peaks.Count - 2; i >= 0; i--)
            root = Node(_peaks[i], root);
        return root;
    }

    /// <summary>What <see cref="Restore"/> needs.</summary>
    public byte[] Peaks()
    {
        var bytes = new byte[_peaks.Count * HashLength];
        for (var i = 0; i < _peaks.Count; i++)
            _peaks[i].CopyTo(bytes, i * HashLength);
        return bytes;
    }

    private static byte[] Node(byte[] left, byte[] right)
    {
        Span<byte> bytes = stackalloc byte[1 + 2 * HashLength];
        bytes[0] = 1;
        left.CopyTo(bytes[1..]);
        right.CopyTo(bytes[(1 + HashLength)..]);
        return SHA256.HashData(bytes);
    }
}
