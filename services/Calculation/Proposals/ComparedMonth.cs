using CarbonPlatform.Calculation.Factors;
using CarbonPlatform.Calculation.Methods;
using CarbonPlatform.Calculation.Runs;
using CarbonPlatform.Contracts;

namespace CarbonPlatform.Calculation.Proposals;

/// <summary>An affected plant-month.</summary>
internal sealed record ComparedMonth(
    PlantCode Plant,
    Month Month,
    Dictionary<LineKind, KindSums> Kinds,
    int LinesChanged,
    int GapsOpened,
    int GapsClosed
)
{
    public static ComparedMonth Of(ReadingsAcceptedEvent accepted, CalculatedMonth old, CalculatedMonth anew)
    {
        var kinds = new Dictionary<LineKind, KindSums>();
        var before = old.Lines.All.ToArray().ToDictionary(Key);
        foreach (var line in anew.Lines.All)
        {
            var sums = SumsOf(line.Kind);
            sums.New += line.Amount;
            sums.NewVerified += line.AmountOnVerifiedFactors;
            if (line.Counterparty is null)
                sums.DeltaOutside += line.Amount;
            if (before.Remove(Key(line), out var other))
                Subtract(sums, other);
            if (
                other.Activity is null
                || (other.Amount, other.ActivityQuantity, other.Quality, other.Grounds)
                    != (line.Amount, line.ActivityQuantity, line.Quality, line.Grounds)
            )
                sums.Changed++;
        }
        foreach (var gone in before.Values)
        {
            var sums = SumsOf(gone.Kind);
            Subtract(sums, gone);
            sums.Changed++;
        }
        var gaps = (
            Old: old.Lines.Gaps.Select(old.Record).ToHashSet(),
            New: anew.Lines.Gaps.Select(anew.Record).ToHashSet()
        );
        return new ComparedMonth(
            accepted.Plant,
            accepted.Month,
            kinds,
            kinds.Values.Sum(sums => sums.Changed),
            gaps.New.Count(gap => !gaps.Old.Contains(gap)),
            gaps.Old.Count(gap => !gaps.New.Contains(gap))
        );

        static (int, Activity, LineKind, string?) Key(EmissionLine line) =>
            (line.Source, line.Activity, line.Kind, line.Counterparty);

        static void Subtract(KindSums sums, in EmissionLine line)
        {
            sums.Old += line.Amount;
            sums.OldVerified += line.AmountOnVerifiedFactors;
            if (line.Counterparty is null)
                sums.DeltaOutside -= line.Amount;
        }

        KindSums SumsOf(LineKind kind) =>
            kinds.TryGetValue(kind, out var known) ? known : kinds[kind] = new KindSums(kind);
    }
}

/// <summary>Sums of a category, basis and measure in an affected plant-month.</summary>
internal sealed class KindSums(LineKind kind)
{
    public LineKind Kind => kind;
    public decimal Old { get; set; }
    public decimal New { get; set; }
    public decimal OldVerified { get; set; }
    public decimal NewVerified { get; set; }

    /// <summary>New − old without transfers inside the group.</summary>
    public decimal DeltaOutside { get; set; }
    public int Changed { get; set; }
}
