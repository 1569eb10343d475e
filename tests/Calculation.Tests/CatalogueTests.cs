using CarbonPlatform.Calculation.Factors;
using CarbonPlatform.Calculation.Methods;
using CarbonPlatform.Contracts;
using CarbonPlatform.TestKit;
using CarbonPlatform.Vocabulary;

namespace CarbonPlatform.Calculation.Tests;

/// <summary>The data files: what they give, and that one bad row stops the start with file, line and reason.</summary>
[Tier(Tier.Pure)]
public sealed class CatalogueTests
{
    private const string Factor = "factors/process.csv";

    [Theory]
    // Any file
    [InlineData(
        "fuels.csv",
        "anthracite",
        "anthracite,solid,anthracite,,coal",
        "5 cells where 6 columns are; is a comma unquoted?"
    )]
    [InlineData(
        "fuels.csv",
        "fuel,",
        "fuel,state",
        "the header must be fuel,state,default_row,energy_row,nox_row,so2_expected"
    )]
    // Factors
    [InlineData(
        Factor,
        "fugitive.refill",
        "fugitive refill,1,ndrc-2013,refill,*,1,1,,,,s,assumption,provisional,10,",
        "id \"fugitive refill\" has other characters than letters, digits, points and hyphens"
    )]
    [InlineData(Factor, "fugitive.refill", ",1,ndrc-2013,refill,*,1,1,,,,s,assumption,provisional,10,", "id is empty")]
    [InlineData(
        Factor,
        "fugitive.refill",
        "fugitive.refill,0,ndrc-2013,refill,*,1,1,,,,s,assumption,provisional,10,",
        "versions count from 1"
    )]
    [InlineData(
        Factor,
        "fugitive.refill",
        "fugitive.refill,one,ndrc-2013,refill,*,1,1,,,,s,assumption,provisional,10,",
        "version is \"one\"; expected a whole number"
    )]
    [InlineData(
        Factor,
        "fugitive.refill",
        "fugitive.refill,1,,refill,*,1,1,,,,s,assumption,provisional,10,",
        "set is empty"
    )]
    [InlineData(
        Factor,
        "fugitive.refill",
        "fugitive.refill,1,ndrc-2013,,*,1,1,,,,s,assumption,provisional,10,",
        "what is empty"
    )]
    [InlineData(
        Factor,
        "fugitive.refill",
        "fugitive.refill,1,ndrc-2013,refill,,1,1,,,,s,assumption,provisional,10,",
        "applies_to is empty"
    )]
    [InlineData(
        Factor,
        "fugitive.refill",
        "fugitive.refill,1,ndrc-2013,refill,*,\"1,5\",1,,,,s,assumption,provisional,10,",
        "value is \"1,5\"; expected a decimal number, zero or more"
    )]
    [InlineData(
        Factor,
        "fugitive.refill",
        "fugitive.refill,1,ndrc-2013,refill,*,-1,1,,,,s,assumption,provisional,10,",
        "value is \"-1\"; expected a decimal number, zero or more"
    )]
    [InlineData(
        Factor,
        "fugitive.refill",
        "fugitive.refill,1,ndrc-2013,refill,*,101,%,,,,s,assumption,provisional,10,",
        "value 101 is more than 100 %"
    )]
    [InlineData(
        Factor,
        "fugitive.refill",
        "fugitive.refill,1,ndrc-2013,refill,*,1,kg,,,,s,assumption,provisional,10,",
        "unit is \"kg\"; expected one of GJ/t"
    )]
    [InlineData(
        Factor,
        "fugitive.refill",
        "fugitive.refill,1,ndrc-2013,refill,*,1,1,2024,,,s,assumption,provisional,10,",
        "valid_from is \"2024\"; expected a month written yyyy-MM"
    )]
    [InlineData(
        Factor,
        "fugitive.refill",
        "fugitive.refill,1,ndrc-2013,refill,*,1,1,2024-02,2024-01,,s,assumption,provisional,10,",
        "valid_from 2024-02 is after valid_to 2024-01"
    )]
    [InlineData(
        Factor,
        "fugitive.refill",
        "fugitive.refill,1,ndrc-2013,refill,*,1,1,,,now,s,assumption,provisional,10,",
        "data_year is \"now\"; expected a whole number"
    )]
    [InlineData(
        Factor,
        "fugitive.refill",
        "fugitive.refill,1,ndrc-2013,refill,*,1,1,,,,,assumption,provisional,10,",
        "source is empty"
    )]
    [InlineData(
        Factor,
        "fugitive.refill",
        "fugitive.refill,1,ndrc-2013,refill,*,1,1,,,,s,hearsay,provisional,10,",
        "standing is \"hearsay\"; expected one of T, GK-H, GK-M, GK-L, assumption"
    )]
    [InlineData(
        Factor,
        "fugitive.refill",
        "fugitive.refill,1,ndrc-2013,refill,*,1,1,,,,s,assumption,final,10,",
        "status is \"final\"; expected one of provisional, verified"
    )]
    [InlineData(
        Factor,
        "fugitive.refill",
        "fugitive.refill,1,ndrc-2013,refill,*,1,1,,,,s,assumption,provisional,1001,",
        "uncertainty_percent 1001 is more than 1000"
    )]
    [InlineData(
        Factor,
        "fugitive.refill",
        "carbonate.limestone,1,ndrc-2013,refill,*,1,tCO2/t,,,,s,assumption,provisional,10,",
        "carbonate.limestone version 1 stands twice"
    )]
    [InlineData(
        Factor,
        "fugitive.refill",
        "carbonate.limestone,2,ndrc-2013,refill,*,1,1,,,,s,assumption,provisional,10,",
        "carbonate.limestone is in tCO2/t in version 1 and in 1 in version 2"
    )]
    // Years
    [InlineData(
        "factor-years.csv",
        "national-fossil,2026",
        "national-fossil,2026,2025,grid.fossil.CN.2023,,",
        "the years 2026 to 2025 are none"
    )]
    [InlineData(
        "factor-years.csv",
        "national-fossil,2026",
        "national-fossil,2025,,grid.fossil.CN.2023,,",
        "national-fossil has two factors for a year from 2025 to 2100"
    )]
    [InlineData(
        "factor-years.csv",
        "national-fossil,2026",
        "national-fossil,2026,,grid.fossil.CN.2023,guessed,",
        "status is \"guessed\"; expected one of "
    )]
    [InlineData(
        "factor-years.csv",
        "national-fossil,2026",
        "national-fossil,2026,,grid.fossil.{country}.2023,,",
        "factor \"grid.fossil.{country}.2023\" has a placeholder other than {year}, {year-2}, {province}, {six-grid}"
    )]
    [InlineData(
        "factor-years.csv",
        "national-fossil,2026",
        "national-fossil,2026,,grid.fossil.CN.2029,,",
        "factor \"grid.fossil.CN.2029\" leads to no factor that is valid in 2026-01"
    )]
    [InlineData(
        "factor-years.csv",
        "national-fossil,2026",
        "national-fossil,2026,,grid.fossil.CN.2022,,",
        "factor \"grid.fossil.CN.2022\" leads to no factor that is valid in 2026-01"
    )]
    [InlineData(
        "factor-years.csv",
        "provincial-average,2026",
        "provincial-average,2026,,grid.averages.{province}.2023,,",
        "factor \"grid.averages.{province}.2023\" leads to no factor that is valid in 2026-01"
    )]
    // Places
    [InlineData("provinces.csv", "XZ", "YN,,云南,Yunnan,south", "YN  stands twice")]
    [InlineData(
        "provinces.csv",
        "XZ",
        "XZ,,西藏,Tibet,southwest",
        "six_grid is \"southwest\"; expected one of north, northeast, east, central, northwest, south, "
    )]
    [InlineData("provinces.csv", "XZ", "XZ,,,Tibet,", "zh is empty")]
    // Profiles
    [InlineData(
        "profiles.csv",
        "ipcc-2019",
        "ets-2024,,,ndrc-2013,technology-2019,full-enthalpy,,",
        "ets-2024 stands twice"
    )]
    [InlineData(
        "profiles.csv",
        "ipcc-2019",
        "ipcc-2019,,,ndrc-2013,guess,full-enthalpy,,",
        "pfc_rule is \"guess\"; expected one of minutes-2013, output-2024, technology-2019"
    )]
    [InlineData(
        "profiles.csv",
        "ipcc-2019",
        "ipcc-2019,,,ndrc-2013,technology-2019,half,,",
        "steam_rule is \"half\"; expected one of less-feed-water, full-enthalpy"
    )]
    [InlineData(
        "profiles.csv",
        "ipcc-2019",
        "ipcc-2019,,,ndrc-2013,technology-2019,full-enthalpy,ipcc-1996,",
        "combustion_gases is \"ipcc-1996\"; expected one of , ipcc-2006"
    )]
    [InlineData(
        "profile-defaults.csv",
        "potline,2024-01",
        "potline,2024-01,,ets-2025",
        "profile \"ets-2025\" does not stand in profiles.csv"
    )]
    [InlineData(
        "profile-defaults.csv",
        "potline,2024-01",
        "potline,2023-12,,ets-2024",
        "potline has two profiles for a month from 2023-12 to 2100-12"
    )]
    // Fuels
    [InlineData("fuels.csv", "lignite", "anthracite,solid,lignite,,coal,yes", "anthracite stands twice")]
    [InlineData(
        "fuels.csv",
        "lignite",
        "lignite,plasma,lignite,,coal,yes",
        "state is \"plasma\"; expected one of solid, liquid, gas"
    )]
    [InlineData(
        "fuels.csv",
        "lignite",
        "lignite,solid,lignite,,coal,perhaps",
        "so2_expected is \"perhaps\"; expected one of yes, no"
    )]
    // Activities
    [InlineData(
        "activities.csv",
        "water.fresh",
        "water.fresh,新鲜水用量,fresh water,liquid volume,m3,statistic,statistic,,,divination,,statistic,WATER,",
        "\"divination\" starts no method"
    )]
    [InlineData(
        "activities.csv",
        "water.fresh",
        "water.fresh,新鲜水用量,fresh water,liquid volume,m3,divination,statistic,,,statistic,,statistic,WATER,",
        "\"divination\" is no method, or not one that \"statistic\" starts"
    )]
    [InlineData(
        "activities.csv",
        "water.fresh",
        "water.fresh,新鲜水用量,fresh water,liquid volume,m3,carbonate,statistic,,,statistic,,statistic,WATER,",
        "\"carbonate\" is no method, or not one that \"statistic\" starts"
    )]
    [InlineData(
        "activities.csv",
        "stack.flue-gas",
        "stack.flue-gas,烟气量,flue gas,gas volume,Nm3,divination,base,,,base,,,,",
        "\"divination\" is no method, or not one that \"base\" starts"
    )]
    [InlineData(
        "activities.csv",
        "water.fresh",
        "water.fresh,新鲜水用量,fresh water,liquid volume,cubit,statistic,statistic,,,statistic,,statistic,WATER,",
        "canonical unit: \"cubit\" is no unit"
    )]
    [InlineData(
        "activities.csv",
        "water.fresh",
        "water.fresh,新鲜水用量,fresh water,liquid volume,m3,statistic,statistic,,,statistic,,statistic,WINE,",
        "\"WINE\" is no measure"
    )]
    [InlineData(
        "activities.csv",
        "water.fresh",
        "water.fresh,新鲜水用量,fresh water,liquid volume,m3,statistic,statistic,,,statistic,,,,",
        "a statistic has category and measure, and nothing else has"
    )]
    [InlineData(
        "activities.csv",
        "water.fresh",
        "water.fresh,新鲜水用量,fresh water,mass,t,statistic,statistic,,,statistic,,statistic,WATER,",
        "t does not convert into m3 of WATER"
    )]
    [InlineData(
        "activities.csv",
        "water.fresh",
        "water.fresh,新鲜水用量,fresh water,liquid volume,m3,statistic,statistic,,,statistic,,wells,WATER,",
        "\"wells\" is no category"
    )]
    [InlineData(
        "activities.csv",
        "water.reused",
        "water.fresh,新鲜水用量,fresh water,liquid volume,m3,statistic,statistic,,,statistic,,statistic,WATER,",
        "the activity 'water.fresh' stands in the file already"
    )]
    [InlineData(
        "activities.csv",
        "fuel.lignite",
        "fuel.lignite,褐煤,lignite,mass,t,fuel-combustion,,,,fuel-combustion,peat,,,",
        "fuel \"peat\" does not stand in fuels.csv"
    )]
    [InlineData(
        "activities.csv",
        "stack.so2.mass",
        "stack.so2.mass,二氧化硫,SO2 mass,mass,kg,stack-measured,,,,stack-mass,sulphur,,,",
        "subject \"sulphur\" is no measure"
    )]
    // Attributes
    [InlineData("attributes.csv", "testReport", "ncv,x", "ncv is read by a method")]
    [InlineData("attributes.csv", "steamTonnes", "testReport,x", "testReport stands twice")]
    [InlineData("attributes.csv", "testReport", "testReport,", "note is empty")]
    // Uncertainties
    [InlineData("uncertainties.csv", "factor,proven", "factor,given-nox,*,0,s,assumption,", "given-nox * stands twice")]
    [InlineData(
        "uncertainties.csv",
        "factor,proven",
        "both,proven,*,0,s,assumption,",
        "kind is \"both\"; expected one of activity, factor"
    )]
    [InlineData(
        "uncertainties.csv",
        "activity,measured,thermal-unit",
        "activity,measured,thermal-units,1,s,GK-H,",
        "applies_to \"thermal-units\" is neither an activity nor a kind of source"
    )]
    [InlineData(
        "uncertainties.csv",
        "activity,measured,thermal-unit",
        "activity,measured,,1,s,GK-H,",
        "applies_to is empty"
    )]
    [InlineData(
        "uncertainties.csv",
        "factor,proven",
        "factor,proven,fuel.coke,0,s,assumption,",
        "applies_to \"fuel.coke\" is not *"
    )]
    // The version
    [InlineData("catalogue.csv", "1,", "2,2026-01,x", "version 2 does not follow 0")]
    public void A_bad_row_stops_the_start_with_file_line_and_reason(
        string file,
        string beginning,
        string row,
        string reason
    )
    {
        using var folder = DataFolder.Copy();
        var line = folder.Replace(file, beginning, row);
        var fault = Should.Throw<DataFileException>(() => Catalogue.Read(folder.Path));
        fault.Message.ShouldStartWith($"{file}, line {line}: {reason}");
    }

