using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using CarbonPlatform.Contracts;
using CarbonPlatform.TestKit;
using CarbonPlatform.Workbooks;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Ledger.Tests;

/// <summary>Beside what is avoided stands whether certificates or credits of the power were sold.</summary>
[Tier(Tier.Service)]
public sealed class SoldCertificatesTests
{
    private const string March = "from=2024-03&to=2024-03";

    /// <summary>A line by what it says of its power: all was sold, or some, or none, or nothing is said.</summary>
    private static SheetLine Wind(string says, int number = 1)
    {
        var line = new SheetLine($"WF-{number}", "generation.wind", Categories.AvoidedWind, "displacement", "CO2", 10)
        {
            FactorSet = "cec-2023/1",
        };
        const LineStatuses sold = LineStatuses.CertificateSold;
        return says switch
        {
            "sold" => line with { Amount = 0, Quantity = 10, FactorSet = null, Statuses = sold },
            "sold-rest-kept" => line with { Statuses = sold | LineStatuses.CertificateKept },
            "sold-rest-unsaid" => line with { Statuses = sold | LineStatuses.ProvisionalFactor },
            "kept" => line with { Statuses = LineStatuses.CertificateKept },
            "unsaid" => line,
            _ => throw new ArgumentOutOfRangeException(nameof(says), says, null),
        };
    }

    private static Sheet Sheet(string says, int revision = 1) =>
        new Sheet("SX-A1", "2024-03", revision).With([
            .. says.Split(' ').Select((line, number) => Wind(line, number + 1)),
        ]);

    [Theory]
    [InlineData("kept", "no")]
    [InlineData("kept kept", "no")]
    [InlineData("unsaid", "unknown")]
    [InlineData("kept unsaid", "no-partly-unknown")]
    [InlineData("sold", "yes")]
    [InlineData("sold kept", "yes")]
    [InlineData("sold-rest-kept", "yes")]
    [InlineData("sold unsaid", "yes-partly-unknown")]
    [InlineData("sold-rest-unsaid", "yes-partly-unknown")]
    [InlineData("sold-rest-unsaid kept", "yes-partly-unknown")]
    [InlineData("sold-rest-kept unsaid", "yes-partly-unknown")]
    public async Task Rows_and_caveat_say_it(string lines, string word)
    {
        await using var ledger = await LedgerRoom.StartedAsync();
        await using var api = await LedgerApi.StartAsync(ledger);
        await ledger.PostAsync(Organisation.Plant("SX-A1", 1, ("2020-01", "ENERGY")));
        await ledger.PostAsync(Sheet(lines).WithCoal(5));
        await ledger.PostAsync(new Sheet("SX-A1", "2024-04").With(Wind("unsaid")));

        foreach (var question in (string[])["", "&groupBy=month,orgUnit", "&groupBy=plant", "&provenance=true&unit=t"])
            await ShouldSayAsync(api, question, word);
        await ledger.ShouldBeSoundAsync();
    }

    [Fact]
    public async Task Each_row_says_its_own_and_the_caveat_what_all_of_them_say()
    {
        await using var ledger = await LedgerRoom.StartedAsync();
        await using var api = await LedgerApi.StartAsync(ledger);
        await ledger.PostAsync(
            Sheet("sold kept")
                .With(
                    Wind("unsaid") with
                    {
                        Source = "GRID-1",
                        Activity = "electricity.wind",
                        Category = Categories.AvoidedWindBought,
                    }
                )
        );

        var totals = await api.TotalsAsync(March);
        Words(totals["rows"]!).ShouldBe(["avoided.wind yes", "avoided.wind.bought unknown"]);
        Words(totals["co2e"]!["rows"]!).ShouldBe(["avoided.wind yes", "avoided.wind.bought unknown"]);
        var caveat = totals["caveats"]![0]!;
        ((string?)caveat["certificatesSold"]).ShouldBe("yes-partly-unknown");
        ((string)caveat["text"]!).ShouldContain(
            "certificates or credits of it sold: yes, and not counted; of some or all of the rest: unknown; "
        );
        ((string)caveat["textZh"]!).ShouldContain("绿证或减排量是否已出售：是（已出售部分不计，其余部分或全部未知）；");
        Words((await api.TotalsAsync(March + "&groupBy=source"))["rows"]!)
            .ShouldBe(["avoided.wind yes", "avoided.wind no", "avoided.wind.bought unknown"], ignoreOrder: true);

        static IEnumerable<string> Words(JsonNode rows) =>
            rows.AsArray().Select(row => $"{row!["category"]} {row["certificatesSold"]}");
    }

