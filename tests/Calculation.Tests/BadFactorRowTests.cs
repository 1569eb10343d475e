using CarbonPlatform.TestKit;

namespace CarbonPlatform.Calculation.Tests;

/// <summary>One bad row of a factor, of the years that it serves, or of a place stops the start.</summary>
[Tier(Tier.Pure)]
public sealed class BadFactorRowTests
{
    private const string Factor = "factors/process.csv";

    [Theory]
    // Factors
    [InlineData(
        Factor,
        "fugitive.refill",
        "fugitive refill,1,ndrc-2013,refill,*,1,1,,,,s,assumption,provisional,10,,",
        "id \"fugitive refill\" has other characters than letters, digits, points and hyphens"
    )]
    [InlineData(Factor, "fugitive.refill", ",1,ndrc-2013,refill,*,1,1,,,,s,assumption,provisional,10,,", "id is empty")]
    [InlineData(
        Factor,
        "fugitive.refill",
        "fugitive.refill,0,ndrc-2013,refill,*,1,1,,,,s,assumption,provisional,10,,",
        "versions count from 1"
    )]
    [InlineData(
        Factor,
        "fugitive.refill",
        "fugitive.refill,one,ndrc-2013,refill,*,1,1,,,,s,assumption,provisional,10,,",
        "version is \"one\"; expected a whole number"
    )]
    [InlineData(
        Factor,
        "fugitive.refill",
        "fugitive.refill,1,,refill,*,1,1,,,,s,assumption,provisional,10,,",
        "set is empty"
    )]
    [InlineData(
        Factor,
        "fugitive.refill",
        "fugitive.refill,1,ndrc-2013,,*,1,1,,,,s,assumption,provisional,10,,",
        "what is empty"
    )]
    [InlineData(
        Factor,
        "fugitive.refill",
        "fugitive.refill,1,ndrc-2013,refill,,1,1,,,,s,assumption,provisional,10,,",
        "applies_to is empty"
    )]
    [InlineData(
        Factor,
        "fugitive.refill",
        "fugitive.refill,1,ndrc-2013,refill,*,\"1,5\",1,,,,s,assumption,provisional,10,,",
        "value is \"1,5\"; expected a decimal number, zero or more"
    )]
    [InlineData(
        Factor,
        "fugitive.refill",
        "fugitive.refill,1,ndrc-2013,refill,*,-1,1,,,,s,assumption,provisional,10,,",
        "value is \"-1\"; expected a decimal number, zero or more"
    )]
    [InlineData(
        Factor,
        "fugitive.refill",
        "fugitive.refill,1,ndrc-2013,refill,*,101,%,,,,s,assumption,provisional,10,,",
        "value 101 is more than 100 %"
    )]
    [InlineData(
        Factor,
        "fugitive.refill",
        "fugitive.refill,1,ndrc-2013,refill,*,1,kg,,,,s,assumption,provisional,10,,",
        "unit is \"kg\"; expected one of GJ/t"
    )]
    [InlineData(
        Factor,
        "fugitive.refill",
        "fugitive.refill,1,ndrc-2013,refill,*,1,1,2024,,,s,assumption,provisional,10,,",
        "valid_from is \"2024\"; expected a month written yyyy-MM"
    )]
    [InlineData(
        Factor,
        "fugitive.refill",
        "fugitive.refill,1,ndrc-2013,refill,*,1,1,2024-02,2024-01,,s,assumption,provisional,10,,",
        "valid_from 2024-02 is after valid_to 2024-01"
    )]
    [InlineData(
        Factor,
        "fugitive.refill",
        "fugitive.refill,1,ndrc-2013,refill,*,1,1,,,now,s,assumption,provisional,10,,",
        "data_year is \"now\"; expected a whole number"
    )]
    [InlineData(
        Factor,
        "fugitive.refill",
        "fugitive.refill,1,ndrc-2013,refill,*,1,1,,,,,assumption,provisional,10,,",
        "source is empty"
    )]
    [InlineData(
        Factor,
        "fugitive.refill",
        "fugitive.refill,1,ndrc-2013,refill,*,1,1,,,,s,hearsay,provisional,10,,",
        "standing is \"hearsay\"; expected one of T, GK-H, GK-M, GK-L, assumption, text, copy, definition"
    )]
    [InlineData(
        Factor,
        "fugitive.refill",
        "fugitive.refill,1,ndrc-2013,refill,*,1,1,,,,s,assumption,final,10,,",
        "status is \"final\"; expected one of provisional, verified, by-definition"
    )]
    [InlineData(
        Factor,
        "fugitive.refill",
        "fugitive.refill,1,ndrc-2013,refill,*,1,1,,,,s,GK-L,verified,10,,Verbatim copy: s",
        "what is verified stands as text or copy, not as GK-L"
    )]
    [InlineData(
        Factor,
        "fugitive.refill",
        "fugitive.refill,1,ndrc-2013,refill,*,1,1,,,,s,copy,provisional,10,,",
        "what is provisional stands as T or GK-H or GK-M or GK-L or assumption, not as copy"
    )]
    [InlineData(
        Factor,
        "fugitive.refill",
        "fugitive.refill,1,ndrc-2013,refill,*,1,1,,,,s,text,verified,10,,Verbatim copy: s",
        "a value of standing text says in its reference with what it was compared"
    )]
    [InlineData(
        Factor,
        "fugitive.refill",
        "fugitive.refill,1,ndrc-2013,refill,*,1,1,,,,s,T,provisional,10,,Verbatim copy: s",
        "a reference stands where a value is verified"
    )]
    [InlineData(
        Factor,
        "fugitive.refill",
        "fugitive.refill,1,ndrc-2013,refill,*,2,1,,,,s,definition,by-definition,10,,By definition: two",
        "by definition is only what is exactly 1"
    )]
    [InlineData(
        Factor,
        "fugitive.refill",
        "fugitive.refill,1,ndrc-2013,refill,*,1,1,,,,s,assumption,provisional,1001,,",
        "uncertainty_percent 1001 is more than 1000"
    )]
    [InlineData(
        Factor,
        "fugitive.refill",
        "carbonate.limestone,1,ndrc-2013,refill,*,1,tCO2/t,,,,s,assumption,provisional,10,,",
        "carbonate.limestone version 1 stands twice"
    )]
    [InlineData(
        Factor,
        "fugitive.refill",
        "carbonate.limestone,2,ndrc-2013,refill,*,1,1,,,,s,assumption,provisional,10,,",
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
    public void A_bad_row_stops_the_start_with_file_line_and_reason(
        string file,
        string beginning,
        string row,
        string reason
    ) => DataFolder.ShouldRefuse(file, beginning, row, reason);
}