    [Theory]
    [InlineData("profile-defaults.csv", "potline,2024-01", "potline is not covered in every month")]
    [InlineData("profile-defaults.csv", "*", "there is no row for every other kind (*)")]
    [InlineData("activities.csv", "aluminium.output", "aluminium.output is missing; a method needs it")]
    [InlineData("uncertainties.csv", "factor,proven", "there is no row factor,proven,*")]
    [InlineData("uncertainties.csv", "activity,measured,*", "there is no row activity,measured,*")]
    public void A_row_that_is_needed_is_missed(string file, string beginning, string reason)
    {
        using var folder = DataFolder.Copy();
        folder.Replace(file, beginning, "");
        var fault = Should.Throw<DataFileException>(() => Catalogue.Read(folder.Path));
        fault.File.ShouldBe(file);
        fault.Reason.ShouldBe(reason);
    }

    [Fact]
    public void A_file_without_rows_stops_the_start()
    {
        using var folder = DataFolder.Copy();
        folder.Delete("catalogue.csv");
        folder.Append("catalogue.csv", "version,released,note");
        var fault = Should.Throw<DataFileException>(() => Catalogue.Read(folder.Path));
        (fault.File, fault.Reason).ShouldBe(("catalogue.csv", "the file has no rows"));
    }

    [Theory]
    [InlineData(
        "factors/grid.csv",
        "heat.default",
        "",
        "heat.default is missing or not valid in 1990-01; a method needs it"
    )]
    [InlineData(
        "factors/grid.csv",
        "heat.default",
        "heat.default,1,ndrc-2013,heat,*,0.11,kgCO2/kWh,,,,s,T,provisional,10,",
        "heat.default is in kgCO2/kWh; the method needs it in tCO2/GJ"
    )]
    [InlineData(
        "factors/grid.csv",
        "heat.default",
        "heat.default,1,ndrc-2013,heat,*,0.11,tCO2/GJ,2020-01,,,s,T,provisional,10,",
        "heat.default is missing or not valid in 1990-01; a method needs it"
    )]
    [InlineData(
        "factors/fuels.csv",
        "fuel.ndrc-2013.natural-gas.ncv",
        "fuel.ndrc-2013.natural-gas.ncv,1,ndrc-2013,ncv,natural-gas,38.9,GJ/t,,,,s,T,provisional,3,",
        "fuel.ndrc-2013.natural-gas.ncv is in GJ/t; the method needs it in GJ/10^4Nm3"
    )]
    [InlineData(
        "factors/grid.csv",
        "grid.average.SX.2021",
        "grid.average.SX.2021,1,grid-2021,grid-average,SX,0.7222,tCO2/MWh,2022-01,2023-12,2021,s,T,provisional,5,",
        "grid.average.SX.2021 is in tCO2/MWh; series provincial-average needs it in kgCO2/kWh"
    )]
    public void A_factor_that_a_method_needs_is_there_and_in_its_unit(
        string file,
        string beginning,
        string row,
        string reason
    )
    {
        using var folder = DataFolder.Copy();
        folder.Replace(file, beginning, row);
        Should.Throw<DataFileException>(() => Catalogue.Read(folder.Path)).Reason.ShouldBe(reason);
    }

