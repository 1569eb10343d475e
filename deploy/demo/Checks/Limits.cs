using System.Globalization;
using CarbonPlatform.Workbooks;

namespace CarbonPlatform.DemoGroup.Checks;

/// <summary>The ranges of <c>limits.csv</c>.</summary>
internal sealed class Limits
{
    private readonly Dictionary<string, (decimal Low, decimal High, string Unit)> _limits = new(StringComparer.Ordinal);

    public Limits(string path)
    {
        foreach (var row in CsvTable.ReadNamed(path))
            _limits[row["limit"]] = (
                decimal.Parse(row["low"], CultureInfo.InvariantCulture),
                decimal.Parse(row["high"], CultureInfo.InvariantCulture),
                row["unit"]
            );
    }

    /// <summary>How many figures were judged so far.</summary>
    public int Judged { get; private set; }

    /// <summary>What is to be said of a figure: nothing, or one sentence.</summary>
    public IEnumerable<string> Judge(string limit, string where, decimal figure)
    {
        Judged++;
        var (low, high, unit) = _limits[limit];
        if (figure < low || figure > high)
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{where}: {limit} is {figure:0.####} {unit}, outside {low} to {high}."
            );
    }
}
