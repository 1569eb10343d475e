using CarbonPlatform.Calculation.Factors;
using CarbonPlatform.Contracts;

namespace CarbonPlatform.Calculation.Tests;

/// <summary>
/// Several thousand sheets over all activities, places, kinds, profiles, given and default values, and years: the same
/// ones in every process. Most have a theme, so that what belongs together (a balance, a concentration and its flow)
/// meets.
/// </summary>
internal static class ManySheets
{
    public const int Count = 6000;

    private static readonly string[] s_kinds =
    [
        "boiler",
        "thermal-unit",
        "kiln",
        "furnace",
        "potline",
        "anode-plant",
        "hydro-station",
        "wind-farm",
        "site",
        "stack",
    ];
    private static readonly string?[] s_technologies =
    [
        null,
        "grate",
        "domestic-typical",
        "domestic-leading",
        "international-leading",
        "CWPB",
        "SWPB",
        "VSS",
        "HSS",
        "PFPB-L",
        "PFPB-M",
        "run-of-river",
        "none",
    ];
    private static readonly string[] s_places = ["SX", "XZ", "NM", "NM/east", "NM/west", "GD", "HE", "!GN", "-"];
    private static readonly string?[] s_profiles =
    [
        null,
        null,
        "ndrc-2013",
        "ets-2024",
        "ipcc-2019",
        "gbt-32151-34-2024",
    ];

    // In an order of their own, so that the sheets stay the same when that of the qualities changes.
    private static readonly Quality[] s_qualities =
    [
        Quality.Measured,
        Quality.OwnMeter,
        Quality.Settled,
        Quality.Estimated,
        Quality.Default,
    ];
    private static readonly Activity[] s_activities =
    [
        .. Sheets.Catalogue.Activities.All.OrderBy(activity => activity.Rank),
    ];
    private static readonly ILookup<string, Activity> s_byMethod = s_activities.ToLookup(
        activity => Theme(activity.Method),
        StringComparer.Ordinal
    );
    private static readonly string[] s_themes =
    [
        .. s_byMethod.Select(group => group.Key).Order(StringComparer.Ordinal),
        "fuel-combustion",
        "fuel-combustion",
        "electrolysis",
        "anode-plant",
        "anode-plant",
    ];

    private static readonly Catalogue[] s_catalogues =
    [
        Sheets.Catalogue,
        Sheets.Catalogue,
        Sheets.CatalogueWith(Published("own", every: 1)),
        Sheets.CatalogueWith(Published("own@A-1", every: 2)),
        Sheets.CatalogueWith(Published("all", every: 2)),
    ];

    public static IEnumerable<(ReadingsAcceptedEvent Accepted, Catalogue Catalogue)> All =>
        Enumerable.Range(0, Count).Select(number => Sheet(new Dice((ulong)number)));

    private static string Theme(string method) =>
        method.Split('-') switch
        {
            ["stack", ..] or ["base"] => "stack",
            ["water", ..] => "water",
            _ => method,
        };

    /// <summary>The next version of every so manieth factor of fuels, and of what a plant may measure.</summary>
    private static string Published(string whose, int every)
    {
        var ownable = FactorNeed.All.Where(need => need.IsOwnable).Select(need => need.Id).ToHashSet();
        var factors = DeliveredData
            .Read()
            .Factors.DistinctBy(factor => factor.Id)
            .Where(factor => !factor.Unit.Contains(' ') && factor.Id.Split('.').Length > 1)
            .Where(factor =>
                ownable.Contains(factor.Id)
                || factor.Id.StartsWith("fuel.", StringComparison.Ordinal)
                || factor.Id.StartsWith("energy.", StringComparison.Ordinal)
            )
            .OrderBy(factor => factor.Id, StringComparer.Ordinal)
            .Where((_, index) => index % every == 0)
            .Select(
                (factor, index) =>
                    $"{whose} {factor.Id} {decimal.Round(factor.Value * 0.97m, 8) / 1.000m} "
                    + $"{factor.Unit} ±{1 + index % 7}"
            );
        return string.Join("; ", factors);
    }