    [Fact]
    public void A_series_that_a_method_needs_is_there()
    {
        using var folder = DataFolder.Copy();
        folder.Replace("factor-years.csv", "national-fossil,2026", "");
        folder.Replace("factor-years.csv", "national-fossil,2023", "");
        Should
            .Throw<DataFileException>(() => Catalogue.Read(folder.Path))
            .Reason.ShouldBe("series national-fossil is missing; a method needs it");
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        using var folder = DataFolder.Copy();
        folder.Delete("provinces.csv");
        Should
            .Throw<DataFileException>(() => Catalogue.Read(folder.Path))
            .Message.ShouldBe("provinces.csv, line 0: the file is missing");
    }

    [Fact]
    public void A_profile_serves_by_default_only_while_it_is_valid()
    {
        using var folder = DataFolder.Copy();
        folder.Replace("profiles.csv", "ets-2024", "ets-2024,2024-02,,ets-2024,output-2024,less-feed-water,,");
        Should
            .Throw<DataFileException>(() => Catalogue.Read(folder.Path))
            .Reason.ShouldBe("ets-2024 is valid from 2024-02 to 2100-12 only");
    }

    [Fact]
    public void A_higher_version_serves_and_a_dated_one_only_in_its_months()
    {
        using var folder = DataFolder.Copy();
        folder.Append(
            "factors/grid.csv",
            "heat.default,2,official,heat,*,0.1,tCO2/GJ,2025-01,,,official text,T,verified,5,"
        );
        var catalogue = Catalogue.Read(folder.Path);
        catalogue.For(Month.Parse("2024-12"))[HeatContent.Default].Value.ShouldBe(0.11m);
        catalogue.For(Month.Parse("2025-01"))[HeatContent.Default].Value.ShouldBe(0.1m);
        catalogue.For(Month.Parse("2025-01"))[HeatContent.Default].SetVersion.ShouldBe("official/2");
    }

