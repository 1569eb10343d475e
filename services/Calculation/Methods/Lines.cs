using CarbonPlatform.Calculation.Factors;
using CarbonPlatform.Contracts;

namespace CarbonPlatform.Calculation.Methods;

/// <summary>One figure of a source's month.</summary>
internal readonly struct EmissionLine
{
    /// <summary>Position of the source in the sheet.</summary>
    public required int Source { get; init; }

    public required Activity Activity { get; init; }

    public required LineKind Kind { get; init; }

    /// <summary>The group plant on the other side, where the supplier already counts what this line counts.</summary>
    public string? Counterparty { get; init; }

    /// <summary>In the measure's unit, 6 decimals.</summary>
    public required decimal Amount { get; init; }

    /// <summary>In the activity's unit, 6 decimals.</summary>
    public required decimal ActivityQuantity { get; init; }

    public required Quality Quality { get; init; }

    public required Grounds Grounds { get; init; }

    /// <summary>The amount, if no factor in it is unverified; else 0.</summary>
    public decimal AmountOnVerifiedFactors =>
        Grounds.Statuses.HasFlag(LineStatuses.UnverifiedFactor) ? 0.000000m : Amount;

    /// <summary>Only when it was asked for.</summary>
    public LineWorking? Working { get; init; }
}

/// <summary>What a figure rests on besides its readings.</summary>
internal readonly record struct Grounds
{
    /// <summary>Grounds with what the factors say of themselves.</summary>
    /// <param name="method">Method and version.</param>
    /// <param name="set">The factors that count in it.</param>
    /// <param name="factorUncertaintyPercent">Half-width at 95 %; null where no factor was used.</param>
    /// <param name="statuses">What a reader must know besides what the factors say of themselves.</param>
    public Grounds(
        string method,
        FactorSet set = default,
        decimal? factorUncertaintyPercent = null,
        LineStatuses statuses = LineStatuses.None
    )
    {
        Method = method;
        FactorSet = set.Name;
        FactorUncertaintyPercent = factorUncertaintyPercent;
        Statuses = statuses | set.Status;
    }

    public string Method { get; }

    /// <summary>
    /// Set and version of the factors; <c>given</c> where the values came with the reading; null where none was used.
    /// </summary>
    public string? FactorSet { get; }

    public decimal? FactorUncertaintyPercent { get; }

    public LineStatuses Statuses { get; }

    public static Grounds Of(string method, Factor factor, LineStatuses statuses = LineStatuses.None) =>
        Of(method, factor, factor.Alone, statuses);

    public static Grounds Of(string method, Served served, LineStatuses statuses = LineStatuses.None) =>
        Of(method, served.Value, served.Status | statuses);

    /// <summary>A line that errs as one of its factors does.</summary>
    public static Grounds Of(string method, Factor factor, FactorSet set, LineStatuses statuses = LineStatuses.None) =>
        new(method, set, factor.UncertaintyPercent, statuses);
}

/// <summary>A typed "no result".</summary>
internal readonly record struct Gap(int Source, Activity? Activity, LineKind Kind, string GapKind, string Detail);

/// <summary>The lines and gaps of a sheet while they are written.</summary>
internal sealed class Lines(int capacity)
{
    private const string TooLarge = "The amount is too large for any plant: check the readings.";

    private EmissionLine[] _lines = new EmissionLine[Math.Max(capacity, 8)];
    private int _count;
    private int _source;
    private int _sourceStart;
    private List<Gap>? _gaps;

    /// <summary>Null in the ordinary course.</summary>
    public Working? Working { get; init; }

    public ReadOnlySpan<EmissionLine> All => _lines.AsSpan(0, _count);

    public IReadOnlyList<Gap> Gaps => _gaps ?? (IReadOnlyList<Gap>)[];

    /// <summary>Writes the line that all readings of an activity make.</summary>
    public void Add(
        ActivityReadings readings,
        LineKind kind,
        Exact amount,
        in Grounds grounds,
        string? counterparty = null
    ) => Add(readings.Activity, readings.Quantity, readings.Quality, kind, amount, grounds, counterparty);

    /// <summary>Writes the line that a part of the readings makes.</summary>
    public void Add(in Part part, LineKind kind, Exact amount, in Grounds grounds, string? counterparty = null) =>
        Add(part.Activity, part.Quantity, part.Quality, kind, amount, grounds, counterparty);

    /// <summary>Writes a line.</summary>
    public void Add(
        Activity activity,
        decimal quantity,
        Quality quality,
        LineKind kind,
        Exact amount,
        in Grounds grounds,
        string? counterparty = null
    )
    {
        if (!TryRound(amount, out var rounded))
        {
            NotComputable(activity, kind, TooLarge);
            return;
        }
        Append(
            new EmissionLine
            {
                Source = _source,
                Activity = activity,
                Kind = kind,
                Counterparty = counterparty,
                Amount = rounded,
                ActivityQuantity = quantity,
                Quality = quality,
                Grounds = grounds,
                Working = Working?.Close(),
            }
        );
    }

    /// <summary>Writes energy that is the same in both bases, as fuel and heat are.</summary>
    public void AddInBothBases(ActivityReadings readings, EnergyKinds kinds, Exact amount, in Grounds grounds) =>
        AddInBothBases(Part.Whole(readings), kinds, amount, grounds, counterparty: null);