    private static (ReadingsAcceptedEvent, Catalogue) Sheet(Dice dice)
    {
        var month = $"{dice.Between(2009, 2027):D4}-{dice.Between(1, 12):D2}";
        if (dice.Falls(50))
            month = $"{dice.Between(2022, 2025):D4}-{dice.Between(1, 12):D2}";
        var empty = Sheets.Event(month, dice.Of(s_places), "A-1 site", "A-1 water.fresh 1 m3", "G-1,G-2");
        string[] codes = ["A-1", "B-2", "C-3"];
        var readings = new List<ReadingRecord>();
        foreach (var code in codes.Take(dice.Between(1, 3)))
            readings.AddRange(Readings(dice, code));
        if (readings.Count == 0)
            readings.AddRange(empty.Readings);
        return (
            empty with
            {
                Sources = [.. codes.Select(code => Source(dice, code))],
                Readings = [.. readings.DistinctBy(r => (r.Source, r.Activity, r.Meter, r.Lot))],
            },
            dice.Of(s_catalogues)
        );
    }

    private static SourceSnapshot Source(Dice dice, string code) =>
        new()
        {
            Code = code,
            Kind = dice.Of(s_kinds),
            Process = dice.Of(["power", "alumina", "electrolysis"]),
            Technology = dice.Of(s_technologies),
            DischargesTo = dice.Of<string[]>([
                [],
                [],
                ["C-3"],
                ["B-2", "C-3"],
                ["Z-9"],
            ]),
            Profile = dice.Of(s_profiles),
            Waived =
            [
                .. dice.Of<string[]>([
                        [],
                        [],
                        [],
                        ["SO2"],
                        ["SO2", "NOx"],
                    ])
                    .Select(Sheets.Waived),
            ],
            PowerDensity = dice.Of<decimal?>([null, 3m, 4m, 7.5m, 10m, 12m]),
            CreditingStart = dice.Of<DateOnly?>([
                null,
                new(2001, 3, 1),
                new(2012, 5, 31),
                new(2023, 1, 1),
                new(2026, 2, 1),
            ]),
        };

    /// <summary>The activities of a theme, most of them, and a few others; each in one lot or several.</summary>
    private static IEnumerable<ReadingRecord> Readings(Dice dice, string source)
    {
        var theme = s_byMethod[dice.Of(s_themes)].ToArray();
        var share = theme.Length > 12 ? 15 : 75;
        var lots = dice.Between(1, 3);
        var chosen = theme.Where(_ => dice.Falls(share)).ToList();
        for (var others = dice.Between(0, 3); others > 0; others--)
            chosen.Add(dice.Of(s_activities));
        foreach (var activity in chosen.Distinct())
        {
            var all = dice.Falls(50) ? 1 : lots;
            var talkative = dice.Of([0, 50, 100, 100]);
            for (var lot = 1; lot <= all; lot++)
            {
                var reading = new ReadingRecord
                {
                    Source = source,
                    Activity = activity.Code,
                    Lot = all == 1 && dice.Falls(80) ? null : $"L{lot}",
                    Quantity = Quantity(dice),
                    Unit = dice.Falls(70) ? activity.Unit.Symbol : dice.Of([.. activity.Unit.Dimension.Units]).Symbol,
                    Quality = dice.Of(s_qualities),
                    Attributes = Attributes(dice, activity, talkative),
                };
                yield return activity.Others.Count > 0 && dice.Falls(40)
                    ? ReadOtherwise(dice, activity, reading)
                    : reading;
            }
        }
    }

    /// <summary>A liquid fuel by volume, a gas by heat.</summary>
    private static ReadingRecord ReadOtherwise(Dice dice, Activity activity, ReadingRecord reading)
    {
        var attributes = new Dictionary<string, string>(
            reading.Attributes ?? new Dictionary<string, string>(),
            StringComparer.Ordinal
        );
        if (activity.Fuel!.IsGas)
            attributes["heatBasis"] = dice.Of(["lower", "upper"]);
        else if (dice.Falls(50))
            attributes["densityKgPerL"] = dice.Of(["0.55", "0.8321", "0.9"]);
        return reading with
        {
            Unit = dice.Of([.. activity.Others[0].Units]).Symbol,
            Attributes = attributes.Count == 0 ? null : attributes,
        };
    }

    private static decimal Quantity(Dice dice) =>
        dice.Between(0, 19) switch
        {
            0 => 0m,
            1 => 123_456_789.123456789m,
            < 8 => dice.Between(1, 99),
            < 14 => dice.Between(1, 9_999_999) / 1000m,
            _ => dice.Between(1, 999_999_999) / 1000m,
        };

