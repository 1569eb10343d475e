using CarbonPlatform.Calculation.Factors;
using CarbonPlatform.Contracts;

namespace CarbonPlatform.Calculation.Methods;

/// <summary>
/// The figure of a line while it is made: what its values are, which of them were given, which factors count, and what
/// it comes to. What is taken through it is named in the working, where one was asked for; nothing else is.
/// </summary>
internal ref struct Figure<T>
    where T : struct, ITerm<T>
{
    private readonly Working? _working;
    private readonly Activity _activity;
    private Facts? _facts;
    private Sum<T> _sum;
    private T? _whole;
    private Factor? _first;
    private Factor? _second;
    private Factor? _third;
    private LineStatuses _fixed;

    /// <summary>Begins the figure of a line; what an abandoned one left behind is forgotten.</summary>
    public Figure(in MethodCase source, Activity activity)
    {
        _working = source.Lines.Working;
        _activity = activity;
        _working?.Begin();
    }

    /// <summary>A value of a reading counts in the place of a factor.</summary>
    public bool IsGiven { get; private set; }

    /// <summary>A factor counts.</summary>
    public readonly bool IsTaken => _first is not null;

    /// <summary>A factor counts that the plant has measured and published for itself.</summary>
    public readonly bool TakesOwn =>
        _first is { IsOwn: true } || _second is { IsOwn: true } || _third is { IsOwn: true };

    /// <summary>A factor of the sets counts.</summary>
    public readonly bool TakesSet =>
        _first is { IsOwn: false } || _second is { IsOwn: false } || _third is { IsOwn: false };

    /// <summary>What it comes to.</summary>
    public readonly Exact Amount => Result.Value;

    /// <summary>What of the catalogue counts, in the order in which it was first taken.</summary>
    public readonly FactorSet Set => InOrder(_first, _second, _third);

    private readonly T Result => _whole ?? _sum.Total;

    /// <summary>The same in an order that does not depend on the readings; what was never taken is left out.</summary>
    public readonly FactorSet InOrder(Factor? first, Factor? second, Factor? third = null)
    {
        var set = FactorSet.Of(
            IsGiven,
            Counts(first) ? first : null,
            Counts(second) ? second : null,
            Counts(third) ? third : null
        );
        return set with { Status = set.Status | _fixed };
    }

    // ---- readings ----

    /// <summary>The quantity of the next reading; what is taken after it belongs to it.</summary>
    public T Reading(in Reading reading, Phrase? name = null) => Reading(reading, _activity, name);

    /// <summary>The same of another activity than the line's.</summary>
    public T Reading(in Reading reading, Activity activity, Phrase? name = null)
    {
        _facts = reading.Facts;
        return T.IsWritten
            ? Name(reading.Amount, _working!.Reading(reading, activity, name), name ?? Words.Amount)
            : Bare(reading.Amount);
    }

    /// <summary>The quantity of the next reading as it was read, where that is no amount of the activity yet.</summary>
    /// <param name="reading">The reading; what is taken after it belongs to it.</param>
    /// <param name="name">What its quantity is.</param>
    /// <param name="quantity">How much.</param>
    /// <param name="unit">In which unit.</param>
    public T Reading(in Reading reading, Phrase name, Exact quantity, Unit unit)
    {
        _facts = reading.Facts;
        return T.IsWritten ? Name(quantity, _working!.Reading(reading, quantity, unit, name), name) : Bare(quantity);
    }

    /// <summary>What is taken after it belongs to the reading.</summary>
    public void At(in Reading reading)
    {
        _facts = reading.Facts;
        _working?.At(reading);
    }

    /// <summary>The quantities of all readings of an activity.</summary>
    public readonly T Total(ActivityReadings readings, Phrase? name = null)
    {
        if (!T.IsWritten)
            return Bare(readings.Total);
        var digits = new List<string>();
        foreach (ref readonly var reading in readings.Readings)
            digits.Add(_working!.Reading(reading, readings.Activity, name));
        return (T)(object)Written.Total(readings.Total, digits, name ?? Words.Amount);
    }

    /// <summary>The quantities of those readings that the line rests on, with what says why it does.</summary>
    public readonly T Total(in Part part)
    {
        if (!T.IsWritten)
            return Bare(part.Total);
        part.Record(_working!);
        return Known(part, Words.Amount);
    }

    /// <summary>The quantities of readings that have been named already.</summary>
    public readonly T Known(in Part part, Phrase name) =>
        T.IsWritten ? (T)(object)Written.Total(part.Total, part.Digits(), name) : Bare(part.Total);

    /// <summary>The quantities of readings of a part, named already, that a part of it leaves out.</summary>
    public readonly T Rest(in Part part, in Part other, Phrase name) =>
        T.IsWritten
            ? (T)(object)Written.Total(part.Total - other.Total, part.DigitsWithout(other), name)
            : Bare(part.Total - other.Total);

    /// <summary>What was not reported and is nothing then.</summary>
    public readonly T Absent(Phrase name, string unit)
    {
        if (!T.IsWritten)
            return Bare(Exact.Zero);
        _working!.Ruled(name, 0, unit);
        return Name(Exact.Zero, "0", name);
    }

    // ---- values that come with readings ----

    /// <summary>The value that came with the reading, else the catalogue's.</summary>
    /// <returns>False where there is neither.</returns>
    public bool TryTake(Input input, Factor? factor, out T value)
    {
        if (_facts?[input.Attribute] is { } given)
        {
            value = Give(input, given);
            return true;
        }
        value = default;
        if (factor is null)
            return false;
        value = Take(input.Default, factor);
        return true;
    }

    /// <summary>The value that came with the reading, else the catalogue's, which is always there.</summary>
    public T Take(Input input, Factor factor) =>
        TryTake(input, factor, out var value) ? value : throw new System.Diagnostics.UnreachableException();

    /// <summary>A value that came with the reading and counts in the place of a factor.</summary>
    public T Give(Input input, decimal given)
    {
        IsGiven = true;
        return Show(input, given);
    }

    /// <summary>The same, or what the rule of the method says where it was not given.</summary>
    public T GiveOr(Input input, decimal rule) =>
        _facts?[input.Attribute] is { } given ? Give(input, given) : Ruled(input, rule);

    /// <summary>A value that belongs to the reading and replaces no factor.</summary>
    public readonly T Show(Input input, decimal given)
    {
        if (!T.IsWritten)
            return Bare(given);
        _working!.Given(input.Name, given, input.Unit);
        return Name(given, $"{given}", input.Name, input.Unit);
    }

    /// <summary>The same of one that has been named already.</summary>
    public readonly T Known(Input input, decimal value) =>
        T.IsWritten ? Name(value, $"{value}", input.Name, input.Unit) : Bare(value);

    /// <summary>The same, or what the rule of the method says where it was not given.</summary>
    public readonly T ShowOr(Input input, decimal rule) =>
        _facts?[input.Attribute] is { } given ? Show(input, given) : Ruled(input, rule);

    /// <summary>A number that a rule or a table says, where nothing can be given.</summary>
    public readonly T Rule(Phrase name, decimal value, string unit)
    {
        if (!T.IsWritten)
            return Bare(value);
        _working!.Ruled(name, value, unit);
        return Name(value, $"{value}", name, unit);
    }

    // ---- values of the catalogue ----

    /// <summary>A factor that counts.</summary>
    public T Take(Phrase name, Factor factor)
    {
        Count(factor);
        return Show(name, factor);
    }

    /// <summary>A fixed value: it counts, and the line does not name its set.</summary>
    public T Fix(Phrase name, Factor factor)
    {
        _fixed |= factor.Statuses;
        return Show(name, factor);
    }

    /// <summary>A row of the catalogue that says how well the figure is known, and nothing of the figure.</summary>
    public void Weigh(Factor factor)
    {
        Count(factor);
        _working?.Taken(Words.MassShare, factor);
    }

    // ---- words ----

    /// <summary>A word of the reading that decided something.</summary>
    public readonly void Say(Phrase name, string? word)
    {
        if (word is not null)
            _working?.Given(name, word);
    }

    /// <summary>A word or a number from the record of the source that decided something.</summary>
    public readonly void Recall(Phrase name, string text, string unit = "") => _working?.Recorded(name, text, unit);

    // ---- what it comes to ----

    /// <summary>Adds what a reading comes to.</summary>
    public void Add(T term) => _sum.Add(term);

    /// <summary>The figure as a whole.</summary>
    public void Is(T whole) => _whole = whole;

    /// <summary>Ends the working: what the line is of, and why it is counted so.</summary>
    public readonly void Conclude(LineKind kind, Wording choice) =>
        _working!.Conclude(kind.Measure, choice, (Written)(object)Result);

    /// <summary>From the unit of the readings to that of the line: it stands in the formula as it is.</summary>
    public static T Ratio(Exact ratio)
    {
        if (!T.IsWritten)
            return Bare(ratio);
        var text = Number.Text(ratio);
        return T.Of(ratio, text, text, text);
    }

    private static T Bare(Exact value) => T.Of(value, "", "", "");

    private static T Name(Exact value, string digits, Wording name, string unit = "") =>
        unit == "%" ? T.Of(value, digits, $"{name.En} %", $"{name.Zh} %") : T.Of(value, digits, name.En, name.Zh);

    private readonly T Ruled(Input input, decimal rule) => Rule(input.Name, rule, input.Unit);

    private readonly T Show(Phrase name, Factor factor)
    {
        if (!T.IsWritten)
            return Bare(factor.Value);
        _working!.Taken(name, factor);
        return Name(factor.Value, $"{factor.Value}", name, factor.Unit);
    }

    private readonly bool Counts(Factor? factor) =>
        factor is not null
        && (ReferenceEquals(factor, _first) || ReferenceEquals(factor, _second) || ReferenceEquals(factor, _third));

    private void Count(Factor factor)
    {
        if (Counts(factor))
            return;
        if (_first is null)
            _first = factor;
        else if (_second is null)
            _second = factor;
        else if (_third is null)
            _third = factor;
        else
            throw new System.Diagnostics.UnreachableException($"{factor.Id} is a fourth factor of a figure.");
    }
}
