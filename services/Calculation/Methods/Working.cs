using CarbonPlatform.Calculation.Factors;

namespace CarbonPlatform.Calculation.Methods;

/// <summary>How a line was arrived at, for whoever wants to check it by hand.</summary>
/// <param name="Formula">
/// The calculation in words: every number bears the name of its input, the constants stand as they are.
/// </param>
/// <param name="Choice">Why this way of counting and no other.</param>
/// <param name="Calculation">
/// The formula with its numbers: ×, /, +, − and parentheses; its exact value, rounded half-even at 6 decimals, is the
/// amount.
/// </param>
/// <param name="Inputs">
/// Every number of the calculation that is no constant of the formula, and every word that decided something.
/// </param>
internal sealed record LineWorking(
    Wording Formula,
    Wording Choice,
    string Calculation,
    IReadOnlyList<WorkingInput> Inputs
);

/// <summary>Where a number comes from.</summary>
internal enum Origin
{
    /// <summary>It came with a reading.</summary>
    Given,

    /// <summary>It stands in the record of the source.</summary>
    Record,

    /// <summary>
    /// Nothing was given and the rule of the method says what then holds (no removal, pure carbonate).
    /// </summary>
    Rule,

    /// <summary>Nothing was given, or nothing can be: the catalogue's value.</summary>
    Default,
}

/// <summary>A number or a word of a working.</summary>
internal readonly record struct WorkingInput(Wording Name, string Value, string Unit, Origin Origin)
{
    /// <summary>Of which reading, where a source has several.</summary>
    public string? Meter { get; init; }

    /// <summary>Of which reading, where a source has several.</summary>
    public string? Lot { get; init; }

    /// <summary>The value in the unit in which the method counts, where the reading stands in another.</summary>
    public string? Converted { get; init; }

    /// <summary>The unit in which the method counts.</summary>
    public string? ConvertedUnit { get; init; }

    /// <summary>Of a default: the factor.</summary>
    public Factor? Factor { get; init; }
}

/// <summary>
/// Records how the lines of a sheet are arrived at, while the very functions that calculate them run. Nobody records in
/// the ordinary course: figures are then made of plain numbers, and not even the texts are built.
/// </summary>
internal sealed class Working
{
    private readonly List<WorkingInput> _inputs = [];
    private LineWorking? _concluded;
    private string? _meter;
    private string? _lot;

    /// <summary>Starts the working of the next line; what an abandoned line left behind is forgotten.</summary>
    public void Begin()
    {
        (_concluded, _meter, _lot) = (null, null, null);
        _inputs.Clear();
    }

    /// <summary>What follows belongs to the reading.</summary>
    public void At(in Reading reading) => (_meter, _lot) = (reading.Meter, reading.Lot);

    /// <summary>The quantity of a reading as written; what follows belongs to the same reading.</summary>
    /// <returns>How it stands in the calculation.</returns>
    public string Reading(in Reading reading, Activity activity, Phrase? name = null) =>
        Reading(reading, reading.Amount, activity.Unit, name ?? Words.Amount);

    /// <summary>The same of a quantity that is to become an amount by what follows.</summary>
    public string Reading(in Reading reading, Exact quantity, Unit unit, Phrase name)
    {
        At(reading);
        var text = Number.Text(quantity);
        var converted = reading.Unit != unit;
        _inputs.Add(
            new WorkingInput(name, $"{reading.Quantity}", reading.Unit.Symbol, Origin.Given)
            {
                Meter = _meter,
                Lot = _lot,
                Converted = converted ? text : null,
                ConvertedUnit = converted ? unit.Symbol : null,
            }
        );
        return text;
    }

    /// <summary>A number that came with a reading.</summary>
    public void Given(Wording name, decimal value, string unit) => Add(name, $"{value}", unit, Origin.Given);

    /// <summary>A word of a reading that decided something: proof, origin.</summary>
    public void Given(Wording name, string value) => Add(name, value, "", Origin.Given);

    /// <summary>What the rule of the method says where nothing was given.</summary>
    public void Ruled(Wording name, decimal value, string unit) => Add(name, $"{value}", unit, Origin.Rule);

    /// <summary>A number or a word from the record of the source.</summary>
    public void Recorded(Wording name, string value, string unit = "")
    {
        var input = new WorkingInput(name, value, unit, Origin.Record);
        if (!_inputs.Contains(input))
            _inputs.Add(input);
    }

    /// <summary>A number from the catalogue; named once however often it is used.</summary>
    public void Taken(Wording name, Factor factor)
    {
        foreach (var known in _inputs)
        {
            if (known.Name == name && ReferenceEquals(known.Factor, factor))
                return;
        }
        _inputs.Add(new WorkingInput(name, $"{factor.Value}", factor.Unit, Origin.Default) { Factor = factor });
    }

    /// <summary>What the line comes to, and why it is counted so.</summary>
    public void Conclude(Measure measure, Wording choice, Written result)
    {
        var of = $"{measure} ({measure.Unit}) = ";
        _concluded = new(new(of + result.Words.En, of + result.Words.Zh), choice, result.Numbers, [.. _inputs]);
    }

    /// <summary>The working of the line that is written now.</summary>
    public LineWorking Close() =>
        _concluded ?? throw new InvalidOperationException("A line is written before its working is concluded.");

    private void Add(Wording name, string value, string unit, Origin origin) =>
        _inputs.Add(new WorkingInput(name, value, unit, origin) { Meter = _meter, Lot = _lot });
}
