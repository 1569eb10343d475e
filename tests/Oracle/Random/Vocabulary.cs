namespace CarbonPlatform.Oracle.Random;

/// <summary>What the random group may report, and within which bounds.</summary>
internal static class Vocabulary
{
    private static readonly string[] s_coals =
    [
        "fuel.anthracite",
        "fuel.bituminous-coal",
        "fuel.lignite",
        "fuel.washed-coal",
        "fuel.other-washed-coal",
        "fuel.briquette",
        "fuel.raw-coal",
        "fuel.coke",
        "fuel.petroleum-coke",
        "fuel.coal-tar",
    ];
    private static readonly string[] s_oils =
    [
        "fuel.crude-oil",
        "fuel.fuel-oil",
        "fuel.gasoline",
        "fuel.diesel",
        "fuel.kerosene",
        "fuel.lpg",
        "fuel.lng",
        "fuel.refinery-gas",
    ];
    private static readonly string[] s_gases =
    [
        "fuel.natural-gas",
        "fuel.coke-oven-gas",
        "fuel.blast-furnace-gas",
        "fuel.converter-gas",
        "fuel.producer-gas",
    ];
    private static readonly string[] s_anyFuel = [.. s_coals, .. s_oils, .. s_gases, "fuel.biomass"];
    private static readonly string[] s_stack =
    [
        "stack.flue-gas",
        "stack.operating-hours",
        "stack.valid-hours",
        "stack.so2.concentration",
        "stack.so2.mass",
        "stack.nox.concentration",
        "stack.nox.mass",
        "stack.pm.concentration",
        "stack.pm.mass",
        "stack.fluoride.concentration",
        "stack.fluoride.mass",
    ];

    private static readonly string[] s_carbonates =
    [
        "carbonate.limestone",
        "carbonate.dolomite",
        "carbonate.magnesite",
        "carbonate.soda-ash",
        "carbonate.sodium-bicarbonate",
        "carbonate.siderite",
        "carbonate.potassium-carbonate",
        "carbonate.strontium-carbonate",
        "carbonate.barium-carbonate",
        "carbonate.lithium-carbonate",
        "carbonate.manganese-carbonate",
    ];

    private static readonly string[] s_power =
    [
        "electricity.grid",
        "electricity.hydro",
        "electricity.wind",
        "electricity.solar",
        "electricity.nuclear",
        "electricity.direct.hydro",
        "electricity.direct.wind",
        "electricity.direct.solar",
        "electricity.direct.fossil",
        "electricity.exported",
        "heat.purchased",
        "heat.exported",
        "heat.purchased.steam",
        "heat.purchased.hot-water",
        "heat.exported.steam",
        "heat.exported.hot-water",
    ];

    private static readonly string[] s_metallurgy =
    [
        "reductant.coke",
        "reductant.semi-coke",
        "reductant.anthracite",
        "reductant.natural-gas",
        "sulphur.feed",
        "sulphur.acid",
        "sulphur.slag",
        "sulphur.dust",
        "sulphur.metal",
    ];

    private static readonly string[] s_thermal =
    [
        "generation.thermal",
        "generation.thermal.supplied",
        "generation.thermal.auxiliary",
        "generation.thermal.heat-supplied",
        "generation.thermal.hours",
        "electricity.self.thermal",
    ];

    private static readonly string[] s_site =
    [
        "use.electrolysis",
        "use.auxiliary",
        "use.other",
        "use.losses",
        "electricity.waste-heat",
        "process.oxalic-acid",
        "fugitive.sf6",
        "fugitive.refrigerant",
        "fugitive.coal-mine-methane",
        "water.fresh",
        "water.reused",
        "waste.solid.generated",
        "waste.solid.utilised",
        "media.oxygen",
        "media.nitrogen",
        "media.compressed-air",
        "output.bauxite",
        "output.alumina",
        "output.refined-copper",
        "output.zinc",
        "output.value",
        "output.value.current",
        "fuel.diesel",
        "fuel.gasoline",
    ];

