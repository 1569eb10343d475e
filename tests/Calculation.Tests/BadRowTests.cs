using CarbonPlatform.Calculation.Factors;
using CarbonPlatform.TestKit;

namespace CarbonPlatform.Calculation.Tests;

/// <summary>One bad row of a data file stops the start, with file, line and reason.</summary>
[Tier(Tier.Pure)]
public sealed class BadRowTests
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
    // Profiles
    [InlineData(
        "profiles.csv",
        "ipcc-2019",
        "ets-2024,,,ndrc-2013,technology-2019,ndrc-2013,full-enthalpy,,",
        "ets-2024 stands twice"
    )]
    [InlineData(
        "profiles.csv",
        "ipcc-2019",
        "ipcc-2019,,,ndrc-2013,guess,ndrc-2013,full-enthalpy,,",
        "pfc_rule is \"guess\"; expected one of minutes-2013, output-2024, technology-2019"
    )]
    [InlineData(
        "profiles.csv",
        "ipcc-2019",
        "ipcc-2019,,,ndrc-2013,technology-2019,ndrc-2013,half,,",
        "steam_rule is \"half\"; expected one of less-feed-water, full-enthalpy"
    )]
    [InlineData(
        "profiles.csv",
        "ipcc-2019",
        "ipcc-2019,,,ndrc-2013,technology-2019,ndrc-2013,full-enthalpy,ipcc-1996,",
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
    ) => DataFolder.ShouldRefuse(file, beginning, row, reason);

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

    [Fact]
    public void A_missing_file_is_named()
    {
        using var folder = DataFolder.Copy();
        folder.Delete("provinces.csv");
        Should
            .Throw<DataFileException>(() => Catalogue.Read(folder.Path))
            .Message.ShouldBe("provinces.csv, line 0: the file is missing");
    }
}
