using CarbonPlatform.Calculation.Factors;
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
    private static readonly string[] s_sources = ["A-1", "B-2", "C-3"];
    private static readonly string[] s_kinds =
    [
        "boiler",
        "thermal-unit",
        "kiln",
        "furnace",
        "potline",
        "anode-plant",
        "hydro-station",
        "site",
        "stack",
    ];
    private static readonly string[] s_technologies = ["grate", "domestic-leading", "CWPB", "SWPB", "PFPB-M", "none"];
    private static readonly string[] s_places = ["SX", "XZ", "NM", "NM/east", "GD", "!GN", "-"];
    private static readonly Config s_config = Config.QuickThrowOnFailure.WithMaxTest(400);

    private static Gen<decimal> Amounts { get; } =
        from mantissa in Gen.Choose(0, 999_999_999)
        from further in Gen.Frequency((3, Gen.Constant(0)), (1, Gen.Choose(0, 999_999)))
        from scale in Gen.Choose(4, 9)
        select decimal.Round(((decimal)mantissa * 1_000_000 + further) / (decimal)Math.Pow(10, scale), 9);

    private static Gen<string> Percentages { get; } = from tenths in Gen.Choose(0, 1000) select $"{tenths / 10m}";

    /// <summary>Attributes that the activity may carry, each perhaps.</summary>
    private static Gen<IReadOnlyDictionary<string, string>?> Attributes(Activity activity)
    {
        (string, Gen<string>)[] possible = activity.Method switch
        {
            "fuel-combustion" =>
            [
                ("ncv", Gen.Elements("20.91", "43.2", "380.5")),
                ("carbonContent", Gen.Elements("0.0262", "0.0153")),
                ("carbonFraction", Gen.Elements("0.55", "0.613")),
                ("oxidationPercent", Percentages),
                ("sulphurPercent", Percentages),
                ("sulphurRetentionPercent", Percentages),
                ("removalPercent", Percentages),
                ("noxKgPerUnit", Gen.Elements("3.1", "0")),
            ],
            "biomass" => [("ncv", Gen.Elements("14.2", "16"))],
            "purchased-electricity" or "direct-electricity" =>
            [
                ("proof", Gen.Elements("settlement", "certificate", "contract", "pending")),
                ("supplierPlant", Gen.Elements("G-1", "G-2", "X-9")),
                ("supplierFactor", Gen.Elements("0.5", "0.91")),
            ],
            "exported-electricity" =>
            [
                ("origin", Gen.Elements("fossil", "hydro", "wind", "solar", "mixed")),
                ("customerPlant", Gen.Elements("G-1", "X-9")),
            ],
            "purchased-heat" =>
            [
                ("supplierPlant", Gen.Elements("G-1", "X-9")),
                ("supplierFactor", Gen.Elements("0.09", "0.12")),
                ("enthalpyKjPerKg", Gen.Elements("2800", "2761.5", "60")),
                ("temperatureC", Gen.Elements("95", "18.5")),
            ],
            "exported-heat" =>
            [
                ("customerPlant", Gen.Elements("G-1", "X-9")),
                ("enthalpyKjPerKg", Gen.Elements("2800", "2761.5", "0")),
                ("temperatureC", Gen.Elements("95", "70.2", "-5")),
            ],
            "electrolysis" =>
            [
                ("sulphurPercent", Gen.Elements("1.5", "2.2")),
                ("ashPercent", Gen.Elements("0.3")),
                ("removalPercent", Percentages),
                ("lossPercent", Gen.Elements("14.9")),
                ("currentEfficiencyPercent", Gen.Elements("93.1", "95")),
            ],
            "carbonate" => [("purityPercent", Percentages), ("conversionPercent", Percentages)],
            "reductant" => [("concentrationPercent", Percentages)],
            "anode-plant" => [("fixedCarbonPercent", Percentages), ("volatilePercent", Percentages)],
            "anode-incineration" =>
            [
                ("volatileMgPerNm3", Gen.Elements("10", "812.5")),
                ("ncv", Gen.Elements("30", "35.2")),
                ("carbonContent", Gen.Elements("0.02", "0.0215")),
                ("oxidationPercent", Percentages),
            ],
            "fugitive" => [("gas", Gen.Elements("CF4", "SF6", "CO2", "HFC-134a"))],
            _ => [],
        };
        var none = Gen.Constant(new Dictionary<string, string>(StringComparer.Ordinal));
        return possible
            .Aggregate(
                none,
                (all, one) =>
                    from attributes in all
                    from present in Gen.Elements(true, false)
                    from value in one.Item2
                    select present
                        ? new Dictionary<string, string>(attributes, StringComparer.Ordinal) { [one.Item1] = value }
                        : attributes
            )
            .Select(attributes => attributes.Count == 0 ? null : (IReadOnlyDictionary<string, string>?)attributes);
    }

    private static Gen<ReadingRecord> Readings { get; } =
        from source in Gen.Elements(s_sources)
        from activity in Gen.Elements(Sheets.Catalogue.Activities.All.OrderBy(a => a.Rank).ToArray())
        from lot in Gen.Elements<string?>(null, "L1", "L2")
        from quantity in Amounts
        from unit in Gen.Elements(activity.Unit.Dimension.Units.ToArray())
        from quality in Gen.Elements(Enum.GetValues<Quality>())
        from attributes in Attributes(activity)
        where new Quantity(quantity, unit).In(activity.Unit) < 1_000_000_000_000m
        select new ReadingRecord
        {
            Source = source,
            Activity = activity.Code,
            Lot = lot,
            Quantity = quantity,
            Unit = unit.Symbol,
            Quality = quality,
            Attributes = attributes,
        };

    private static Gen<SourceSnapshot> Source(string code) =>
        from kind in Gen.Elements(s_kinds)
        from process in Gen.Elements("power", "alumina", "electrolysis")
        from technology in Gen.Elements(s_technologies)
        from to in Gen.Elements<string[]>([], ["C-3"], ["B-2", "C-3"], ["Z-9"])
        from profile in Gen.Frequency(
            (4, Gen.Constant<string?>(null)),
            (1, Gen.Elements<string?>("ets-2024", "ipcc-2019", "gbt-32151-34-2024"))
        )
        from waived in Gen.Elements<string[]>([], ["SO2"], ["SO2", "NOx"])
        from density in Gen.Elements<decimal?>(null, 3m, 7.5m)
        from start in Gen.Elements<DateOnly?>(null, new DateOnly(2012, 5, 31))
        select new SourceSnapshot
        {
            Code = code,
            Kind = kind,
            Process = process,
            Technology = technology,
            DischargesTo = to,
            Profile = profile,
            Waived = [.. waived.Select(Sheets.Waived)],
            PowerDensity = density,
            CreditingStart = start,
        };

    private static Arbitrary<ReadingsAcceptedEvent> Sheet { get; } =
        Arb.From(
            from year in Gen.Choose(2009, 2027)
            from month in Gen.Choose(1, 12)
            from place in Gen.Elements(s_places)
            from a in Source("A-1")
            from b in Source("B-2")
            from c in Source("C-3")
            from readings in Gen.ListOf(Readings)
            let empty = Sheets.Event($"{year:D4}-{month:D2}", place, "A-1 site", "A-1 water.fresh 1 m3", "G-1,G-2?")
            select empty with
            {
                Sources = [a, b, c],
                Readings = [.. readings.DistinctBy(r => (r.Source, r.Activity, r.Meter, r.Lot))],
            }
        );

    private static void ForAll(Action<ReadingsAcceptedEvent> property) =>
        Check.One(
            s_config,
            Prop.ForAll(
                Sheet,
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
                // Of power by direct lines one supplier's share may lack its factor while another's has its own.
                if (gap.Activity.Method is not ("direct-electricity" or "purchased-heat"))
                    withoutCounterparty.ShouldNotContain(key);
            }
            lines.Gaps.Select(gap => (gap.Source, gap.Activity, gap.Kind)).ShouldBeUnique();
        });

    [Fact]
    public void Amounts_have_six_decimals_and_are_not_negative() =>
        ForAll(sheet =>
        {
            foreach (ref readonly var line in Sheets.Calculate(sheet).All)
            {
                line.Amount.ShouldBeGreaterThanOrEqualTo(0);
                line.Amount.Scale.ShouldBe((byte)6);
                line.ActivityQuantity.Scale.ShouldBe((byte)6);
            }
        });

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
            var split = sheet with
            {
                Readings = [.. sheet.Readings.SelectMany(Halves)],
            };
            Amounts(split).ShouldBe(Amounts(sheet));

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
                Arb.From(from a in Amounts from b in Amounts select (a, b)),
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