    [Fact]
    public void The_catalogue_is_version_three_and_wholly_provisional()
    {
        Sheets.Catalogue.Version.ShouldBe(3);
        Sheets.Catalogue.Factors.ShouldAllBe(factor => factor.Version == 1 && factor.Status == "provisional");
        Sheets.Catalogue.Factors.Count().ShouldBe(734);
    }

    /// <summary>
    /// tCO2 per t, or per 10^4 Nm3, as public transcriptions of the sets give them, to their last digit.
    /// </summary>
    [Theory]
    [InlineData("ndrc-2013", "anthracite", "2.32277")]
    [InlineData("ndrc-2013", "bituminous-coal", "2.07151")]
    [InlineData("ndrc-2013", "coke", "2.85183")]
    [InlineData("ndrc-2013", "diesel", "3.14512")]
    [InlineData("ndrc-2013", "natural-gas", "21.62189")]
    [InlineData("gbt-32151-34-2024", "bituminous-coal", "1.74175")]
    [InlineData("gbt-32151-34-2024", "petroleum-coke", "3.21154")]
    [InlineData("gbt-32151-34-2024", "diesel", "3.09591")]
    public void Fuel_defaults_multiply_to_the_factors_that_circulate(string profile, string fuel, string tonnes)
    {
        var amount = Sheets.Catalogue.Fuels[fuel].IsGas ? "10000 Nm3" : "1 t";
        var line = Sheets
            .Calculate("2024-05", "SX", $"SITE-1 site profile={profile}", $"SITE-1 fuel.{fuel} {amount}")
            .All.ToArray()
            .Single(line => line.Kind == LineKind.CombustionCo2);
        decimal.Round(line.Amount / 1000, 5).ShouldBe(decimal.Parse(tonnes));
    }