    public static IReadOnlyList<string> Of(string kind) =>
        kind switch
        {
            "boiler" =>
            [
                .. s_anyFuel,
                "carbonate.limestone",
                .. s_stack.Where(a => a.StartsWith("stack.so2", StringComparison.Ordinal)),
            ],
            "thermal-unit" => [.. s_coals, .. s_gases, "carbonate.limestone", .. s_thermal],
            "stack" => s_stack,
            "kiln" => [.. s_gases, .. s_oils, "fuel.bituminous-coal", "fuel.coke", .. s_carbonates],
            "furnace" => [.. s_gases, "fuel.coke", "fuel.fuel-oil", .. s_metallurgy, "carbonate.limestone"],
            "potline" =>
            [
                "aluminium.output",
                "aluminium.net-anode",
                "aluminium.gross-anode",
                "aluminium.anode-butts",
                "aluminium.anode-effect-minutes",
                "aluminium.anode-effect-overvoltage",
                "stack.flue-gas",
                "stack.so2.concentration",
                "fuel.diesel",
            ],
            "anode-plant" =>
            [
                "anode-plant.raw-coke",
                "anode-plant.calcined-coke",
                "anode-plant.under-calcined",
                "anode-plant.dust",
                "anode-plant.packing-coke",
                "anode-plant.green-anode",
                "anode-plant.baked-anode",
                "anode-plant.carbon-out",
                "anode-plant.resistor-coke",
                "anode-plant.to-graphitise",
                "anode-plant.graphitised",
                "anode-plant.graphitising-carbon-out",
                "anode-plant.incinerated-fume",
                "fuel.natural-gas",
                "fuel.petroleum-coke",
                "fuel.diesel",
            ],
            "wind-farm" =>
            [
                "generation.wind",
                "generation.wind.gross",
                "generation.wind.curtailed",
                "electricity.self.wind",
                "electricity.grid",
            ],
            "solar-farm" =>
            [
                "generation.solar",
                "generation.solar.gross",
                "generation.solar.curtailed",
                "electricity.self.solar",
                "electricity.grid",
            ],
            "hydro-station" =>
            [
                "generation.hydro",
                "generation.hydro.gross",
                "generation.hydro.curtailed",
                "electricity.self.hydro",
                "electricity.grid",
            ],
            "grid-connection" => s_power,
            "outfall" =>
            [
                "discharge.wastewater",
                "discharge.cod.concentration",
                "discharge.cod.mass",
                "discharge.ammonia-nitrogen.concentration",
                "discharge.ammonia-nitrogen.mass",
            ],
            _ => s_site,
        };

    /// <summary>
    /// Whether several readings of it in one month have a meaning of their own, or only one can be meant.
    /// </summary>
    public static bool MayComeInLots(string activity) =>
        activity.Split('.')[0] is not ("stack" or "anode-plant" or "discharge")
        && activity
            is not (
                "aluminium.gross-anode"
                or "aluminium.anode-butts"
                or "aluminium.anode-effect-minutes"
                or "aluminium.anode-effect-overvoltage"
            );

