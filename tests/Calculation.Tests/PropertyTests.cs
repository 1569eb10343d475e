using CarbonPlatform.Calculation.Methods;
using CarbonPlatform.Calculation.Runs;
using CarbonPlatform.Contracts;
using CarbonPlatform.TestKit;
using FsCheck;
using FsCheck.Fluent;

namespace CarbonPlatform.Calculation.Tests;

/// <summary>What holds for any sheet, tried on many made at random from the whole vocabulary.</summary>
[Tier(Tier.Pure)]
public sealed class PropertyTests
{
    private static readonly Config s_config = Config.QuickThrowOnFailure.WithMaxTest(400);

    private static void ForAll(Action<ReadingsAcceptedEvent> property) =>
        Check.One(
            s_config,
            Prop.ForAll(
                SheetsAtRandom.Any,
                sheet =>
                {
                    property(sheet);
                    return true;
                }
            )
        );

    [Fact]
    public void Keys_are_unique_in_order_and_never_both_a_line_and_a_gap() =>
        ForAll(sheet =>
        {
            var lines = Sheets.Calculate(sheet);
            var keys = new List<(string, string, string, string, string, string)>();
            foreach (ref readonly var line in lines.All)
                keys.Add(
                    (
                        Source(sheet, line.Source),
                        line.Activity.Code,
                        line.Kind.Category,
                        line.Kind.Basis ?? "",
                        line.Kind.Measure.Code,
                        line.Counterparty ?? ""
                    )
                );
            keys.ShouldBeUnique();
            keys.ShouldBe(
                keys.Order(Comparer<(string, string, string, string, string, string)>.Create(CompareOrdinal))
            );
            var withoutCounterparty = keys.Select(k => (k.Item1, k.Item2, k.Item3, k.Item4, k.Item5)).ToHashSet();
            foreach (var gap in lines.Gaps)
            {
                var key = (
                    Source(sheet, gap.Source),
                    gap.Activity!.Code,
                    gap.Kind.Category,
                    gap.Kind.Basis ?? "",
                    gap.Kind.Measure.Code
                );
                // Of power by direct lines one supplier's share may lack its factor while another's has its own; what
                // is claimed and not held is counted, as residual power.
                if (
                    gap.Activity.Method is not ("direct-electricity" or "purchased-heat")
                    && gap.GapKind != GapKinds.ClaimNotHeld
                )
                    withoutCounterparty.ShouldNotContain(key);
            }
            lines
                .Gaps.Select(gap =>
                    (gap.Source, gap.Activity, gap.Kind, IsOfClaim: gap.GapKind == GapKinds.ClaimNotHeld)
                )
                .ShouldBeUnique();
        });

    [Fact]
    public void Amounts_have_six_decimals_and_are_not_negative() =>
        ForAll(sheet =>
        {
            foreach (ref readonly var line in Sheets.Calculate(sheet).All)
            {
                line.Amount.ShouldBeGreaterThanOrEqualTo(Least(sheet, line), Sheets.Key(sheet, line));
                line.Amount.Scale.ShouldBe((byte)6);
                line.ActivityQuantity.Scale.ShouldBe((byte)6);
            }
        });

    /// <summary>
    /// Zero. A reservoir alone emits its 90 kg per MWh delivered though imports may leave nothing that it replaces.
    /// </summary>
    private static decimal Least(ReadingsAcceptedEvent sheet, in EmissionLine line) =>
        line.Kind.Basis == Bases.CombinedMargin && Sheets.SourceOf(sheet, line).PowerDensity is > 4 and <= 10
            ? decimal.Round(-line.ActivityQuantity * 90 / 1000, 6, MidpointRounding.AwayFromZero)
            : 0;

    [Fact]
    public void A_working_arrives_at_its_amount() =>
        ForAll(sheet =>
        {
            foreach (ref readonly var line in Sheets.Calculate(sheet, withWorking: true).All)
                WorkingAudit
                    .Holds(line.Amount, Explanation.Of(line.Working!))
                    .ShouldBeEmpty($"{Sheets.Key(sheet, line)}: {line.Working!.Calculation}");
        });

    [Fact]
    public void The_order_of_readings_and_sources_is_nothing() =>
        ForAll(sheet =>
            Hash(sheet with { Readings = [.. sheet.Readings.Reverse()], Sources = [.. sheet.Sources.Reverse()] })
                .ShouldBe(Hash(sheet))
        );

    [Fact]
    public void The_working_changes_no_line() =>
        ForAll(sheet =>
            CalculatedMonth
                .Of(sheet, Sheets.Catalogue, new Working())
                .Hash()
                .ShouldBe(CalculatedMonth.Of(sheet, Sheets.Catalogue).Hash())
        );

