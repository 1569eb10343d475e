using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;

namespace CarbonPlatform.EndToEnd;

/// <summary>
/// A factor from its proposal to the group's totals, through the Gateway; it is one that no other test rests on.
/// </summary>
[Collection<PlatformCollection>]
public sealed class FactorTests(Platform platform)
{
    private readonly PlatformClient _admin = platform.Client;

    [Fact]
    public async Task Published_factor_posts_exactly_what_its_preview_said_with_reason_factor()
    {
        using var department = Department();
        foreach (var plant in (string[])["SX-F1", "SX-F2", "SX-F3"])
            await _admin.PutRefineryAsync(plant);
        await PostedAsync("SX-F1", "2024-03", Briquette("1000"), Sheets.GridReading("1000"));
        await PostedAsync("SX-F1", "2024-04", Briquette("800"));
        await PostedAsync("SX-F2", "2024-03", Briquette("10"));
        await PostedAsync("SX-F3", "2024-03", Sheets.CoalReading("1000"));
        const string query = "from=2024-03&to=2024-04&org=SX-F1";
        var before = await _admin.TotalAsync(query, "scope1.combustion", "CO2");

        var (status, proposal) = await _admin.PostAsync(
            "factors",
            new
            {
                reason = "The official text has another carbon content",
                factors = new[]
                {
                    new
                    {
                        id = "fuel.ndrc-2013.briquette.carbon-content",
                        value = "0.0335",
                        source = "official text",
                        standing = "text",
                        status = "verified",
                        reference = "table 3, page 21",
                    },
                },
            }
        );
        status.ShouldBe(HttpStatusCode.Created, proposal.ToJsonString());
        var path = $"factors/proposals/{proposal["id"]!.GetValue<string>()}";
        (status, var preview) = await department.PostAsync($"{path}/preview", null);
        status.ShouldBe(HttpStatusCode.OK, preview.ToJsonString());
        preview["plantMonths"]!
            .AsArray()
            .Select(month => $"{month!["plant"]} {month["month"]}")
            .ShouldBe(["SX-F1 2024-03", "SX-F1 2024-04", "SX-F2 2024-03"]);
        var sum = preview["sums"]!.AsArray().Single()!;
        (sum["category"]!.GetValue<string>(), sum["measure"]!.GetValue<string>()).ShouldBe(
            ("scope1.combustion", "CO2")
        );
        // 0.0335 instead of 0.0336 tC/GJ on 1,810 t of 17.46 GJ/t, 90 % oxidised.
        Amount(sum["delta"]!).ShouldBe(-1810m * 17.46m * 0.0001m * 0.90m * 44 / 12 * 1000, tolerance: 0.000003m);

        (status, var refused) = await _admin.PostAsync($"{path}/publish", null);
        (status, refused["code"]!.GetValue<string>()).ShouldBe((HttpStatusCode.Forbidden, "publisher-is-proposer"));
        (status, var published) = await department.PostAsync($"{path}/publish", null);
        status.ShouldBe(HttpStatusCode.OK, published.ToJsonString());

        var delta = preview["plantMonths"]!
            .AsArray()
            .Where(month => month!["plant"]!.GetValue<string>() == "SX-F1")
            .Sum(month => Amount(month!["changes"]![0]!["delta"]!));
        await Eventually.PassAsync(async () =>
            (await _admin.TotalAsync(query, "scope1.combustion", "CO2")).ShouldBe(before + delta)
        );
        await Eventually.PassAsync(async () => (await EntriesAsync("SX-F2", "2024-03")).Count.ShouldBe(2));
        var posted = 0m;
        foreach (
            var (plant, month) in ((string, string)[])[("SX-F1", "2024-03"), ("SX-F1", "2024-04"), ("SX-F2", "2024-03")]
        )
        {
            var entries = await EntriesAsync(plant, month);
            entries.Select(entry => entry!["reason"]!.GetValue<string>()).ShouldBe(["reading", "factor"]);
            var postings = entries[1]!["postings"]!.AsArray();
            postings.ShouldAllBe(
                posting =>
                    posting!["activity"]!.GetValue<string>() == "fuel.briquette"
                    && posting["category"]!.GetValue<string>() == "scope1.combustion",
                "what the factor does not touch is not posted again"
            );
            posted += postings.Sum(posting => Amount(posting!["amount"]!));
        }
        posted.ShouldBe(Amount(sum["delta"]!));
        (await EntriesAsync("SX-F3", "2024-03")).Count.ShouldBe(1, "a month that does not change gets no entry");

        var line = (await _admin.GetAsync("plants/SX-F1/months/2024-03/lines"))["lines"]!
            .AsArray()
            .Single(l => l!["category"]!.GetValue<string>() == "scope1.combustion")!;
        line["factorSet"]!.GetValue<string>().ShouldBe("ndrc-2013/2+ndrc-2013/1");
        line["working"]!["factors"]!
            .AsArray()
            .ShouldContain(factor =>
                factor!["status"]!.GetValue<string>() == "verified"
                && factor["reference"]!.GetValue<string>() == "table 3, page 21"
            );
        (await _admin.GetAsync("reconciliation?from=2024-03&to=2024-04"))["outstanding"]!
            .AsArray()
            .ShouldNotContain(sheet => sheet!["plant"]!.GetValue<string>().StartsWith("SX-F"));
        await platform.LedgerShouldBeSoundAsync();
    }

