using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Quantities.Tests;

public sealed class QuantityTests
{
    [Fact]
    public void Conversion_is_exact_within_the_dimension()
    {
        // A power bill of 8,123.4 万kWh and a gas bill at trade conditions.
        new Quantity(8123.4m, Unit.TenThousandKilowattHours)
            .To(Unit.KilowattHour)
            .ShouldBe(new Quantity(81_234_000m, Unit.KilowattHour));
        new Quantity(1_000m, Unit.CubicMetreAt20C).To(Unit.NormalCubicMetre).Value.ShouldBe(931.8m);
        new Quantity(12_345.678901234m, Unit.KilowattHour).To(Unit.Gigajoule).Value.ShouldBe(44.4444440444424m);
        new Quantity(-3m, Unit.Tonne).To(Unit.Kilogram).Value.ShouldBe(-3000m);
    }

    [Fact]
    public void A_number_without_end_is_rounded_once_but_stays_exact_for_arithmetic()
    {
        var heat = new Quantity(1, Unit.Gigajoule);

        heat.To(Unit.KilowattHour).Value.ShouldBe(277.777777778m);
        heat.In(Unit.KilowattHour).ShouldBe(Exact.Ratio(2500, 9));
        (heat.In(Unit.KilowattHour) * 9).ToDecimal6().ShouldBe(2500m);
    }

    [Fact]
    public void Another_dimension_does_not_convert()
    {
        var coal = new Quantity(1, Unit.Tonne);

        var thrown = Should.Throw<DimensionMismatchException>(() => coal.To(Unit.KilogramCoalEquivalent));
        thrown.Message.ShouldBe("t (mass) does not convert to kgce (coal equivalent) without a named factor.");
        (thrown.From, thrown.To).ShouldBe((Unit.Tonne, Unit.KilogramCoalEquivalent));
        Should.Throw<DimensionMismatchException>(() => coal.In(Unit.Megajoule));
        coal.TryTo(Unit.Megajoule, out var none).ShouldBeFalse();
        none.ShouldBe(default);
        coal.TryTo(Unit.Kilogram, out var kilograms).ShouldBeTrue();
        kilograms.Value.ShouldBe(1000m);
    }

    [Fact]
    public void The_default_quantity_has_no_unit() =>
        Should
            .Throw<InvalidOperationException>(() => default(Quantity).Unit)
            .Message.ShouldBe("The default quantity has no unit.");

    [Fact]
    public void A_quantity_needs_a_unit() => Should.Throw<ArgumentNullException>(() => new Quantity(1, null!));

    [Fact]
    public void A_number_that_fits_no_decimal_is_refused() =>
        Should.Throw<ExactOverflowException>(() => new Quantity(decimal.MaxValue, Unit.TerawattHour).To(Unit.WattHour));

    [Fact]
    public void It_prints_number_and_symbol() => new Quantity(41250.37m, Unit.Tonne).ToString().ShouldBe("41250.37 t");

    [Fact]
    public void There_and_back_is_the_same_number() =>
        Prop.ForAll(
                Generate.MeteredDecimal.ToArbitrary(),
                UnitPair,
                (value, units) =>
                {
                    var there = new Quantity(value, units.From).In(units.To);
                    (there * units.To.RatioTo(units.From)).ShouldBe(value);
                    if (there.TryToDecimal(out var finite))
                        new Quantity(value, units.From).To(units.To).Value.ShouldBe(finite);
                }
            )
            .Check(Generate.Thoroughly);

    [Fact]
    public void Only_joules_to_watt_hours_have_no_end()
    {
        foreach (var from in Unit.All)
        {
            foreach (var to in from.Dimension.Units)
            {
                var endless = to.Symbol.EndsWith("Wh", StringComparison.Ordinal) && from.Symbol.EndsWith('J');
                var intoTradeGas = IsTradeGas(to) && !IsTradeGas(from);
                from.RatioTo(to).TryToDecimal(out _).ShouldBe(!endless && !intoTradeGas, $"{from} to {to}");
            }
        }

        static bool IsTradeGas(Unit unit) => unit.Symbol.EndsWith("m3@20C", StringComparison.Ordinal);
    }

    private static Arbitrary<(Unit From, Unit To)> UnitPair =>
        Gen.Elements(Unit.All.ToArray())
            .SelectMany(from => Gen.Elements(from.Dimension.Units.ToArray()).Select(to => (from, to)))
            .ToArbitrary();
}
