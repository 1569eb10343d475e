using CarbonPlatform.Oracle.Exact;
using CarbonPlatform.Oracle.Organisation;
using CarbonPlatform.Quantities;

namespace CarbonPlatform.Oracle.Random;

/// <summary>
/// Plants that nobody would build: of any kinds of source, anywhere, with any stacks, profiles and waivers.
/// </summary>
/// <param name="dice">Says what.</param>
/// <param name="name">Begins their codes.</param>
/// <param name="units">To which they may belong.</param>
/// <param name="months">The months that are reported.</param>
internal sealed class RandomPlants(Dice dice, string name, IReadOnlyList<string> units, IReadOnlyList<Month> months)
{
    public static readonly string[] Provinces =
    [
        "BJ",
        "SX",
        "NM",
        "LN",
        "JL",
        "SH",
        "FJ",
        "SD",
        "HA",
        "SC",
        "CQ",
        "GX",
        "YN",
        "HI",
        "SN",
        "QH",
        "XJ",
        "XZ",
    ];

    private static readonly string[] s_stackKinds =
    [
        "boiler",
        "thermal-unit",
        "kiln",
        "furnace",
        "potline",
        "anode-plant",
    ];

    private static readonly string[] s_kinds =
    [
        "boiler",
        "boiler",
        "thermal-unit",
        "kiln",
        "furnace",
        "furnace",
        "potline",
        "potline",
        "anode-plant",
        "wind-farm",
        "solar-farm",
        "hydro-station",
        "grid-connection",
        "grid-connection",
        "outfall",
        "site",
        "site",
    ];

    /// <summary>A plant.</summary>
    /// <param name="number">Ends its code.</param>
    public Plant NewPlant(int number)
    {
        var code = $"{name}-P{number}";
        var province = dice.Of(Provinces);
        var stacks = Enumerable.Range(1, 1 + dice.Below(3)).Select(n => NewSource($"STK-{n}", "stack", [])).ToList();
        var others = Enumerable
            .Range(1, 4 + dice.Below(5))
            .Select(n => NewSource($"S-{n}", dice.Of(s_kinds), [.. stacks.Select(s => s.Code)]));
        var from = dice.OneIn(3) ? months[dice.Below(months.Count)] : new Month(2005, 1 + dice.Below(12));
        return new Plant(code, Memberships(from), [.. stacks, .. others])
        {
            Country = dice.OneIn(8) ? "GN" : "CN",
            Province = province,
            SubRegion = SubRegion(province),
            From = from,
        };
    }

    public string? SubRegion(string province) => province == "NM" ? dice.Of<string?>("west", "east", null) : null;

    public List<Membership> Memberships(Month from)
    {
        List<Membership> memberships = [new(from, dice.Of(units), Share())];
        foreach (var month in months.Where(m => m > from && dice.OneIn(months.Count < 4 ? 4 : months.Count)))
            memberships.Add(new Membership(month, dice.Of(units), Share()));
        return memberships;

        decimal Share() => dice.Of(1m, 1m, 0.51m, 0.3333m);
    }

    public Source NewSource(string code, string kind, string[] stacks) =>
        new(code, kind, Process(kind))
        {
            Technology = kind switch
            {
                "boiler" => dice.Of<string?>("grate", "cfb", "domestic-typical", "international-leading", null),
                "thermal-unit" => dice.Of<string?>("pulverised", "domestic-leading", null),
                "kiln" or "furnace" => dice.Of<string?>("domestic-typical", "domestic-leading", null),
                "potline" => dice.Of<string?>("CWPB", "CWPB", "SWPB", "VSS", "HSS", "PFPB-L", "PFPB-M", "PFPB-MW"),
                "hydro-station" => dice.Of<string?>("run-of-river", "reservoir", null),
                _ => null,
            },
            DischargesTo =
                s_stackKinds.Contains(kind) && !IsItsOwnStack(code) ? [.. stacks.Where(_ => dice.OneIn(2))] : [],
            CreditingStart =
                kind is "hydro-station" or "wind-farm" or "solar-farm" && dice.OneIn(2)
                    ? new DateOnly(1998 + dice.Below(22), 1 + dice.Below(12), 1)
                    : null,
            PowerDensity =
                kind == "hydro-station" && dice.OneIn(2)
                    ? Fraction.Parse(dice.Of("3.9", "4", "4.001", "10", "10.001"))
                    : null,
            Profiles = dice.OneIn(4) ? [(dice.Of(months), Profile(kind))] : [],
            Waivers = kind is "boiler" or "kiln" or "potline" && dice.OneIn(3) ? [NewWaiver()] : [],
            Expects = dice.OneIn(4) ? [.. Vocabulary.Of(kind).Where(_ => dice.OneIn(4))] : [],
        };

    /// <summary>Whether a source says what leaves its own stack, and so discharges to no other.</summary>
    public static bool IsItsOwnStack(string code) => code[^1] % 2 == 0;

    private Waiver NewWaiver()
    {
        var from = dice.Of(months);
        return new Waiver(
            dice.Of("SO2", "NOx"),
            dice.Of("not-applicable", "measured-quarterly"),
            from,
            dice.OneIn(2) ? Month.Max : from.AddMonths(dice.Below(12))
        );
    }

    private string Process(string kind) =>
        kind switch
        {
            "potline" => "electrolysis",
            "anode-plant" => "anode",
            "wind-farm" or "solar-farm" or "hydro-station" => "power",
            _ => dice.Of("power", "alumina", "copper", "zinc", "other"),
        };

    private string Profile(string kind) =>
        kind switch
        {
            "potline" => dice.Of("ndrc-2013", "ets-2024", "ipcc-2019"),
            "anode-plant" => dice.Of("ndrc-2013", "gbt-32151-34-2024"),
            "site" => dice.Of("ndrc-2013", "ipcc-2019"),
            _ => dice.Of("ndrc-2013", "ipcc-2019", "gbt-32151-34-2024"),
        };
}