    public static IReadOnlyList<(string Unit, decimal Low, decimal High)> Units(string activity) =>
        activity.Split('.') switch
        {
            ["stack", "flue-gas"] => [("Nm3", 1_000_000, 90_000_000), ("万Nm3", 100, 9000)],
            ["stack" or "generation", .., "operating-hours" or "valid-hours" or "hours"] => [("h", 0, 744)],
            ["stack", _, "concentration"] => [("mg/Nm3", 1, 200)],
            ["stack" or "discharge", _, "mass"] => [("kg", 0, 90_000), ("t", 0, 90)],
            ["discharge", _, "concentration"] => [("mg/L", 0, 100)],
            ["discharge" or "water", ..] => [("m3", 100, 900_000)],
            ["aluminium", "anode-effect-minutes"] => [("min/cell-day", 0, 2)],
            ["aluminium", "anode-effect-overvoltage"] => [("mV", 1, 10)],
            ["output", "value", ..] => [("万元", 1, 90_000), ("亿元", 0, 9), ("yuan", 1, 9_000_000)],
            ["fugitive", "sf6" or "refrigerant"] => [("kg", 0, 50)],
            ["anode-plant", "incinerated-fume"]
            or ["fugitive", "coal-mine-methane"]
            or ["media", ..]
            or ["reductant", "natural-gas"] => [("Nm3", 0, 900_000), ("万Nm3", 0, 90), ("m3@20C", 0, 900_000)],
            ["fuel", ..] when s_gases.Contains(activity) =>
            [
                ("Nm3", 0, 900_000),
                ("万Nm3", 0, 900),
                ("m3@20C", 0, 900_000),
                ("GJ", 0, 90_000),
                ("MWh", 0, 9_000),
            ],
            ["fuel", ..] when Density(activity) is not null =>
            [
                ("t", 0, 90_000),
                ("kg", 0, 9_000_000),
                ("L", 0, 9_000_000),
                ("m3", 0, 90_000),
            ],
            ["heat", _, "steam" or "hot-water"] => [("t", 0, 90_000), ("kg", 0, 9_000_000)],
            ["heat", ..] or ["generation", "thermal", "heat-supplied"] => [("GJ", 0, 900_000), ("MJ", 0, 9_000_000)],
            ["electricity" or "generation" or "use", ..] =>
            [
                ("kWh", 0, 90_000_000),
                ("MWh", 0, 90_000),
                ("万kWh", 0, 9000),
                ("GWh", 0, 90),
            ],
            _ => [("t", 0, 90_000), ("kg", 0, 9_000_000), ("万t", 0, 9)],
        };

    /// <summary>Of a liquid that may be read by volume: between which its density lies, kg/L.</summary>
    public static (decimal Low, decimal High)? Density(string activity) =>
        activity switch
        {
            "fuel.crude-oil" => (0.75m, 1.02m),
            "fuel.fuel-oil" => (0.82m, 1.05m),
            "fuel.gasoline" => (0.68m, 0.80m),
            "fuel.diesel" => (0.78m, 0.90m),
            "fuel.kerosene" => (0.75m, 0.86m),
            "fuel.lpg" => (0.48m, 0.62m),
            "fuel.lng" => (0.41m, 0.50m),
            _ => null,
        };