    private static Dictionary<string, string>? Attributes(Dice dice, Activity activity, int share)
    {
        (string, string[])[] possible = activity.Method switch
        {
            "fuel-combustion" =>
            [
                ("ncv", ["20.91", "43.2", "380.5", "0"]),
                ("carbonContent", ["0.0262", "0.0153"]),
                ("carbonFraction", ["0.55", "0.613", "1", "1.2"]),
                ("oxidationPercent", ["98", "99.5", "100"]),
                ("basis", ["ar", "ad"]),
                ("moistureAr", ["8.5", "12", "100"]),
                ("moistureAd", ["2", "3.25", "12"]),
                ("sulphurPercent", ["0", "0.8", "1.25"]),
                ("sulphurRetentionPercent", ["0", "15"]),
                ("removalPercent", ["0", "92.5", "100"]),
                ("noxKgPerUnit", ["3.1", "0"]),
            ],
            "biomass" =>
            [
                ("ncv", ["14.2", "16"]),
                ("basis", ["ar", "ad"]),
                ("moistureAr", ["30", "41.5"]),
                ("moistureAd", ["10"]),
            ],
            "purchased-electricity" or "direct-electricity" =>
            [
                ("proof", ["settlement", "certificate", "contract-and-settlement", "contract", "pending"]),
                ("supplierPlant", ["G-1", "G-2", "X-9"]),
                ("supplierFactor", ["0.5", "0.91"]),
                ("certificateSold", ["yes", "no"]),
            ],
            "avoided-generation" or "self-generation" => [("certificateSold", ["yes", "no"])],
            "exported-electricity" =>
            [
                ("origin", ["fossil", "hydro", "wind", "solar", "mixed"]),
                ("customerPlant", ["G-1", "X-9"]),
            ],
            "purchased-heat" =>
            [
                ("supplierPlant", ["G-1", "X-9"]),
                ("supplierFactor", ["0.09", "0.12"]),
                ("enthalpyKjPerKg", ["2800", "2761.5", "2761.5", "60"]),
                ("temperatureC", ["95", "70.2", "18.5"]),
            ],
            "exported-heat" =>
            [
                ("customerPlant", ["G-1", "X-9"]),
                ("enthalpyKjPerKg", ["2800", "2761.5", "0"]),
                ("temperatureC", ["95", "70.2", "-5"]),
            ],
            "electrolysis" =>
            [
                ("sulphurPercent", ["1.5", "2.2"]),
                ("ashPercent", ["0.3", "0.41", "99"]),
                ("removalPercent", ["0", "93.4"]),
                ("lossPercent", ["14.9", "15"]),
                ("currentEfficiencyPercent", ["93.1", "95"]),
                ("collectionEfficiencyPercent", ["98", "99.5", "100"]),
            ],
            "carbonate" => [("purityPercent", ["93", "88.8", "100"]), ("conversionPercent", ["98", "100"])],
            "reductant" => [("concentrationPercent", ["95", "99.6"])],
            "anode-plant" =>
            [
                ("fixedCarbonPercent", ["97.5", "95.25", "88"]),
                ("volatilePercent", ["0.5", "11", "4.75"]),
                ("fixedCarbonPercent", ["97.5", "95.25", "88"]),
            ],
            "anode-incineration" =>
            [
                ("volatileMgPerNm3", ["10", "812.5"]),
                ("ncv", ["30", "35.2"]),
                ("carbonContent", ["0.02", "0.0215"]),
                ("oxidationPercent", ["99", "100"]),
            ],
            "fugitive" => [("gas", ["CF4", "SF6", "CO2", "HFC-134a", "R-404A", "R-22", "R-999"])],
            _ => [],
        };
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, values) in possible)
        {
            if (dice.Falls(share))
                attributes[name] = dice.Of(values);
        }
        return attributes.Count == 0 ? null : attributes;
    }

    /// <summary>Numbers that depend on a seed and on nothing else (SplitMix64).</summary>
    private sealed class Dice(ulong seed)
    {
        private ulong _state = unchecked(seed * 0x9E3779B97F4A7C15);

        /// <summary>Both ends included.</summary>
        public int Between(int least, int most) => least + (int)(Next() % (ulong)(most - least + 1));

        public bool Falls(int percent) => Between(1, 100) <= percent;

        public T Of<T>(T[] values) => values[Between(0, values.Length - 1)];

        private ulong Next()
        {
            unchecked
            {
                _state += 0x9E3779B97F4A7C15;
                var mixed = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
                mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
                return mixed ^ (mixed >> 31);
            }
        }
    }
}
