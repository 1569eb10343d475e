namespace CarbonPlatform.Architecture;

/// <summary>
/// deploy/compose/compose.yaml, as far as it says which settings a service gets: blocks by indentation,
/// and what they take over from others.
/// </summary>
internal static class Composition
{
    private static readonly string[] s_lines = Repository.Read("deploy/compose/compose.yaml").Split('\n');

    /// <summary>Names of the environment variables of a service.</summary>
    public static IReadOnlyList<string> SettingsOf(string service)
    {
        var environment = Block(Block(s_lines, "services:"), $"  {service}:");
        return [.. Names(Block(environment, "    environment:"))];
    }

    private static IEnumerable<string> Names(IEnumerable<string> block)
    {
        foreach (var line in block.Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#'))
        {
            var name = line[..line.IndexOf(':', StringComparison.Ordinal)];
            if (name != "<<")
            {
                yield return name;
                continue;
            }
            foreach (var anchor in line[3..].Trim(' ', '[', ']').Split(',').Select(text => text.Trim(' ', '*')))
            foreach (var taken in Names(Block(s_lines, $"x-{anchor}: &{anchor}")))
                yield return taken;
        }
    }

    /// <summary>The lines below a head that stand deeper than it.</summary>
    private static IEnumerable<string> Block(IEnumerable<string> lines, string head)
    {
        var depth = head.Length - head.TrimStart().Length;
        return lines
            .SkipWhile(line => line != head)
            .Skip(1)
            .TakeWhile(line => line.Trim().Length == 0 || line.Length - line.TrimStart().Length > depth);
    }
}
