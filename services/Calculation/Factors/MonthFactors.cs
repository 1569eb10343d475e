using System.Collections.Frozen;

namespace CarbonPlatform.Calculation.Factors;

/// <summary>The catalogue as it serves one month: every look-up of a method is a member or an index here, nothing is searched per line.</summary>
internal sealed class MonthFactors
{
    private static readonly string[] s_carbonates =
    [
        "limestone", "dolomite", "magnesite", "soda-ash", "sodium-bicarbonate", "siderite", "potassium-carbonate", "strontium-carbonate",
        "barium-carbonate", "lithium-carbonate", "manganese-carbonate",
    ];

    private static readonly string[] s_noxTechnologies = ["grate", "domestic-typical", "domestic-leading", "international-leading"];

    private static readonly string[] s_cells = ["CWPB", "SWPB", "VSS", "HSS", "PFPB-L", "PFPB-M"];

    private readonly Factor?[] _needed;
    private readonly Served[] _provincial;
    private readonly CombinedMargin?[,] _combinedMargins;
    private readonly FuelDefaults[,] _fuels;
    private readonly FrozenDictionary<string, Factor> _carbonates;
    private readonly FrozenDictionary<(string Technology, string Row), Factor> _nox;
    private readonly FrozenDictionary<string, CellFactors> _cells2006;
    private readonly FrozenDictionary<string, CellFactors> _cells2019;

