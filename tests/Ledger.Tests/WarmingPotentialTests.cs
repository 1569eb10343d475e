using CarbonPlatform.Contracts;
using CarbonPlatform.Ledger.Totals;
using CarbonPlatform.Ledger.Totals.Answering;
using CarbonPlatform.Ledger.Totals.Counting;
using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults.Data;
using CarbonPlatform.ServiceDefaults.Reporting;
using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Ledger.Tests;

/// <summary>The table of warming potentials, and what happens to a gas that it does not have.</summary>
[Tier(Tier.Service)]
public sealed class WarmingPotentialTests
{
    private const string Header = "set,gas,value,source,standing,status,note,reference\n";

    [Fact]
    public void Every_set_has_the_published_values_of_every_gas()
    {
        var table = WarmingPotentials.Read();

        table.Sets.ShouldBe(["SAR", "AR4", "AR5", "AR6", "AR5-fossil", "AR6-fossil", "AR6-sf6-25200"]);
        foreach (
            var (set, values) in new[]
            {
                ("SAR", new[] { 1, 21, 310, 6500, 9200, 23900m }),
                ("AR4", [1, 25, 298, 7390, 12200, 22800m]),
                ("AR5", [1, 28, 265, 6630, 11100, 23500m]),
                ("AR6", [1, 27.9m, 273, 7380, 12400, 24300m]),
                ("AR5-fossil", [1, 30, 265, 6630, 11100, 23500m]),
                ("AR6-fossil", [1, 29.8m, 273, 7380, 12400, 24300m]),
                ("AR6-sf6-25200", [1, 27.9m, 273, 7380, 12400, 25200m]),
            }
        )
            new[] { "CO2", "CH4", "N2O", "CF4", "C2F6", "SF6" }
                .Select(gas => table.Of(set)![gas].Value)
                .ShouldBe(values, set);
        foreach (
            var (set, values) in new[]
            {
                ("SAR", new[] { 11700, 650, 2800, 1300, 3800, 140, 2900m }),
                ("AR4", [14800, 675, 3500, 1430, 4470, 124, 3220m]),
                ("AR5", [12400, 677, 3170, 1300, 4800, 138, 3350m]),
                ("AR6", [14600, 771, 3740, 1530, 5810, 164, 3600m]),
            }
        )
            new[] { "HFC-23", "HFC-32", "HFC-125", "HFC-134a", "HFC-143a", "HFC-152a", "HFC-227ea" }
                .Select(gas => table.Of(set)![gas].Value)
                .ShouldBe(values, set);
        table.Of("SAR")!.ContainsKey("NF3").ShouldBeFalse("the second report has none");
        table.Of("AR6")!["NF3"].Value.ShouldBe(17400);
        table.Of("AR5")!.Count.ShouldBe(Measure.All.Count(measure => measure.IsGreenhouseGas));
    }

