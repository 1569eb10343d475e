using CarbonPlatform.Ingestion.Vocabulary;
using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults.Data;
using CarbonPlatform.TestKit;
using CarbonPlatform.Vocabulary;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Ingestion.Tests.Vocabulary;

/// <summary>The data files as they are, and what becomes of a start with a bad row in them.</summary>
[Tier(Tier.Pure)]
public sealed class DataFileTests : IDisposable
{
    private static readonly string s_real = Path.Combine(AppContext.BaseDirectory, "Data");
    private readonly string _directory = Directory.CreateTempSubdirectory("vocabulary-").FullName;

    public DataFileTests()
    {
        Directory.CreateDirectory(ActivityVocabulary.FolderIn(_directory));
        foreach (var file in Directory.GetFiles(s_real, "*.csv", SearchOption.AllDirectories))
            File.Copy(file, Path.Combine(_directory, Path.GetRelativePath(s_real, file)));
    }

    private string PathOf(string file) =>
        Path.Combine(
            file is "activities.csv" or "attributes.csv" or "attribute-ranges.csv" or "choices.csv" or "measures.csv"
                ? ActivityVocabulary.FolderIn(_directory)
                : _directory,
            file
        );

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void The_vocabulary_holds_143_activities_with_their_attributes()
    {
        var vocabulary = ActivityVocabulary.Read();
        vocabulary.Activities.Count.ShouldBe(143);
        var coal = vocabulary.Activities["fuel.bituminous-coal"];
        coal.Dimension.ShouldBe(Dimension.Mass);
        coal.CanonicalUnit.ShouldBe(Unit.Tonne);
        coal.Attributes.Keys.Order(StringComparer.Ordinal)
            .ShouldBe([
                "basis",
                "carbonContent",
                "carbonFraction",
                "moistureAd",
                "moistureAr",
                "ncv",
                "noxKgPerUnit",
                "oxidationPercent",
                "removalPercent",
                "sulphurPercent",
                "sulphurRetentionPercent",
                "testReport",
            ]);
        vocabulary.Activities["fuel.biomass"].Required.ShouldHaveSingleItem().Name.ShouldBe("ncv");
        vocabulary.Activities["stack.so2.concentration"].CanonicalUnit.ShouldBe(Unit.MilligramPerNormalCubicMetre);
        vocabulary
            .Attributes["proof"]
            .Choices.ShouldBe(["settlement", "certificate", "contract-and-settlement", "contract", "pending"]);
    }

    [Fact]
    public void Every_attribute_of_the_file_is_taken_by_some_activity()
    {
        var vocabulary = ActivityVocabulary.Read();
        vocabulary
            .Attributes.Keys.Except(vocabulary.Activities.Values.SelectMany(a => a.Attributes.Keys))
            .ShouldBeEmpty();
    }

    [Fact]
    public void The_organisation_knows_its_kinds_and_provinces()
    {
        var vocabulary = OrganisationVocabulary.Load(s_real);
        vocabulary.Kinds.Count.ShouldBe(13);
        vocabulary.Kinds["potline"].DefaultProcess.ShouldBe("electrolysis");
        vocabulary.Kinds["potline"].TechnologiesClosed.ShouldBeTrue();
        vocabulary.Provinces["NM"].SubRegions.ShouldBe(["west", "east"]);
        vocabulary.Processes.Count.ShouldBe(10);
    }

