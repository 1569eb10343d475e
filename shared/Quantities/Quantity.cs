using System.Globalization;

namespace CarbonPlatform.Quantities;

/// <summary>
/// A number with its unit. Equality is of both: 1 t and 1000 kg are different quantities with the same
/// <see cref="In"/>. <c>default</c> has no unit; asking for it throws.
/// </summary>
public readonly record struct Quantity
{
    /// <summary>
    /// Decimals kept by <see cref="To"/> where the result has no end (GJ to kWh divides by 3.6,
    /// Nm3 to m3@20C by 0.9318).
    /// </summary>
    public const int EndlessDecimals = 9;

    private readonly Unit? _unit;

    /// <summary>A number of units; any sign.</summary>
    public Quantity(decimal value, Unit unit)
    {
        ArgumentNullException.ThrowIfNull(unit);
        Value = value;
        _unit = unit;
    }

    /// <summary>The number, in <see cref="Unit"/>.</summary>
    public decimal Value { get; }

    /// <summary>The unit.</summary>
    /// <exception cref="InvalidOperationException">This is <c>default</c>.</exception>
    public Unit Unit => _unit ?? throw new InvalidOperationException("The default quantity has no unit.");

    /// <summary>
    /// The exact number in another unit of the dimension. Method arithmetic starts from this
    /// and rounds once, at its end.
    /// </summary>
    /// <exception cref="DimensionMismatchException">The unit is of another dimension.</exception>
    public Exact In(Unit unit) => Value * Unit.RatioTo(unit);

    /// <summary>
    /// The quantity in another unit of the dimension: exact where the result is a finite decimal,
    /// else rounded half-even at <see cref="EndlessDecimals"/> decimals (only joules to watt-hours, and Nm3 to m3@20C).
    /// </summary>
    /// <exception cref="DimensionMismatchException">The unit is of another dimension.</exception>
    /// <exception cref="ExactOverflowException">The number does not fit a decimal.</exception>
    public Quantity To(Unit unit)
    {
        if (unit == _unit)
            return this;
        var exact = In(unit);
        return new Quantity(exact.TryToDecimal(out var value) ? value : exact.Round(EndlessDecimals), unit);
    }

    /// <summary>Like <see cref="To"/>; false when the unit is of another dimension.</summary>
    public bool TryTo(Unit unit, out Quantity quantity)
    {
        var converts = Unit.Dimension == unit.Dimension;
        quantity = converts ? To(unit) : default;
        return converts;
    }

    /// <summary>Number and symbol, for example <c>41250.37 t</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Value} {_unit?.Symbol}");
}
