using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults;

namespace CarbonPlatform.Ledger.Totals;

/// <summary>
/// The units an answer is given in: each measure in its own unless another of its kind was asked for. Electricity is
/// asked for in watt-hours and heat in joules, so that both can be chosen at once.
/// </summary>
internal sealed class OutputUnits
{
    private readonly Dictionary<string, Unit> _byKind;

    private OutputUnits(Dictionary<string, Unit> byKind) => _byKind = byKind;

    /// <summary>Every kind with the units it can be given in.</summary>
    public static IReadOnlyList<IReadOnlyList<Unit>> Kinds { get; } =
    [
        .. Measure
            .All.Select(measure => KindOf(measure.Unit))
            .Distinct(StringComparer.Ordinal)
            .Select(kind => Unit.All.Where(unit => KindOf(unit) == kind).ToList()),
    ];

    /// <summary>The symbols of all of them.</summary>
    public static IReadOnlyList<string> Symbols { get; } =
    [.. Kinds.SelectMany(kind => kind).Select(unit => unit.Symbol)];

    /// <summary>Reads the symbols asked for.</summary>
    public static Answer<OutputUnits> Read(IReadOnlyList<string> symbols)
    {
        var byKind = new Dictionary<string, Unit>(StringComparer.Ordinal);
        foreach (var symbol in symbols)
        {
            if (!Unit.TryParse(symbol, out var unit) || !Kinds.Any(kind => kind.Contains(unit)))
                return TotalsRefusals.UnknownUnit(symbol);
            if (!byKind.TryAdd(KindOf(unit), unit) && byKind[KindOf(unit)] != unit)
                return TotalsRefusals.UnitAmbiguous(byKind[KindOf(unit)].Symbol, symbol);
        }
        return new OutputUnits(byKind);
    }

    /// <summary>The units asked for, in one order.</summary>
    public string Text => string.Join(',', _byKind.Values.Select(unit => unit.Symbol).Order(StringComparer.Ordinal));

    /// <summary>An amount in the unit asked for; exact where that is a finite decimal.</summary>
    public Quantity Give(decimal amount, Unit stored)
    {
        var quantity = new Quantity(amount, stored);
        return _byKind.TryGetValue(KindOf(stored), out var unit) ? quantity.To(unit) : quantity;
    }

    private static string KindOf(Unit unit) =>
        unit.Dimension != Dimension.Energy ? unit.Dimension.Name
        : unit.Symbol.EndsWith("Wh", StringComparison.Ordinal) ? "electricity"
        : "heat";
}