    [Fact]
    public async Task A_later_revision_says_otherwise_and_as_of_before_it_is_what_was_said_then()
    {
        await using var ledger = await LedgerRoom.StartedAsync();
        await using var api = await LedgerApi.StartAsync(ledger);
        await ledger.PostAsync(Organisation.Plant("SX-A1", 1, ("2020-01", "ENERGY")));
        (string Lines, string Word)[] revisions =
        [
            ("kept", "no"),
            ("sold", "yes"),
            ("unsaid kept", "no-partly-unknown"),
            ("sold-rest-unsaid kept", "yes-partly-unknown"),
            ("sold-rest-kept", "yes"),
            ("unsaid", "unknown"),
        ];
        for (var revision = 1; revision <= revisions.Length; revision++)
            await ledger.PostAsync(
                Sheet(revisions[revision - 1].Lines, revision) with
                {
                    Reason = revision == 1 ? Reasons.Reading : Reasons.Correction,
                }
            );
        // The sums of its new unit are those of the old one.
        await ledger.PostAsync(Organisation.Plant("SX-A1", 2, ("2020-01", "ALUMINIUM")));

        foreach (var question in (string[])["", "&groupBy=orgUnit", "&groupBy=plant"])
        {
            await ShouldSayAsync(api, question, "unknown");
            for (var revision = 1; revision <= revisions.Length; revision++)
                await ShouldSayAsync(api, $"{question}&asOf={revision + 1}", revisions[revision - 1].Word);
        }
        await ledger.ShouldBeSoundAsync();
    }

    [Fact]
    public async Task As_a_table_each_row_has_it_and_the_notes_have_the_caveat()
    {
        await using var ledger = await LedgerRoom.StartedAsync();
        await using var api = await LedgerApi.StartAsync(ledger);
        await ledger.PostAsync(Sheet("kept unsaid").WithCoal(5));

        using var response = await api.SendAsync("/api/v1/totals?" + March, null, ("Accept", "text/csv"));

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var bytes = await response.Content.ReadAsByteArrayAsync();
        var rows = CsvTable.Read(new MemoryStream(bytes)).Select(record => record.Cells).ToList();
        var (category, at) = (rows[0].IndexOf("category"), rows[0].IndexOf("certificatesSold"));
        rows.Skip(1)
            .Select(cells => $"{cells[category]} {cells[at]}")
            .ShouldBe([
                "scope1.combustion ",
                "avoided.wind no-partly-unknown",
                "scope1.combustion ",
                "avoided.wind no-partly-unknown",
            ]);
        var caveat = (await api.TotalsAsync(March))["caveats"]![0]!;
        Encoding
            .UTF8.GetString(bytes)
            .ShouldContain($"# 减排量说明 caveats.displacement,\"{caveat["textZh"]} {caveat["text"]}\"\r\n");
        ((string)caveat["text"]!).ShouldContain("certificates or credits of it sold: of some no, of the rest unknown;");
    }

    private static async Task ShouldSayAsync(LedgerApi api, string question, string word)
    {
        var totals = await api.TotalsAsync(March + question);
        ((string?)totals["caveats"]!.AsArray().ShouldHaveSingleItem()!["certificatesSold"]).ShouldBe(word, question);
        foreach (var rows in new[] { totals["rows"]!, totals["co2e"]!["rows"]! })
        {
            foreach (var row in rows.AsArray())
                ((string?)row!["certificatesSold"]).ShouldBe(
                    (string?)row["category"] == Categories.AvoidedWind ? word : null,
                    question
                );
        }
    }
}
