using System.Runtime.InteropServices;
using CarbonPlatform.Ledger.Totals.Knowing;

namespace CarbonPlatform.Ledger.Totals.Counting;

/// <summary>What a row comes to.</summary>
internal sealed class Total
{
    private BackedSum _sum;

    public BackedSum Sum => _sum;

    /// <summary>What it is made of; null when that was not asked for.</summary>
    public Composition? Composition { get; private set; }

    public void Add(BackedSum sum) => _sum.Add(sum);

    public void Add(Int128 amount, Backing backing, long lines) => _sum.Add(amount, backing, lines);

    public void Add(Composition part, TotalsQuestion question) => CompositionFor(question).Add(part);

    public Composition CompositionFor(TotalsQuestion question) => Composition ??= new Composition(question);
}

/// <summary>What a total is made of, as far as the question wants to know.</summary>
internal sealed class Composition(TotalsQuestion question)
{
    private readonly Dictionary<int, BackedSum> _sums = [];

    /// <summary>How far the total may be off; null when that was not asked for.</summary>
    public Deviations? Deviations { get; } = question.WithUncertainty ? new Deviations() : null;

    /// <summary>Sums by id of their provenance, those that have lines behind them.</summary>
    public IEnumerable<KeyValuePair<int, BackedSum>> Sums => _sums.Where(sum => sum.Value.Lines != 0);

    /// <summary>Adds an amount of a line.</summary>
    public void Add(in CountedLine counted, int meter, in CataloguedProvenance provenance)
    {
        Deviations?.Add(counted.Amount, meter, provenance);
        if (question.WithProvenance)
            SumOf(counted.ProvenanceId).Add(counted.Amount, provenance.Backing, counted.Lines);
    }

    /// <summary>Adds what another total is made of.</summary>
    public void Add(Composition other)
    {
        if (other.Deviations is { } deviations)
            Deviations?.Add(deviations);
        foreach (var (provenanceId, sum) in other._sums)
            SumOf(provenanceId).Add(sum);
    }

    private ref BackedSum SumOf(int provenanceId) =>
        ref CollectionsMarshal.GetValueRefOrAddDefault(_sums, provenanceId, out _);
}