    public static IReadOnlyList<string> Attributes(string activity)
    {
        if (activity == "fuel.biomass")
            return ["ncv"];
        if (s_coals.Contains(activity))
            return
            [
                "ncv",
                "carbonContent",
                "oxidationPercent",
                "carbonFraction",
                "basis",
                "sulphurPercent",
                "sulphurRetentionPercent",
                "removalPercent",
                "noxKgPerUnit",
            ];
        if (activity is "fuel.crude-oil" or "fuel.fuel-oil" or "fuel.diesel")
            return
            [
                "ncv",
                "carbonContent",
                "oxidationPercent",
                "carbonFraction",
                "sulphurPercent",
                "removalPercent",
                "noxKgPerUnit",
            ];
        if (s_oils.Contains(activity))
            return ["ncv", "carbonContent", "oxidationPercent", "carbonFraction", "noxKgPerUnit"];
        if (s_gases.Contains(activity))
            return ["ncv", "carbonContent", "oxidationPercent", "noxKgPerUnit"];
        if (s_carbonates.Contains(activity))
            return ["purityPercent", "conversionPercent"];
        return activity switch
        {
            "electricity.nuclear" => ["proof", "supplierPlant"],
            "electricity.hydro" or "electricity.wind" or "electricity.solar" =>
            [
                "proof",
                "supplierPlant",
                "certificateSold",
            ],
            "electricity.direct.hydro" or "electricity.direct.wind" or "electricity.direct.solar" =>
            [
                "proof",
                "supplierPlant",
                "supplierFactor",
                "certificateSold",
            ],
            "electricity.direct.fossil" => ["proof", "supplierPlant", "supplierFactor"],
            "electricity.self.hydro" or "electricity.self.wind" or "electricity.self.solar" => ["certificateSold"],
            "electricity.exported" => ["origin", "customerPlant"],
            "generation.hydro" or "generation.wind" or "generation.solar" => ["customerPlant", "certificateSold"],
            "heat.purchased" => ["supplierPlant", "supplierFactor"],
            "heat.exported" => ["customerPlant"],
            "heat.purchased.steam" => ["enthalpyKjPerKg", "supplierPlant", "supplierFactor"],
            "heat.purchased.hot-water" => ["temperatureC", "supplierPlant", "supplierFactor"],
            "heat.exported.steam" => ["enthalpyKjPerKg", "customerPlant"],
            "heat.exported.hot-water" => ["temperatureC", "customerPlant"],
            "aluminium.net-anode" => ["sulphurPercent", "ashPercent", "removalPercent"],
            "aluminium.gross-anode" => ["lossPercent", "sulphurPercent", "ashPercent", "removalPercent"],
            "aluminium.anode-effect-minutes" => ["collectionEfficiencyPercent"],
            "aluminium.anode-effect-overvoltage" => ["currentEfficiencyPercent", "collectionEfficiencyPercent"],
            "fugitive.refrigerant" => ["gas"],
            "process.oxalic-acid" => ["concentrationPercent"],
            "anode-plant.raw-coke"
            or "anode-plant.calcined-coke"
            or "anode-plant.packing-coke"
            or "anode-plant.green-anode"
            or "anode-plant.baked-anode"
            or "anode-plant.resistor-coke" => ["fixedCarbonPercent", "volatilePercent"],
            "anode-plant.carbon-out"
            or "anode-plant.to-graphitise"
            or "anode-plant.graphitised"
            or "anode-plant.graphitising-carbon-out" => ["fixedCarbonPercent"],
            "anode-plant.incinerated-fume" => ["volatileMgPerNm3", "ncv", "carbonContent", "oxidationPercent"],
            "output.value" => ["priceBaseYear"],
            _ => [],
        };
    }

    /// <summary>Attributes without which there is nothing to compare.</summary>
    public static bool Needs(string activity, string attribute) =>
        (activity, attribute) is ("fuel.biomass", "ncv") or ("electricity.exported", "origin")
        || (attribute == "noxKgPerUnit" && s_gases.Contains(activity) && activity != "fuel.natural-gas")
        || attribute is "gas" or "currentEfficiencyPercent" or "enthalpyKjPerKg" or "temperatureC"
        || (
            activity.StartsWith("anode-plant.", StringComparison.Ordinal)
            && activity is not ("anode-plant.carbon-out" or "anode-plant.graphitising-carbon-out")
            && attribute != "oxidationPercent"
        );

    public static (decimal Low, decimal High) Range(string activity, string attribute) =>
        attribute switch
        {
            "ncv" => s_gases.Contains(activity) ? (30, 400) : (8, 50),
            "carbonContent" => (0.012m, 0.08m),
            "oxidationPercent" => (80, 100),
            "carbonFraction" => (0.2m, 0.95m),
            "sulphurPercent" => (0.1m, 4),
            "sulphurRetentionPercent" => (0, 40),
            "removalPercent" => (0, 99.9m),
            "noxKgPerUnit" => (0.1m, 20),
            "enthalpyKjPerKg" => (60, 3400),
            "temperatureC" => (15, 150),
            "supplierFactor" => activity.StartsWith("heat.", StringComparison.Ordinal) ? (0.05m, 0.2m) : (0.1m, 1.2m),
            "ashPercent" => (0.1m, 1),
            "lossPercent" => (5, 25),
            "currentEfficiencyPercent" => (85, 96),
            "collectionEfficiencyPercent" => (90, 100),
            "priceBaseYear" => (2020, 2020),
            "purityPercent" or "conversionPercent" or "concentrationPercent" => (70, 100),
            "fixedCarbonPercent" => activity == "anode-plant.raw-coke" ? (85, 95) : (60, 99),
            "volatilePercent" => (0, 12),
            "volatileMgPerNm3" => (0, 900),
            _ => throw new ArgumentOutOfRangeException(nameof(attribute), attribute, null),
        };
}
