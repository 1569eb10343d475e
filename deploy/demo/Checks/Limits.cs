using System.Globalization;
using CsvHelper;

namespace CarbonPlatform.DemoGroup.Checks;

/// <summary>The ranges of <c>limits.csv</c>.</summary>
internal sealed class Limits
{
    private readonly Dictionary<string, (decimal Low, decimal High, string Unit)> limits = new(StringComparer.Ordinal);

    public Limits(string path)
    {
        using var reader = new StreamReader(path);
        using var csv = new CsvReader(reader, CultureInfo.InvariantCulture);
        csv.Read();
        csv.ReadHeader();
        while (csv.Read())
            limits[csv.GetField("limit")!] = (csv.GetField<decimal>("low"), csv.GetField<decimal>("high"), csv.GetField("unit")!);
    }

    /// <summary>How many figures were judged so far.</summary>
    public int Judged { get; private set; }

    /// <summary>What is to be said of a figure: nothing, or one sentence.</summary>
    public IEnumerable<string> Judge(string limit, string where, decimal figure)
    {
        Judged++;
        var (low, high, unit) = limits[limit];
        if (figure < low || figure > high)
            yield return string.Create(CultureInfo.InvariantCulture, $"{where}: {limit} is {figure:0.####} {unit}, outside {low} to {high}.");
    }
}
