using CarbonPlatform.Calculation.Factors;

namespace CarbonPlatform.Calculation.Methods;

/// <summary>How a line was arrived at, for whoever wants to check it by hand.</summary>
/// <param name="Formula">In words of the standard.</param>
/// <param name="Calculation">The formula with its numbers: ×, /, +, − and parentheses; its exact value, rounded half-even at 6 decimals, is the amount.</param>
/// <param name="Inputs">Every number that came with a reading or from the source's record.</param>
/// <param name="Factors">Every number that came from the catalogue.</param>
internal sealed record LineWorking(string Formula, string Calculation, IReadOnlyList<WorkingInput> Inputs, IReadOnlyList<WorkingFactor> Factors);

internal readonly record struct WorkingInput(string Name, string Value, string Unit);

internal readonly record struct WorkingFactor(string Name, Factor Factor);

/// <summary>
/// Records how the lines of a sheet are arrived at, while the very functions that calculate them run. Nobody records in the
/// ordinary course: methods ask <c>lines.Working?.…</c>, and without a recorder not even the texts are built.
/// </summary>
internal sealed class Working
{
    private readonly List<string> _terms = [];
    private readonly List<WorkingInput> _inputs = [];
    private readonly List<WorkingFactor> _factors = [];
    private string _formula = "";

    /// <summary>Starts the working of the next line; what an abandoned line left behind is forgotten.</summary>
    public void Begin(string formula)
    {
        _formula = formula;
        _terms.Clear();
        _inputs.Clear();
        _factors.Clear();
    }

    /// <summary>A number that came with a reading or a record.</summary>
    public void Given(string name, decimal value, string unit) => _inputs.Add(new WorkingInput(name, $"{value}", unit));

    /// <summary>A word that decided something: proof, origin, technology.</summary>
    public void Given(string name, string value) => _inputs.Add(new WorkingInput(name, value, ""));

    /// <summary>The quantity of a reading, as written.</summary>
    public void Given(in Reading reading)
    {
        var name = (reading.Meter, reading.Lot) switch
        {
            (null, null) => "amount",
            ({ } meter, null) => $"amount, meter {meter}",
            (null, { } lot) => $"amount, lot {lot}",
            var (meter, lot) => $"amount, meter {meter}, lot {lot}",
        };
        _inputs.Add(new WorkingInput(name, $"{reading.Quantity}", reading.Unit.Symbol));
    }

    /// <summary>A number from the catalogue; named once however often it is used.</summary>
    public void Taken(string name, Factor factor)
    {
        foreach (var known in _factors)
        {
            if (known.Name == name && ReferenceEquals(known.Factor, factor)) return;
        }
        _factors.Add(new WorkingFactor(name, factor));
    }

    /// <summary>One summand, in numbers.</summary>
    public void Term(string numbers) => _terms.Add(numbers);

    /// <summary>Ends the working of a line.</summary>
    public LineWorking Close() => new(_formula, _terms.Count == 0 ? "0" : string.Join(" + ", _terms), [.. _inputs], [.. _factors]);
}
