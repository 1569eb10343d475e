using CarbonPlatform.Calculation.Factors;
using CarbonPlatform.Calculation.Methods;
using CarbonPlatform.Contracts;
using CarbonPlatform.TestKit;
using CarbonPlatform.Vocabulary;

namespace CarbonPlatform.Calculation.Tests;

/// <summary>What the data files give.</summary>
[Tier(Tier.Pure)]
public sealed class CatalogueTests
{
    private const string Factor = "factors/process.csv";

    [Fact]
    public void A_profile_serves_by_default_only_while_it_is_valid()
    {
        using var folder = DataFolder.Copy();
        folder.Replace("profiles.csv", "ets-2024", "ets-2024,2024-02,,ets-2024,output-2024,ets-2024,less-feed-water,,");
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
            "heat.default,2,official,heat,*,0.1,tCO2/GJ,2025-01,,,notice,text,verified,5,,Official text: the notice"
        );
        var catalogue = Catalogue.Read(folder.Path);
        catalogue.For(Month.Parse("2024-12"))[HeatContent.Default].Value.ShouldBe(0.11m);
        catalogue.For(Month.Parse("2025-01"))[HeatContent.Default].Value.ShouldBe(0.1m);
        catalogue.For(Month.Parse("2025-01"))[HeatContent.Default].SetVersion.ShouldBe("official/2");
    }

    [Fact]
    public void The_catalogue_is_version_six()
    {
        Sheets.Catalogue.Version.ShouldBe(6);
        Sheets.Catalogue.Factors.Count().ShouldBe(762);
        Sheets.Catalogue.Texts.Select(text => text.Id).ShouldContain("gbt-32151-4-2026");
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
                .Calculate(
                    "2024-05",
                    place,
                    "SITE-1 site technology=run-of-river creditingStart=2020-01-01",
                    $"SITE-1 generation.{power} 1 kWh"
                )
                .All.ToArray()
                .Single(line => line.Kind == AvoidedKinds.Own(power)!.CombinedMargin)
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

    /// <summary>What Ingestion takes as the name of a gas is what the table knows.</summary>
    [Fact]
    public void The_gases_of_the_vocabulary_are_those_of_the_table() =>
        File.ReadLines(Path.Combine(TestKit.Checkout.Root, "shared", "Vocabulary", "attributes.csv"))
            .Single(line => line.StartsWith("gas,", StringComparison.Ordinal))
            .Split(',')[5]
            .Split(';')
            .ShouldBe(Sheets.Catalogue.Gases.Names);

    [Theory]
    [InlineData("R-410A,HFC-125,50,", "R-410A,HFC-125,49.9,", "the parts of R-410A come to 99.9 %, not 100")]
    [InlineData("R-410A,HFC-125,50,", "R-410A,HFC-32,50,", "R-410A has HFC-32 twice")]
    [InlineData("R-410A,HFC-125,50,", "R-410A,SO2,50,", "\"SO2\" is no greenhouse gas")]
    public void A_gas_that_does_not_add_up_stops_the_start(string row, string other, string reason)
    {
        using var folder = DataFolder.Copy();
        folder.Replace("gases.csv", row, other);
        Should.Throw<DataFileException>(() => Catalogue.Read(folder.Path)).Reason.ShouldBe(reason);
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
        delivered.Version.ShouldBe(6);
        Convert
            .ToHexString(delivered.Hash)
            .ShouldBe("2A07C59E477CDAD3BB4E1C788A91C1686D48BFD8C0D78DD9E2AB4E3056644796");
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