    [Fact]
    public void The_unit_of_a_reading_is_nothing() =>
        ForAll(sheet =>
        {
            var converted = sheet with { Readings = [.. sheet.Readings.Select(InBaseUnit)] };
            Hash(converted).ShouldBe(Hash(sheet));

            // To another unit of the dimension where that is exact; GJ into kWh has no end.
            static ReadingRecord InBaseUnit(ReadingRecord reading)
            {
                var unit = Unit.Parse(reading.Unit);
                return new Quantity(reading.Quantity, unit).In(unit.Dimension.Base).TryToDecimal(out var value)
                    ? reading with
                    {
                        Quantity = value,
                        Unit = unit.Dimension.Base.Symbol,
                    }
                    : reading;
            }
        });

    [Fact]
    public void Splitting_a_reading_into_lots_changes_no_amount() =>
        ForAll(sheet =>
        {
            // Where a reading is added to others (not a concentration or a mean), it may come in two lots.
            // What is held of a claim is rounded down reading by reading, so there is no claim here that is cut.
            var whole = sheet with
            {
                Claims = null,
            };
            var split = whole with { Readings = [.. sheet.Readings.SelectMany(Halves)] };
            Amounts(split).ShouldBe(Amounts(whole));

            IEnumerable<ReadingRecord> Halves(ReadingRecord reading)
            {
                var activity = Sheets.Catalogue.Activities.Find(reading.Activity)!;
                if (
                    activity.Method
                    is "stack-concentration"
                        or "water-concentration"
                        or "electrolysis"
                        or "base"
                        or "anode-plant"
                )
                    return [reading];
                var first = decimal.Round(reading.Quantity / 3, 9);
                return
                [
                    reading with
                    {
                        Quantity = first,
                        Meter = "M1",
                    },
                    reading with
                    {
                        Quantity = reading.Quantity - first,
                        Meter = "M2",
                    },
                ];
            }

            static List<string> Amounts(ReadingsAcceptedEvent sheet)
            {
                var amounts = new List<string>();
                foreach (ref readonly var line in Sheets.Calculate(sheet).All)
                    amounts.Add($"{Sheets.Key(sheet, line)} {line.Amount} {line.ActivityQuantity} {line.Quality}");
                return amounts;
            }
        });

    [Theory]
    [InlineData("SITE-1 fuel.bituminous-coal", "t", "")]
    [InlineData("SITE-1 fuel.natural-gas", "Nm3", "ncv=377.7")]
    [InlineData("SITE-1 electricity.grid", "kWh", "")]
    [InlineData("SITE-1 heat.purchased", "GJ", "")]
    [InlineData("SITE-1 generation.wind", "kWh", "")]
    [InlineData("SITE-1 carbonate.dolomite", "t", "purityPercent=93")]
    public void Amounts_grow_with_the_reading_in_proportion_and_add_up(
        string reading,
        string unit,
        string attributes
    ) =>
        Check.One(
            s_config,
            Prop.ForAll(
                Arb.From(from a in SheetsAtRandom.Amounts from b in SheetsAtRandom.Amounts select (a, b)),
                pair =>
                {
                    var one = Of(pair.a);
                    var other = Of(pair.b);
                    var both = Of(pair.a + pair.b);
                    var tenfold = Of(pair.a * 10);
                    for (var i = 0; i < one.Length; i++)
                    {
                        // Three roundings of half a millionth each; ten times one of them.
                        Math.Abs(both[i].Amount - one[i].Amount - other[i].Amount)
                            .ShouldBeLessThanOrEqualTo(0.0000015m);
                        Math.Abs(tenfold[i].Amount - one[i].Amount * 10).ShouldBeLessThanOrEqualTo(0.0000055m);
                    }
                    return true;

                    EmissionLine[] Of(decimal quantity) =>
                        Sheets
                            .Calculate("2024-03", "SX", "SITE-1 site", $"{reading} {quantity} {unit} {attributes}")
                            .All.ToArray();
                }
            )
        );

    private static string Source(ReadingsAcceptedEvent sheet, int index) =>
        sheet.Sources.Select(s => s.Code).Order(StringComparer.Ordinal).ElementAt(index);

    private static string Hash(ReadingsAcceptedEvent sheet) =>
        Convert.ToHexString(CalculatedMonth.Of(sheet, Sheets.Catalogue).Hash());

    private static int CompareOrdinal(
        (string, string, string, string, string, string) left,
        (string, string, string, string, string, string) right
    )
    {
        var by = string.CompareOrdinal(left.Item1, right.Item1);
        if (by == 0)
            by = string.CompareOrdinal(left.Item2, right.Item2);
        if (by == 0)
            by = string.CompareOrdinal(left.Item3, right.Item3);
        if (by == 0)
            by = string.CompareOrdinal(left.Item4, right.Item4);
        if (by == 0)
            by = string.CompareOrdinal(left.Item5, right.Item5);
        return by != 0 ? by : string.CompareOrdinal(left.Item6, right.Item6);
    }
}