    [Theory]
    [InlineData("AR5,CO2,1,x,T,provisional,,\nAR5,XE,1,x,T,provisional,,\n", "line 3: \"XE\" is no greenhouse gas")]
    [InlineData("AR5,SO2,1,x,T,provisional,,\n", "line 2: \"SO2\" is no greenhouse gas")]
    [InlineData("AR5,CO2,one,x,T,provisional,,\n", "line 2: value is \"one\"; expected a decimal number")]
    [InlineData("AR5,CO2,0,x,T,provisional,,\n", "line 2: a potential of zero would hide the gas")]
    [InlineData("AR5,CO2,1,x,T,provisional,,\nAR5,CO2,2,x,T,provisional,,\n", "line 3: AR5 has CO2 twice")]
    [InlineData("AR5,CO2,1,,T,provisional,,\n", "line 2: source is empty")]
    [InlineData("AR5,CO2,1,x,hearsay,provisional,,\n", "line 2: standing is \"hearsay\"; expected one of T, GK-H")]
    [InlineData("AR5,CO2,1,x,T,final,,\n", "line 2: status is \"final\"; expected one of provisional, verified")]
    [InlineData("AR5,CO2,1,x,copy,verified,,\n", "line 2: a value of standing copy says in its reference")]
    [InlineData("AR5,CO2,1,x,GK-M,verified,,Verbatim copy: x\n", "line 2: what is verified stands as text or copy")]
    [InlineData(",CO2,1,x,T,provisional,,\n", "line 2: set is empty")]
    [InlineData("AR4,CO2,1,x,T,provisional,,\n", "line 0: there is no set AR5")]
    public async Task One_bad_row_stops_the_start_with_its_line_and_reason(string rows, string reason)
    {
        var folder = await FolderAsync(rows);
        Should
            .Throw<DataFileException>(() => WarmingPotentials.Read(folder))
            .Message.ShouldStartWith("gwp.csv, " + reason, Case.Sensitive);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Whoever_reads_CO2e_finds_source_standing_and_status_of_every_value()
    {
        await using var ledger = await LedgerRoom.StartedAsync();
        await using var api = await LedgerApi.StartAsync(ledger);

        var all = await api.GetAsync("/api/v1/totals/warming-potentials");
        all["defaultSet"]!.ToString().ShouldBe("AR5");
        all["potentials"]!.AsArray().Count.ShouldBe(7 * 14 - 1);
        all["potentials"]!
            .AsArray()
            .ShouldAllBe(potential =>
                potential!["source"]!.ToString().Length > 0
                && (potential["status"]!.ToString() == "provisional") == (potential["reference"] == null)
            );
        all["potentials"]!
            .AsArray()
            .CountBy(potential => $"{potential!["standing"]} {potential["status"]}")
            .ShouldBe(
                [
                    new("definition by-definition", 7),
                    new("copy verified", 86),
                    new("GK-M provisional", 3),
                    new("T provisional", 1),
                ],
                ignoreOrder: true
            );
        var one = (await api.GetAsync("/api/v1/totals/warming-potentials?set=AR6"))["potentials"]!.AsArray();
        one.Count.ShouldBe(14);
        var sf6 = one.Single(potential => potential!["gas"]!.ToString() == "SF6")!;
        (sf6["value"]!.ToString(), sf6["standing"]!.ToString()).ShouldBe(("24300", "GK-M"));
        (await api.RefusedAsync("/api/v1/totals/warming-potentials?set=AR9")).Code.ShouldBe("400 unknown-gwp");
    }

    [Fact]
    public async Task A_gas_without_a_value_in_the_set_is_named_and_never_zero()
    {
        var folder = await FolderAsync("AR5,CO2,1,x,T,provisional,,\n");
        var table = WarmingPotentials.Read(folder);
        Directory.Delete(folder, recursive: true);

        var (answer, notes) = Answer(table, "CO2", "SF6");

        answer.Rows.Count.ShouldBe(2);
        answer.Co2e.Rows.ShouldHaveSingleItem().Quantity.ShouldBe("5.000000");
        answer.Co2e.WithoutPotential.ShouldBe(["SF6"]);
        answer.Co2e.OutsideKyoto.ShouldBeNull();
        notes.ShouldContain(("未计入 CO2e 的气体 co2e.withoutPotential", "SF6"));
    }

    [Fact]
    public void A_gas_outside_the_Kyoto_basket_is_named_in_the_answer_and_in_the_file_and_left_out()
    {
        var table = WarmingPotentials.Read();

        var (answer, notes) = Answer(table, "CO2", "HCFC-22");

        answer.Rows.Count.ShouldBe(2);
        answer.Co2e.Rows.ShouldHaveSingleItem().Quantity.ShouldBe("5.000000");
        answer.Co2e.WithoutPotential.ShouldBeNull();
        answer.Co2e.OutsideKyoto.ShouldBe(["HCFC-22"]);
        notes.ShouldContain(("不属京都议定书、不计入 CO2e 的气体 co2e.outsideKyoto", "HCFC-22"));
    }

    private static (TotalsAnswer Answer, List<(string Name, string? Value)> Notes) Answer(
        WarmingPotentials table,
        params string[] measures
    )
    {
        var asked = new TotalsParameters { From = "2024-01", To = "2024-01" };
        TotalsQuestion.Parse(asked, table, Boundaries.Read()).IsRefused(out _, out var question).ShouldBeFalse();
        var answer = TotalsRendering.Of(
            question!,
            new LedgerPosition(),
            new TotalsCoverage(0, 0, 0, Closed: false),
            [],
            new Tallied([.. measures.Select(Of)], SourcesUnplaced: 0),
            [],
            table,
            CancellationToken.None
        );
        return (answer, [.. TotalsNotes.Of(question!, answer)]);
    }

    private static KeyValuePair<RowKey, Total> Of(string measure)
    {
        var total = new Total();
        total.Add(new BackedSum(5_000_000, 0, 0, 0, 0, 0, 1, 0, 0));
        return new(new RowKey(null, null, null, null, null, null, Categories.Fugitive, null, measure, false), total);
    }

    private static async Task<string> FolderAsync(string rows)
    {
        var folder = Directory.CreateTempSubdirectory("potentials-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "gwp.csv"), Header + rows);
        return folder;
    }
}
