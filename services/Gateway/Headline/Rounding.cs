using System.Globalization;

namespace CarbonPlatform.Gateway.Headline;

/// <summary>How figures that are shown as a sum are rounded.</summary>
/// <param name="Method">largest-remainder.</param>
/// <param name="Zh">In words.</param>
/// <param name="En">In words.</param>
internal sealed record Rounding(string Method, string Zh, string En)
{
    /// <summary>
    /// Each part is rounded down, and what then lacks to the rounded total goes, a hundredth each, to the parts that
    /// lost most by it.
    /// </summary>
    public static readonly Rounding LargestRemainder = new(
        "largest-remainder",
        "display 中水电、风电、光伏之和等于合计（最大余额法舍入，单位相同）；精确值见 quantity。",
        "What is displayed of hydro, wind and solar adds up to the total displayed (rounded by the largest remainder, "
            + "in one unit); quantity is exact."
    );

    /// <summary>Displays parts and their total in one unit, so that the parts add up.</summary>
    /// <param name="parts">The parts; one without a quantity stays without.</param>
    /// <param name="total">Their exact sum.</param>
    public static (Figure[] Parts, Figure Total) Together(Figure[] parts, Figure total)
    {
        if (total.Quantity is not { } sum)
            return (parts, total);
        var scale = ScaleOf(parts, sum);
        var shown = Display.In(sum, total.Unit, scale);
        var cents = parts.Select(part => decimal.Floor((part.Quantity ?? 0) / scale * 100)).ToArray();
        var lacking = (int)((decimal.Parse(shown.Quantity, CultureInfo.InvariantCulture) * 100) - cents.Sum());
        var byRemainder = Enumerable
            .Range(0, parts.Length)
            .Where(i => parts[i].Quantity is not null)
            .OrderByDescending(i => (parts[i].Quantity!.Value / scale * 100) - cents[i])
            .ToArray();
        for (var i = 0; i < lacking && i < byRemainder.Length; i++)
            cents[byRemainder[i]]++;
        return (
            [
                .. parts.Select(
                    (part, i) =>
                        part.Quantity is null
                            ? part
                            : part with
                            {
                                Display = Display.In(cents[i] / 100 * scale, part.Unit, scale),
                            }
                ),
            ],
            total with
            {
                Display = shown,
            }
        );
    }

    /// <summary>That of the total, or a smaller one in which every part that is not zero is still seen.</summary>
    private static decimal ScaleOf(Figure[] parts, decimal sum)
    {
        var scale = Display.ScaleOf(sum);
        return Display.Scales.First(one =>
            one <= scale
            && (
                one == Display.Scales[^1]
                || parts.All(part => part.Quantity is not { } q || q == 0 || Math.Abs(q / one) >= 0.01m)
            )
        );
    }
}
