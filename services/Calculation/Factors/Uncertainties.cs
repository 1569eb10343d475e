using CarbonPlatform.Contracts;

namespace CarbonPlatform.Calculation.Factors;

/// <summary>How well amounts, and values that come with a reading, are known: half-widths at 95 %, percent.</summary>
internal sealed class Uncertainties
{
    private readonly decimal[] _byQuality = new decimal[5];

    private Uncertainties()
    {
    }

    public decimal GivenCarbon { get; private init; }

    public decimal GivenEnergy { get; private init; }

    public decimal GivenSupplier { get; private init; }

    public decimal GivenSulphur { get; private init; }

    public decimal GivenNox { get; private init; }

    public decimal MassBalance { get; private init; }

    public decimal Proven { get; private init; }

    public decimal Of(Quality quality) => _byQuality[(int)quality];

    /// <summary>Of a product: the root of the sum of squares, 1 decimal.</summary>
    public static decimal OfProduct(decimal left, decimal right)
    {
        var square = left * left + right * right;
        if (square == 0) return 0;
        var root = Math.Max(left, right);
        // Newton's method; from above it settles within a few steps.
        for (var i = 0; i < 20; i++) root = (root + square / root) / 2;
        return Math.Round(root, 1, MidpointRounding.ToEven);
    }

    public static Uncertainties Read(string folder)
    {
        const string file = "uncertainties.csv";
        var rows = new Dictionary<(string, string), decimal>();
        foreach (var row in DataFile.Read(folder, file, "kind", "what", "percent", "source", "standing", "note"))
        {
            row.Required("source");
            row.OneOf("standing", "T", "GK-H", "GK-M", "GK-L", "assumption");
            if (!rows.TryAdd((row.OneOf("kind", "activity", "factor"), row.Required("what")), row.Number("percent"))) throw row.Fault($"{row["what"]} stands twice");
        }
        var uncertainties = new Uncertainties
        {
            GivenCarbon = Take("factor", "given-carbon"),
            GivenEnergy = Take("factor", "given-energy"),
            GivenSupplier = Take("factor", "given-supplier"),
            GivenSulphur = Take("factor", "given-sulphur"),
            GivenNox = Take("factor", "given-nox"),
            MassBalance = Take("factor", "mass-balance"),
            Proven = Take("factor", "proven"),
        };
        foreach (var (quality, name) in (ReadOnlySpan<(Quality, string)>)
            [(Quality.Measured, "measured"), (Quality.OwnMeter, "own-meter"), (Quality.Settled, "settled"), (Quality.Estimated, "estimated"), (Quality.Default, "default")])
        {
            uncertainties._byQuality[(int)quality] = Take("activity", name);
        }
        return uncertainties;

        decimal Take(string kind, string what) =>
            rows.TryGetValue((kind, what), out var percent) ? percent : throw new DataFileException(file, 0, $"there is no row {kind},{what}");
    }
}