    /// <summary>Writes energy that is the same in both bases, as fuel and heat are.</summary>
    public void AddInBothBases(in Part part, EnergyKinds kinds, Exact amount, in Grounds grounds, string? counterparty)
    {
        var before = _count;
        Add(part, kinds.Equivalent, amount, grounds, counterparty);
        if (_count == before)
        {
            NotComputable(part.Activity, kinds.Equal, TooLarge);
            return;
        }
        // The second line has the amount and the working of the first; only its basis is another.
        ref readonly var first = ref _lines[_count - 1];
        Append(
            new EmissionLine
            {
                Source = _source,
                Activity = first.Activity,
                Kind = kinds.Equal,
                Counterparty = counterparty,
                Amount = first.Amount,
                ActivityQuantity = part.Quantity,
                Quality = part.Quality,
                Grounds = grounds,
                Working = first.Working,
            }
        );
    }

    /// <summary>Writes a gap; the same gap twice is one.</summary>
    public void AddGap(Activity? activity, LineKind kind, string gapKind, string detail)
    {
        _gaps ??= [];
        foreach (var gap in _gaps)
        {
            if (
                gap.Source == _source
                && ReferenceEquals(gap.Activity, activity)
                && ReferenceEquals(gap.Kind, kind)
                // What is not held is no reason for which the line itself would be missing.
                && gap.GapKind == GapKinds.ClaimNotHeld == (gapKind == GapKinds.ClaimNotHeld)
            )
                return;
        }
        _gaps.Add(new Gap(_source, activity, kind, gapKind, detail));
    }

    /// <summary>A factor is missing.</summary>
    public void NoFactor(ActivityReadings readings, LineKind kind, string detail) =>
        AddGap(readings.Activity, kind, GapKinds.NoFactor, detail);

    /// <summary>A factor is missing for a line that stands in both bases.</summary>
    public void NoFactor(ActivityReadings readings, EnergyKinds kinds, string detail)
    {
        NoFactor(readings, kinds.Equivalent, detail);
        NoFactor(readings, kinds.Equal, detail);
    }

    /// <summary>What was reported does not allow a result, nor one in the other basis.</summary>
    public void NotComputable(Activity activity, EnergyKinds kinds, string detail)
    {
        NotComputable(activity, kinds.Equivalent, detail);
        NotComputable(activity, kinds.Equal, detail);
    }

    /// <summary>What was reported does not allow a result.</summary>
    public void NotComputable(Activity activity, LineKind kind, string detail) =>
        AddGap(activity, kind, GapKinds.NotComputable, detail);

    /// <summary>What was to be reported was not, or for a part of the month: nobody knows how much it was.</summary>
    public void NotReported(SourceMonth source, MissingActivity missing, Month month) =>
        (_gaps ??= []).Add(
            new Gap(
                _source,
                missing.Activity,
                missing.Activity.Leading,
                GapKinds.NotReported,
                missing.Days is { } days
                    ? $"The readings of {missing.Activity.Code} at {source.Code} cover {days} of {month.Days} days; "
                        + "report the other days, or explain at one of the readings why there are none."
                    : $"{source.Code} is expected to report {missing.Activity.Code} and has not; report it, with 0 "
                        + "where there was none, or have it waived."
            )
        );

    public void BeginSource(int source)
    {
        _source = source;
        _sourceStart = _count;
    }

    /// <summary>
    /// Puts the source's lines in order of key. They come nearly sorted, so insertion is the quickest way.
    /// </summary>
    public void EndSource()
    {
        var lines = _lines.AsSpan(_sourceStart, _count - _sourceStart);
        for (var i = 1; i < lines.Length; i++)
        {
            if (Compare(lines[i - 1], lines[i]) <= 0)
                continue;
            var line = lines[i];
            var j = i - 1;
            for (; j >= 0 && Compare(lines[j], line) > 0; j--)
                lines[j + 1] = lines[j];
            lines[j + 1] = line;
        }
    }

    /// <summary>Puts the gaps in order of key.</summary>
    public void End() =>
        _gaps?.Sort(
            static (left, right) =>
            {
                var by = left.Source.CompareTo(right.Source);
                if (by == 0)
                    by = (left.Activity?.Rank ?? -1).CompareTo(right.Activity?.Rank ?? -1);
                if (by == 0)
                    by = left.Kind.Rank.CompareTo(right.Kind.Rank);
                return by != 0 ? by : string.CompareOrdinal(left.GapKind, right.GapKind);
            }
        );

    /// <summary>False for what the ledger does not take, which only a product of absurd readings reaches.</summary>
    private static bool TryRound(Exact amount, out decimal rounded)
    {
        try
        {
            rounded = amount.ToDecimal6();
            return Math.Abs(rounded) < Amounts.Limit;
        }
        catch (ExactOverflowException)
        {
            rounded = 0;
            return false;
        }
    }

    private static int Compare(in EmissionLine left, in EmissionLine right)
    {
        var by = left.Activity.Rank - right.Activity.Rank;
        if (by == 0)
            by = left.Kind.Rank - right.Kind.Rank;
        return by != 0 ? by : string.CompareOrdinal(left.Counterparty, right.Counterparty);
    }

    private void Append(in EmissionLine line)
    {
        if (_count == _lines.Length)
            Array.Resize(ref _lines, _count * 2);
        _lines[_count++] = line;
    }
}
