using CarbonPlatform.Calculation.Factors;
using CarbonPlatform.Calculation.Methods;
using CarbonPlatform.Contracts;
using FsCheck;
using FsCheck.Fluent;

namespace CarbonPlatform.Calculation.Tests;

/// <summary>Sheets made at random from the whole vocabulary.</summary>
internal static class SheetsAtRandom
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

    public static Gen<decimal> Amounts { get; } =
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
                ("certificateSold", Gen.Elements("yes", "no")),
            ],
            "avoided-generation" or "self-generation" => [("certificateSold", Gen.Elements("yes", "no"))],
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
                ("collectionEfficiencyPercent", Gen.Elements("98", "99.5", "100")),
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
            "fugitive" => [("gas", Gen.Elements("CF4", "SF6", "CO2", "HFC-134a", "R-404A", "R-22", "R-999"))],
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
        from unit in Gen.Elements(
            activity.Others.Prepend(activity.Unit.Dimension).SelectMany(dimension => dimension.Units).ToArray()
        )
        from quality in Gen.Elements(Enum.GetValues<Quality>())
        from attributes in Attributes(activity)
        from beside in Beside(activity, unit)
        where
            new Quantity(quantity, unit).In(
                unit.Dimension == activity.Unit.Dimension ? activity.Unit : FuelQuantity.UnitOf(activity.Fuel!)
            ) < (unit.Dimension == activity.Unit.Dimension ? 1_000_000_000_000m : 100_000_000m)
        select new ReadingRecord
        {
            Source = source,
            Activity = activity.Code,
            Lot = lot,
            Quantity = quantity,
            Unit = unit.Symbol,
            Quality = quality,
            Attributes = beside is not var (name, value)
                ? attributes
                : new Dictionary<string, string>(attributes ?? new Dictionary<string, string>()) { [name] = value },
        };

    /// <summary>What says how a volume or a heat of a fuel becomes an amount of it.</summary>
    private static Gen<(string Name, string Value)?> Beside(Activity activity, Unit unit) =>
        !activity.Others.Contains(unit.Dimension) ? Gen.Constant<(string, string)?>(null)
        : unit.Dimension == Dimension.Energy
            ? Gen.Elements<(string, string)?>(("heatBasis", "lower"), ("heatBasis", "upper"))
        : Gen.Elements<(string, string)?>(null, ("densityKgPerL", "0.55"), ("densityKgPerL", "0.8321"));

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

    public static Arbitrary<ReadingsAcceptedEvent> Any { get; } =
        Arb.From(
            from year in Gen.Choose(2009, 2027)
            from month in Gen.Choose(1, 12)
            from place in Gen.Elements(s_places)
            from a in Source("A-1")
            from b in Source("B-2")
            from c in Source("C-3")
            from readings in Gen.ListOf(Readings)
            from plants in Gen.Elements(
                "G-1,G-2?",
                "G-1:wind=100/300:solar=-,G-2?:hydro=0/7",
                "G-1:hydro=5/5+5:wind=-,G-2?:wind=1/3+2:solar=9/11"
            )
            let empty = Sheets.Event($"{year:D4}-{month:D2}", place, "A-1 site", "A-1 water.fresh 1 m3", plants)
            select empty with
            {
                Sources = [a, b, c],
                Readings = [.. readings.DistinctBy(r => (r.Source, r.Activity, r.Meter, r.Lot))],
            }
        );
}