    /// <summary>0.75/0.25 and 0.5/0.5 of the 2019 edition, as the notice prints them in brackets.</summary>
    [Theory]
    [InlineData("HE", null, "0.826900", "0.711900")]
    [InlineData("NM", "east", "0.871925", "0.661250")]
    [InlineData("FJ", null, "0.690825", "0.589550")]
    [InlineData("CQ", null, "0.715375", "0.572050")]
    [InlineData("XJ", null, "0.779325", "0.666450")]
    [InlineData("HI", null, "0.656525", "0.508850")]
    public void Combined_margins_are_those_of_the_notice(string province, string? subRegion, string wind, string hydro)
    {
        var place = subRegion is null ? province : $"{province}/{subRegion}";
        AvoidedBy("wind").ShouldBe(decimal.Parse(wind));
        AvoidedBy("solar").ShouldBe(decimal.Parse(wind));
        AvoidedBy("hydro").ShouldBe(decimal.Parse(hydro));

        decimal AvoidedBy(string power) =>
            Sheets
                .Calculate("2024-05", place, "SITE-1 site", $"SITE-1 generation.{power} 1 kWh")
                .All.ToArray()
                .Single(line => line.Kind == AvoidedKinds.Of(power)!.CombinedMargin)
                .Amount;
    }

