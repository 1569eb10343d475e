using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Configuration;

namespace CarbonPlatform.ServiceDefaults;

/// <summary>An answer as it went out.</summary>
/// <param name="Body">Its body.</param>
/// <param name="Tag">Its ETag.</param>
public sealed record RememberedAnswer(byte[] Body, string Tag);

/// <summary>
/// Answers that were given, for who asks the same: by a text that names all that an answer depends on (position,
/// question, what the caller may see). Whatever is not named there must not make a difference. Those that were not
/// asked for longest make room.
/// </summary>
public sealed class AnswersInMemory
{
    /// <summary>What an answer takes besides its body and twice the length of its name.</summary>
    private const int Overhead = 256;

    /// <summary>A single answer may take so much of the whole.</summary>
    private const int LargestPart = 8;

    private readonly long _most;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, LinkedListNode<Kept>> _byName = new(StringComparer.Ordinal);
    private readonly LinkedList<Kept> _lastAsked = [];
    private long _bytes;

    /// <summary>With as much room as is configured (<c>Answers__BytesInMemory</c>).</summary>
    public AnswersInMemory(IConfiguration configuration)
        : this(configuration.GetValue("Answers:BytesInMemory", 16L * 1024 * 1024)) { }

    internal AnswersInMemory(long most) => _most = most;

    /// <summary>What they take now.</summary>
    public long Bytes
    {
        get
        {
            lock (_gate)
                return _bytes;
        }
    }

    /// <summary>The answer of that name.</summary>
    public bool TryFind(string name, [NotNullWhen(true)] out RememberedAnswer? answer)
    {
        lock (_gate)
        {
            if (!_byName.TryGetValue(name, out var found))
            {
                answer = null;
                return false;
            }
            _lastAsked.Remove(found);
            _lastAsked.AddFirst(found);
            answer = found.Value.Answer;
            return true;
        }
    }

    /// <summary>Keeps an answer, in the place of an older one of the name; one that is too large is not kept.</summary>
    public void Keep(string name, RememberedAnswer answer)
    {
        var kept = new Kept(name, answer, answer.Body.Length + (2L * name.Length) + Overhead);
        if (kept.Bytes > _most / LargestPart)
            return;
        lock (_gate)
        {
            if (_byName.TryGetValue(name, out var before))
                Remove(before);
            _byName.Add(name, _lastAsked.AddFirst(kept));
            _bytes += kept.Bytes;
            while (_bytes > _most)
                Remove(_lastAsked.Last!);
        }
    }

    private void Remove(LinkedListNode<Kept> node)
    {
        _byName.Remove(node.Value.Name);
        _lastAsked.Remove(node);
        _bytes -= node.Value.Bytes;
    }

    private sealed record Kept(string Name, RememberedAnswer Answer, long Bytes);
}