    /// <summary>Looks everything up.</summary>
    /// <param name="lookup">For the month, and for a plant with factors of its own.</param>
    /// <param name="everybody">Of a plant with factors of its own: what serves everybody in the month; what none of its own concerns is taken from there.</param>
    public MonthFactors(FactorLookup lookup, MonthFactors? everybody = null)
    {
        var catalogue = lookup.Catalogue;
        Month = lookup.Month;
        Activities = catalogue.Activities;
        Uncertainties = catalogue.Uncertainties;

        NationalAverage = lookup.Serve("national-average", "kgCO2/kWh");
        NationalResidual = lookup.Serve("national-residual", "kgCO2/kWh");
        NationalFossil = lookup.Serve("national-fossil", "kgCO2/kWh");
        ThermalCo2 = lookup.Serve("thermal-co2", "g/kWh");
        ThermalSo2 = lookup.Serve("thermal-so2", "g/kWh");
        ThermalNox = lookup.Serve("thermal-nox", "g/kWh");
        ThermalPm = lookup.Serve("thermal-pm", "g/kWh");
        SupplyRate = lookup.Serve("supply-rate", "gce/kWh");
        Heat = Require("heat.default", "tCO2/GJ");
        ElectricityEnergy = Require("energy.electricity", "kgce/kWh");
        HeatEnergy = Require("energy.heat", "kgce/GJ");
        StandardCoal = Require("energy.standard-coal", "GJ/tce");

        _needed = [.. FactorNeed.All.Select(need => need.IsRequired ? Require(need.Id, need.Unit) : Ask(need.Id, need.Unit))];

        FirstPeriodMonths = (int)Require("cdm.first-period-months", "months").Value;
        MinimumPowerDensity = Require("cdm.minimum-power-density", "W/m2");
        // No plant has grids of its own.
        _provincial = everybody?._provincial ?? new Served[catalogue.Places.Count];
        _combinedMargins = everybody?._combinedMargins ?? new CombinedMargin?[catalogue.Places.Count, 4];
        for (var i = 0; everybody is null && i < catalogue.Places.Count; i++)
        {
            var place = catalogue.Places[i];
            _provincial[i] = lookup.Serve("provincial-average", "kgCO2/kWh", place);
            var operating = lookup.Serve("operating-margin", "tCO2/MWh", place);
            var build = lookup.Serve("build-margin", "tCO2/MWh", place);
            foreach (var weighting in Enum.GetValues<MarginWeighting>())
            {
                var (operatingWeight, buildWeight) = Weights(weighting);
                if (operating.Factor is not null && build.Factor is not null)
                    _combinedMargins[i, (int)weighting] = new CombinedMargin(operating, build, operatingWeight, buildWeight);
            }
        }

        _fuels = new FuelDefaults[catalogue.Profiles.Count, catalogue.Fuels.Count];
        foreach (var profile in catalogue.Profiles)
        {
            foreach (var fuel in catalogue.Fuels.Values) _fuels[profile.Index, fuel.Index] = everybody is null || lookup.HasOwnOf(profile, fuel) ? new FuelDefaults(lookup, profile, fuel, StandardCoal) : everybody._fuels[profile.Index, fuel.Index];
        }

        SulphurRetention = Require("air.sulphur-retention", "%");
        _nox = catalogue.Fuels.Values.Where(fuel => fuel.NoxRow is not null).DistinctBy(fuel => fuel.NoxRow)
            .SelectMany(fuel => s_noxTechnologies.Select(technology => (Key: (technology, fuel.NoxRow!), Factor: Ask($"air.nox.{technology}.{fuel.NoxRow}", fuel.IsGas ? "kg/10^4Nm3" : "kg/t"))))
            .Where(row => row.Factor is not null).ToFrozenDictionary(row => row.Key, row => row.Factor!);
        Monitoring = Require("air.monitoring", "1");
        WaterMonitoring = Require("water.monitoring", "1");
        SulphurBalance = Require("air.sulphur-balance", "1");

        AnodeNetConsumption = Require("anode.net-consumption", "t/tAl");
        AnodeSulphur = Require("anode.sulphur", "%");
        AnodeAsh = Require("anode.ash", "%");
        AnodeLoss = Require("anode.loss", "%");
        Pfc2013Slope = Require("pfc.ndrc-2013.slope", "kg/tAl per min/cell-day");
        Pfc2013Share = Require("pfc.ndrc-2013.share", "1");
        Pfc2013Cf4 = Require("pfc.ndrc-2013.cf4", "kg/tAl");
        Pfc2013C2f6 = Require("pfc.ndrc-2013.c2f6", "kg/tAl");
        Pfc2024Cf4 = Require("pfc.ets-2024.cf4", "kg/tAl");
        Pfc2024C2f6 = Require("pfc.ets-2024.c2f6", "kg/tAl");
        _cells2006 = Cells("ipcc-2006");
        _cells2019 = Cells("ipcc-2019");

        _carbonates = s_carbonates.ToFrozenDictionary(name => name, name => Require($"carbonate.{name}", "tCO2/t"), StringComparer.Ordinal);
        LimestoneDefault = Require("carbonate.limestone.default", "tCO2/t");
        DesulphurisationPurity = Require("carbonate.desulphurisation-purity", "%");
        ReductantCoke = Require("reductant.coke", "tCO2/t");
        ReductantSemiCoke = Require("reductant.semi-coke", "tCO2/t");
        ReductantAnthracite = Require("reductant.anthracite", "tCO2/t");
        ReductantNaturalGas = Require("reductant.natural-gas", "tCO2/10^4Nm3");
        ReductantAnthraciteNcv = Require("reductant.anthracite.ncv", "GJ/t");
        CokeEnergy = Require("energy.coke", "kgce/kg");
        SemiCokeEnergy = Require("energy.semi-coke", "kgce/kg");
        NaturalGasEnergy = Require("energy.natural-gas", "kgce/Nm3");
        OxalicAcid = Require("reductant.oxalic-acid", "tCO2/t");
        OxalicAcidConcentration = Require("reductant.oxalic-acid.concentration", "%");
        CalciningVolatileShare = Require("anode-plant.volatile-share.calcining", "1");
        BakingVolatileShare = Require("anode-plant.volatile-share.baking", "1");
        MethaneDensity = Require("fugitive.methane-density", "kg/Nm3");
        Refill = Require("fugitive.refill", "1");

        Factor Require(string id, string unit) => lookup.Require(id, unit);
        Factor? Ask(string id, string unit) => lookup.Ask(id, unit);

        (Factor, Factor) Weights(MarginWeighting weighting)
        {
            var name = weighting switch
            {
                MarginWeighting.Wind => "wind",
                MarginWeighting.Solar => "solar",
                MarginWeighting.HydroFirst => "hydro-first",
                _ => "hydro-later",
            };
            return (Require($"cdm.operating-weight.{name}", "1"), Require($"cdm.build-weight.{name}", "1"));
        }

        FrozenDictionary<string, CellFactors> Cells(string edition) => s_cells.ToFrozenDictionary(cell => cell, cell => new CellFactors(
            Ask($"pfc.{edition}.{cell}.slope", "kg/tAl per min/cell-day"), Ask($"pfc.{edition}.{cell}.share", "1"),
            Ask($"pfc.{edition}.{cell}.overvoltage", "kg/tAl per mV"), Ask($"pfc.{edition}.{cell}.cf4", "kg/tAl"), Ask($"pfc.{edition}.{cell}.c2f6", "kg/tAl")), StringComparer.Ordinal);
    }

