namespace CarbonPlatform.DemoGroup.Api;

/// <summary>What was refused: all counted, the first ones kept in words.</summary>
internal sealed class Complaints(int shown)
{
    private readonly Lock _gate = new();
    private readonly List<string> _lines = [];
    private int _count;

    public int Count => Volatile.Read(ref _count);

    public void Note(string request, Answer answer)
    {
        if (answer.Good)
            return;
        using (_gate.EnterScope())
        {
            if (_count++ < shown)
                _lines.Add(
                    request
                        + Environment.NewLine
                        + string.Join(Environment.NewLine, answer.Complaints().Take(shown).Select(line => "  " + line))
                );
        }
    }

    /// <summary>Says them on standard error and returns how many there were.</summary>
    public int Print()
    {
        foreach (var line in _lines)
            Console.Error.WriteLine(line);
        if (_count > _lines.Count)
            Console.Error.WriteLine($"... and {_count - _lines.Count} more refused.");
        return _count;
    }
}