    [Fact]
    public void Every_province_of_the_table_has_a_factor_but_Tibet()
    {
        var factors = Sheets.Catalogue.For(Month.Parse("2024-05"));
        Sheets
            .Catalogue.Places.Where(place => factors[Power.ProvincialAverage, place].Factor is null)
            .Select(place => place.Name)
            .ShouldBe(["XZ"]);
        Sheets
            .Catalogue.Places.Where(place => CombinedMargin.Of(factors, place, MarginWeighting.Wind) is null)
            .Select(place => place.Name)
            .ShouldBe(["NM", "XZ"]);
        Sheets.Catalogue.Places.Select(place => place.Province).Distinct(StringComparer.Ordinal).Count().ShouldBe(31);
    }

    [Theory]
    [InlineData("potline", "2023-12", "ndrc-2013")]
    [InlineData("potline", "2024-01", "ets-2024")]
    [InlineData("anode-plant", "2021-01", "gbt-32151-34-2024")]
    [InlineData("boiler", "2024-01", "ndrc-2013")]
    [InlineData("thermal-unit", "2026-01", "ndrc-2013")]
    public void A_source_without_a_profile_takes_that_of_its_kind(string kind, string month, string profile) =>
        Sheets.Catalogue.ProfileOf(null, kind, Month.Parse(month))!.Name.ShouldBe(profile);

    [Theory]
    [InlineData("CN", "NM", "west", "NM (west)")]
    [InlineData("CN", "NM", null, "NM")]
    [InlineData("CN", "NM", "middle", "NM")]
    [InlineData("CN", "SX", "west", "SX")]
    [InlineData("CN", "ZZ", null, "ZZ")]
    [InlineData("CN", null, null, "a plant without province")]
    [InlineData("GN", "SX", null, "GN")]
    public void A_plant_stands_somewhere(string country, string? province, string? subRegion, string name)
    {
        var place = Sheets.Catalogue.PlaceOf(country, province, subRegion);
        place.Name.ShouldBe(name);
        place.IsAbroad.ShouldBe(country != "CN");
    }