    public Month Month { get; }

    /// <summary>Of a plant with factors of its own: as they serve its sources that have some of theirs.</summary>
    public IReadOnlyDictionary<string, MonthFactors>? OfSources { get; init; }

    public Activities Activities { get; }

    public Uncertainties Uncertainties { get; }

    public Served NationalAverage { get; }

    public Served NationalResidual { get; }

    public Served NationalFossil { get; }

    public Served ThermalCo2 { get; }

    public Served ThermalSo2 { get; }

    public Served ThermalNox { get; }

    public Served ThermalPm { get; }

    public Served SupplyRate { get; }

    public Factor Heat { get; }

    public Factor ElectricityEnergy { get; }

    public Factor HeatEnergy { get; }

    public Factor StandardCoal { get; }

    public int FirstPeriodMonths { get; }

    public Factor MinimumPowerDensity { get; }

    public Factor SulphurRetention { get; }

    public Factor Monitoring { get; }

    public Factor WaterMonitoring { get; }

    public Factor SulphurBalance { get; }

    public Factor AnodeNetConsumption { get; }

    public Factor AnodeSulphur { get; }

    public Factor AnodeAsh { get; }

    public Factor AnodeLoss { get; }

    public Factor Pfc2013Slope { get; }

    public Factor Pfc2013Share { get; }

    public Factor Pfc2013Cf4 { get; }

    public Factor Pfc2013C2f6 { get; }

    public Factor Pfc2024Cf4 { get; }

    public Factor Pfc2024C2f6 { get; }

    public Factor LimestoneDefault { get; }

    public Factor DesulphurisationPurity { get; }

    public Factor ReductantCoke { get; }

    public Factor ReductantSemiCoke { get; }

    public Factor ReductantAnthracite { get; }

    public Factor ReductantNaturalGas { get; }

    public Factor ReductantAnthraciteNcv { get; }

    public Factor CokeEnergy { get; }

    public Factor SemiCokeEnergy { get; }

    public Factor NaturalGasEnergy { get; }

    public Factor OxalicAcid { get; }

    public Factor OxalicAcidConcentration { get; }

    public Factor CalciningVolatileShare { get; }

    public Factor BakingVolatileShare { get; }

    public Factor MethaneDensity { get; }

    public Factor Refill { get; }

    /// <summary>A factor that a method declared; null where the catalogue may lack it and does.</summary>
    public Factor? Of(FactorNeed need) => _needed[need.Index];

    /// <summary>The factors as they serve a source of the plant.</summary>
    public MonthFactors At(string source) => OfSources?.GetValueOrDefault(source) ?? this;

    /// <summary>The average of the province (or its grid) as it serves the month; none where the place has none.</summary>
    public Served Provincial(Place place) => place.Index < 0 ? default : _provincial[place.Index];

    /// <summary>Null where the place has no grid or the year no edition.</summary>
    public CombinedMargin? Margin(Place place, MarginWeighting weighting) => place.Index < 0 ? null : _combinedMargins[place.Index, (int)weighting];

    public FuelDefaults Fuel(Profile profile, Fuel fuel) => _fuels[profile.Index, fuel.Index];

    public Factor Carbonate(string material) => _carbonates[material];

    /// <summary>Default NOx of a fuel burnt by a technology; null where the table has none.</summary>
    public Factor? Nox(string? technology, Fuel fuel) =>
        technology is null || fuel.NoxRow is null ? null : _nox.GetValueOrDefault((technology, fuel.NoxRow));

    public CellFactors? Cells2006(string? technology) => technology is null ? null : _cells2006.GetValueOrDefault(technology);

    public CellFactors? Cells2019(string? technology) => technology is null ? null : _cells2019.GetValueOrDefault(technology);
}

/// <summary>Perfluorocarbon factors of a cell technology; what the edition does not print is null.</summary>
internal sealed record CellFactors(Factor? Slope, Factor? Share, Factor? Overvoltage, Factor? Cf4, Factor? C2f6);
