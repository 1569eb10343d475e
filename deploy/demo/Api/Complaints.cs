namespace CarbonPlatform.DemoGroup.Api;

/// <summary>What was refused: all counted, the first ones kept in words.</summary>
internal sealed class Complaints(int shown)
{
    private readonly Lock gate = new();
    private readonly List<string> lines = [];
    private int count;

    public int Count => Volatile.Read(ref count);

    public void Note(string request, Answer answer)
    {
        if (answer.Good)
            return;
        using (gate.EnterScope())
        {
            if (count++ < shown)
                lines.Add(
                    request
                        + Environment.NewLine
                        + string.Join(Environment.NewLine, answer.Complaints().Take(shown).Select(line => "  " + line))
                );
        }
    }

    /// <summary>Says them on standard error and returns how many there were.</summary>
    public int Print()
    {
        foreach (var line in lines)
            Console.Error.WriteLine(line);
        if (count > lines.Count)
            Console.Error.WriteLine($"... and {count - lines.Count} more refused.");
        return count;
    }
}