    [Theory]
    [InlineData("activities.csv", "fuel.anthracite,", "fuel.Anthracite,", "'fuel.Anthracite' is no code")]
    [InlineData("activities.csv", "anthracite,mass,t,", "anthracite,weight,t,", "'weight' is no dimension")]
    [InlineData(
        "activities.csv",
        "anthracite,mass,t,",
        "anthracite,mass,kWh,",
        "canonical unit: \"kWh\" is a unit of energy"
    )]
    [InlineData(
        "activities.csv",
        ",ncv;carbonContent;",
        ",nvc;carbonContent;",
        "'nvc' does not stand in attributes.csv"
    )]
    [InlineData("activities.csv", ",ncv;carbonContent;", ",ncv;ncv;", "names a value twice")]
    [InlineData("activities.csv", ",ncv;carbonContent;", ",ncv;;", "empty value between two ';'")]
    [InlineData(
        "activities.csv",
        "moistureAd;testReport",
        "testReport",
        "needs 'moistureAd', which the activity does not take"
    )]
    [InlineData("activities.csv", "fuel.anthracite,无烟煤,anthracite,", "fuel.anthracite,无烟煤,,", "en is empty")]
    [InlineData(
        "activities.csv",
        "fuel.anthracite,无烟煤,",
        "fuel.anthracite,无烟煤,hard,",
        "15 cells where 14 columns are"
    )]
    [InlineData(
        "activities.csv",
        "fuel.bituminous-coal,",
        "fuel.anthracite,",
        "'fuel.anthracite' stands in the file already"
    )]
    [InlineData("choices.csv", "basis,ar,", "basis,dry,", "'dry' is no choice of 'basis'")]
    [InlineData("choices.csv", "basis,ad,", "basis,ar,", "'ar' of 'basis' stands in the file already")]
    [InlineData("choices.csv", "gas,R-23,", "gas,HFC-23,", "the name of 'HFC-23' stands in measures.csv")]
    [InlineData("measures.csv", "SF6,", "ENERGY,", "'ENERGY' is no measure by mass")]
    [InlineData("measures.csv", "SF6,", "CF4,", "'CF4' stands in the file already")]
    [InlineData("attributes.csv", "ncv,decimal,", "ncv,number,", "'number' is no type")]
    [InlineData("attributes.csv", ",>0,1000,", ",>zero,1000,", "'>zero' in 'low' is no number")]
    [InlineData("attributes.csv", ",>0,1000,", ",1000,1000,", "not below the greatest")]
    [InlineData("attributes.csv", "testReport,text,,,", "testReport,text,,0,", "only a number")]
    [InlineData("attributes.csv", "testReport,text,", "testReport,choice,", "choices stand exactly where")]
    [InlineData("attributes.csv", "ad:moistureAr moistureAd", "ad:moistureAr moisture", "'moisture' is no attribute")]
    [InlineData("attributes.csv", "ad:moistureAr", "dry:moistureAr", "with one of the choices")]
    [InlineData("attributes.csv", ",liquid volume\n", ",volume\n", "'volume' in 'beside' is no dimension")]
    [InlineData(
        "attribute-ranges.csv",
        "fuel.diesel,",
        "fuel.lignite,",
        "'fuel.lignite' does not take 'densityKgPerL'"
    )]
    [InlineData(
        "attribute-ranges.csv",
        "fuel.diesel,",
        "fuel.gasoline,",
        "of 'fuel.gasoline' stands in the file already"
    )]
    [InlineData("attribute-ranges.csv", "0.78,0.9,", "0.78,much,", "'much' in 'high' is no number")]
    [InlineData(
        "kinds.csv",
        "potline,electrolysis,",
        "potline,electrolisis,",
        "'electrolisis' does not stand in processes.csv"
    )]
    [InlineData("kinds.csv", ",yes,电解系列", ",maybe,电解系列", "closed is \"maybe\"; expected one of yes, no")]
    [InlineData("kinds.csv", ",no,窑,kiln", ",yes,窑,kiln", "", false)]
    [InlineData("provinces.csv", "TJ,", "BJ,", "'BJ' stands in the file already")]
    [InlineData("profiles.csv", "ets-2024,", ",", "profile is empty")]
    public void A_bad_row_stops_the_start_with_file_line_and_reason(
        string file,
        string right,
        string wrong,
        string reason,
        bool stops = true
    )
    {
        var path = PathOf(file);
        var text = File.ReadAllText(path);
        var at = text.IndexOf(right, StringComparison.Ordinal);
        at.ShouldBeGreaterThan(0);
        File.WriteAllText(path, text[..at] + wrong + text[(at + right.Length)..]);
        var line = text[..at].Count(c => c == '\n') + 1;

        var load = () =>
        {
            ActivityVocabulary.Read(ActivityVocabulary.FolderIn(_directory));
            OrganisationVocabulary.Load(_directory);
        };
        if (!stops)
        {
            load.ShouldNotThrow();
            return;
        }
        var fault = load.ShouldThrow<DataFileException>();
        fault.File.ShouldBe(file);
        fault.Line.ShouldBe(line);
        fault.Reason.ShouldContain(reason);
        fault.Message.ShouldStartWith($"{file}, line {line}: ");
    }

    [Fact]
    public void A_column_that_is_missing_or_renamed_stops_the_start()
    {
        var path = Path.Combine(_directory, "provinces.csv");
        File.WriteAllText(
            path,
            File.ReadAllText(path).Replace("province,sub_regions,", "province,subregions,", StringComparison.Ordinal)
        );
        Should
            .Throw<DataFileException>(() => OrganisationVocabulary.Load(_directory))
            .Reason.ShouldContain("the header must be province,sub_regions,zh,en");
    }

    [Fact]
    public void A_file_that_is_missing_or_empty_stops_the_start()
    {
        File.Delete(PathOf("attributes.csv"));
        Should
            .Throw<DataFileException>(() => ActivityVocabulary.Read(ActivityVocabulary.FolderIn(_directory)))
            .Reason.ShouldContain("the file is missing");
        File.WriteAllText(
            PathOf("attributes.csv"),
            "# nothing\nattribute,type,unit,low,high,choices,needs,zh,en,beside\n"
        );
        Should
            .Throw<DataFileException>(() => ActivityVocabulary.Read(ActivityVocabulary.FolderIn(_directory)))
            .Reason.ShouldContain("no rows");
    }
}