    [Fact]
    public async Task Catalogue_in_force_outlives_the_service()
    {
        using var department = Department();
        await _admin.PutRefineryAsync("SX-F9");
        var (_, proposal) = await _admin.PostAsync(
            "factors",
            new
            {
                reason = "A test report",
                factors = new[]
                {
                    new
                    {
                        id = "fuel.ndrc-2013.lignite.ncv",
                        plant = "SX-F9",
                        value = "13.9",
                        validFrom = "2024-01",
                        source = "laboratory",
                        reference = "report 9",
                        uncertaintyPercent = "2",
                    },
                },
            }
        );
        var (status, published) = await department.PostAsync(
            $"factors/proposals/{proposal["id"]!.GetValue<string>()}/publish",
            null
        );
        status.ShouldBe(HttpStatusCode.OK, published.ToJsonString());
        await platform.KillAsync("calculation");
        await platform.ReadyAsync("calculation");

        await PostedAsync(
            "SX-F9",
            "2024-03",
            new
            {
                source = "KILN-1",
                activity = "fuel.lignite",
                quantity = "100",
                unit = "t",
                quality = "measured",
            }
        );
        var line = (await _admin.GetAsync("plants/SX-F9/months/2024-03/lines"))["lines"]!
            .AsArray()
            .Single(l => l!["category"]!.GetValue<string>() == "scope1.combustion")!;
        line["amount"]!
            .GetValue<string>()
            .ShouldBe(
                decimal.Round(100m * 13.9m * 0.028m * 0.96m * 44 / 12 * 1000, 6)
                    .ToString("F6", CultureInfo.InvariantCulture)
            );
        line["factorSet"]!.GetValue<string>().ShouldBe("ndrc-2013/1+own-SX-F9/1");
    }

    private static object Briquette(string tonnes) =>
        new
        {
            source = "KILN-1",
            activity = "fuel.briquette",
            quantity = tonnes,
            unit = "t",
            quality = "measured",
        };

    private static decimal Amount(JsonNode node) =>
        decimal.Parse(node.GetValue<string>(), CultureInfo.InvariantCulture);

    private async Task PostedAsync(string plant, string month, params object[] readings) =>
        await _admin.PostedAsync(await _admin.PostAsync(plant, month, new { readings }));

    private async Task<JsonArray> EntriesAsync(string plant, string month) =>
        (await _admin.GetAsync($"ledger/entries?plant={plant}&month={month}"))["entries"]!.AsArray();

    /// <summary>The second person.</summary>
    private PlatformClient Department() => new(platform.Address, platform.DepartmentKey);
}
