using CarbonPlatform.Calculation.Methods;
using CarbonPlatform.Contracts;
using CarbonPlatform.ServiceDefaults.Reporting;

namespace CarbonPlatform.Calculation.Factors;

/// <summary>How well amounts, and values that come with a reading, are known: half-widths at 95 %, percent.</summary>
internal sealed class Uncertainties
{
    private const string Everything = "*";

    private readonly decimal[] _byQuality = new decimal[5];
    private readonly Dictionary<(Quality Quality, string AppliesTo), decimal> _closer = [];

    private Uncertainties() { }

    public decimal GivenCarbon { get; private init; }

    public decimal GivenEnergy { get; private init; }

    public decimal GivenSupplier { get; private init; }

    public decimal GivenSulphur { get; private init; }

    public decimal GivenNox { get; private init; }

    public decimal MassBalance { get; private init; }

    public decimal Proven { get; private init; }

    /// <summary>Of the carbon of an anode.</summary>
    public decimal AnodeCarbon { get; private init; }

    /// <summary>
    /// How well an amount is known: by its quality, and where a table says it closer, by activity or kind of source.
    /// </summary>
    public decimal Of(Quality quality, string activity, string kind) =>
        _closer.TryGetValue((quality, activity), out var ofActivity) ? ofActivity
        : _closer.TryGetValue((quality, kind), out var ofKind) ? ofKind
        : _byQuality[(int)quality];

    /// <summary>Of a product: the root of the sum of squares, 1 decimal.</summary>
    public static decimal OfProduct(decimal left, decimal right)
    {
        var square = left * left + right * right;
        if (square == 0)
            return 0;
        var root = Math.Max(left, right);
        // Newton's method; from above it settles within a few steps.
        for (var i = 0; i < 20; i++)
            root = (root + square / root) / 2;
        return Math.Round(root, 1, MidpointRounding.ToEven);
    }

    /// <summary>Reads the table.</summary>
    /// <param name="folder">Folder of data files.</param>
    /// <param name="activities">Codes of the vocabulary.</param>
    public static Uncertainties Read(string folder, Activities activities)
    {
        const string file = "uncertainties.csv";
        var rows = new Dictionary<(string Kind, string What, string AppliesTo), decimal>();
        foreach (
            var row in DataFile.Read(
                folder,
                file,
                "kind",
                "what",
                "applies_to",
                "percent",
                "source",
                "standing",
                "note"
            )
        )
        {
            row.Required("source");
            row.OneOf("standing", [.. Vouching.NotCompared]);
            var (kind, what, appliesTo) = (
                row.OneOf("kind", "activity", "factor"),
                row.Required("what"),
                row.Required("applies_to")
            );
            if (
                appliesTo != Everything
                && (
                    kind == "factor"
                    || (activities.Find(appliesTo) is null && SourceKinds.Of(appliesTo) == SourceKind.Other)
                )
            )
                throw row.Fault(
                    $"applies_to \"{appliesTo}\" is "
                        + $"{(kind == "factor" ? "not *" : "neither an activity nor a kind of source")}"
                );
            if (!rows.TryAdd((kind, what, appliesTo), row.Number("percent")))
                throw row.Fault($"{what} {appliesTo} stands twice");
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
            AnodeCarbon = Take("factor", "anode-carbon"),
        };
        foreach (
            var (quality, name) in (ReadOnlySpan<(Quality, string)>)
                [
                    (Quality.Measured, "measured"),
                    (Quality.Settled, "settled"),
                    (Quality.OwnMeter, "own-meter"),
                    (Quality.Estimated, "estimated"),
                    (Quality.Default, "default"),
                ]
        )
        {
            uncertainties._byQuality[(int)quality] = Take("activity", name);
            foreach (var (row, percent) in rows)
            {
                if (row.Kind == "activity" && row.What == name && row.AppliesTo != Everything)
                    uncertainties._closer.Add((quality, row.AppliesTo), percent);
            }
        }
        return uncertainties;

        decimal Take(string kind, string what) =>
            rows.TryGetValue((kind, what, Everything), out var percent)
                ? percent
                : throw new DataFileException(file, 0, $"there is no row {kind},{what},*");
    }
}