    /// <summary>Both services read one vocabulary, and calculation has all of it.</summary>
    [Fact]
    public void The_vocabulary_is_that_of_ingestion()
    {
        var file = Path.Combine(TestKit.Checkout.Root, "shared", "Vocabulary", "activities.csv");
        var codes = File.ReadLines(file)
            .Where(line => line.Length > 0 && line[0] != '#')
            .Skip(1)
            .Select(line => line.Split(',')[0]);
        Sheets.Catalogue.Activities.All.Select(activity => activity.Code).ShouldBe(codes, ignoreOrder: true);
        Directory
            .EnumerateFiles(
                Path.Combine(TestKit.Checkout.Root, "services"),
                "activities.csv",
                SearchOption.AllDirectories
            )
            .ShouldBeEmpty();
    }

    /// <summary>For the reader the vocabulary names the method's page.</summary>
    [Fact]
    public void Every_activity_names_a_page_of_the_methods() =>
        ActivityVocabulary
            .Read()
            .All.Select(activity => activity.Method)
            .Distinct(StringComparer.Ordinal)
            .Where(method => !File.Exists(Path.Combine(TestKit.Checkout.Root, "docs", "methods", method + ".md")))
            .ShouldBeEmpty();

    /// <summary>
    /// A process with other rows under a version that a database knows does not start;
    /// here it is noticed before it is delivered. A change of factors, profiles,
    /// mapping tables or of what methods go by in the vocabulary makes a new row of catalogue.csv,
    /// and then this hash is another.
    /// </summary>
    [Fact]
    public void The_files_are_those_of_their_version()
    {
        var delivered = DeliveredData.Read();
        delivered.Version.ShouldBe(3);
        Convert
            .ToHexString(delivered.Hash)
            .ShouldBe("9FD28C50469D0731964F2E2438B89C29B49857ED739656D9FF5D2DEBF3A13F5D");
    }

    [Theory]
    [InlineData(",褐煤,lignite,", ",褐煤,brown coal,", true)]
    [InlineData(",lignite,mass,t,fuel-combustion,", ",lignite,mass,kg,fuel-combustion,", false)]
    [InlineData(",fuel-combustion,lignite,", ",fuel-combustion,anthracite,", false)]
    public void Of_the_vocabulary_what_methods_go_by_belongs_to_the_version(string right, string other, bool same)
    {
        using var folder = DataFolder.Copy();
        var file = Path.Combine(ActivityVocabulary.FolderIn(folder.Path), "activities.csv");
        var text = File.ReadAllText(file);
        text.ShouldContain(right);
        File.WriteAllText(file, text.Replace(right, other, StringComparison.Ordinal));
        DeliveredData.Read(folder.Path).Hash.SequenceEqual(DeliveredData.Read().Hash).ShouldBe(same);
    }

    [Fact]
    public void Product_uncertainty_is_the_root_of_the_squares()
    {
        Uncertainties.OfProduct(6, 11).ShouldBe(12.5m);
        Uncertainties.OfProduct(3, 4).ShouldBe(5m);
        Uncertainties.OfProduct(0, 0).ShouldBe(0m);
    }

    [Theory]
    [InlineData(Quality.Estimated, "fuel.coke", "boiler", 15)]
    [InlineData(Quality.Measured, "fuel.coke", "boiler", 3)]
    // Below 1 % in power plants, 1 % for the metal that is weighed: but only where it was measured so.
    [InlineData(Quality.Measured, "fuel.bituminous-coal", "thermal-unit", 1)]
    [InlineData(Quality.OwnMeter, "fuel.bituminous-coal", "thermal-unit", 5)]
    [InlineData(Quality.Measured, "aluminium.output", "potline", 1)]
    [InlineData(Quality.Estimated, "aluminium.output", "potline", 15)]
    [InlineData(Quality.Measured, "aluminium.net-anode", "potline", 3)]
    public void An_amount_is_known_as_well_as_its_quality_activity_and_kind_of_source_say(
        Quality quality,
        string activity,
        string kind,
        decimal percent
    ) => Sheets.Catalogue.Uncertainties.Of(quality, activity, kind).ShouldBe(percent);
}
