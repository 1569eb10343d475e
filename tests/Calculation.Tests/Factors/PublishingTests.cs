using System.Net;
using System.Text.Json.Nodes;
using CarbonPlatform.Calculation.Factors;
using CarbonPlatform.Calculation.Methods;
using CarbonPlatform.Calculation.Tests.Runs;
using CarbonPlatform.Contracts;
using CarbonPlatform.ServiceDefaults.Identity;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CarbonPlatform.Calculation.Tests.Factors;

/// <summary>From a proposal to figures: preview, second person, next version of the catalogue, the plant-months that change and those that do not.</summary>
public sealed class PublishingTests
{
    private const string Sources = "BOILER-1 boiler | BOILER-2 boiler | GRID-1 grid-connection";

    /// <summary>Official carbon content of anthracite.</summary>
    private static readonly object s_anthracite = FactorsApi.One(new
    {
        id = "fuel.ndrc-2013.anthracite.carbon-content",
        value = "0.0275",
        source = "official text",
        standing = "T",
        status = "verified",
        reference = "table 2, page 14",
        uncertaintyPercent = "5",
    });

    /// <summary>The average of data year 2024, which serves 2026; from 2027 on it is the latest.</summary>
    private static readonly object s_grid2024 = new
    {
        reason = "Published factors of data year 2024",
        factors = new[]
        {
            new { id = "grid.average.CN.2024", set = "grid-2024", what = "grid-average", appliesTo = "CN", value = "0.5201", unit = "kgCO2/kWh", validFrom = "2026-01", dataYear = 2024, source = "an official notice", standing = "T", uncertaintyPercent = "5" },
        },
        years = new object[]
        {
            new { series = "national-average", fromYear = 2026, toYear = 2026, factor = "grid.average.CN.{year-2}" },
            new { series = "national-average", fromYear = 2027, factor = "grid.average.CN.2024", status = "provisional-factor", note = "Data year 2025 is not published" },
        },
    };

    private static ReadingsAcceptedEvent Sheet(string plant, string readings, string month = "2024-03", int revision = 1) =>
        Sheets.Event(month, "SX", Sources, readings, revision: revision) with { Plant = plant };

    private static string Error(JsonNode body) => body["code"]!.GetValue<string>();

    /// <summary>Amounts of an event by category, basis and measure.</summary>
    private static Dictionary<string, decimal> Sums(EmissionsCalculatedEvent calculated)
    {
        var sums = new Dictionary<string, decimal>(StringComparer.Ordinal);
        for (var i = 0; i < calculated.Lines.Amount.Count; i++)
        {
            var basis = calculated.Lines.Basis[i] < 0 ? "" : calculated.Codes[calculated.Lines.Basis[i]];
            var key = $"{calculated.Codes[calculated.Lines.Category[i]]} {basis} {calculated.Codes[calculated.Lines.Measure[i]]}";
            sums[key] = sums.GetValueOrDefault(key) + calculated.Lines.Amount[i];
        }
        return sums;
    }

    [Fact]
    public async Task Publishing_calculates_again_what_changes_posts_what_the_preview_said_and_leaves_the_rest()
    {
        await using var host = await CalculationHost.StartAsync();
        var api = new FactorsApi(host);
        await host.DeliverAsync(Sheet("P-1", "BOILER-1 fuel.anthracite 1000 t; GRID-1 electricity.grid 10000 MWh"));
        await host.DeliverAsync(Sheet("P-1", "BOILER-1 fuel.anthracite 500 t", "2024-04"));
        await host.DeliverAsync(Sheet("P-2", "BOILER-1 fuel.lignite 1000 t; GRID-1 electricity.grid 10000 MWh"));
        await host.DeliverAsync(Sheet("P-3", "BOILER-1 fuel.anthracite 100 t; BOILER-2 fuel.lignite 200 t"));
        var before = (await host.OutboxAsync()).ToDictionary(e => (e.Plant, e.Month), Sums);
        await host.EmptyOutboxAsync();

        var proposal = await api.ProposedAsync(s_anthracite);
        var (status, preview) = await api.PreviewAsync(proposal);
        status.ShouldBe(HttpStatusCode.OK, preview.ToJsonString());
        (await host.CountAsync("catalogue_version")).ShouldBe(1);
        (await host.SweepAsync()).ShouldBe(0);
        (preview["plantMonthsAffected"]!.GetValue<int>(), preview["plantMonthsLookedAt"]!.GetValue<int>(), preview["linesChanged"]!.GetValue<int>(), preview["firstMonth"]!.GetValue<string>(), preview["lastMonth"]!.GetValue<string>())
            .ShouldBe((3, 4, 3, "2024-03", "2024-04"));
        var sum = preview["sums"]!.AsArray().ShouldHaveSingleItem()!;
        decimal Number(string member) => decimal.Parse(sum[member]!.GetValue<string>());
        (sum["category"]!.GetValue<string>(), sum["measure"]!.GetValue<string>()).ShouldBe(("scope1.combustion", "CO2"));
        // 0.0275 instead of 0.02749 on 1,600 t; the group of these months burns 1,200 t of lignite, too.
        Number("delta").ShouldBe(Arithmetic.Evaluate("1600 × 24.515 × 0.00001 × 94 / 100 × 44 / 12 × 1000"), 0.000003m);
        Number("groupTotal").ShouldBe(before.Values.Sum(sums => sums.GetValueOrDefault("scope1.combustion  CO2")));
        Number("shareOfGroup").ShouldBe(decimal.Round(Number("delta") / Number("groupTotal"), 9));

        (status, var published) = await api.PublishAsync(proposal);
        (status, published["state"]!.GetValue<string>(), published["catalogueVersion"]!.GetValue<int>(), published["publishedBy"]!.GetValue<string>()).ShouldBe((HttpStatusCode.OK, "published", Sheets.Catalogue.Version + 1, "publisher"));
        (await api.GetAsync("factors/versions"))["plantMonthsWaiting"]!.GetValue<int>().ShouldBe(4);
        (await host.SweepAsync()).ShouldBe(3);
        (await api.GetAsync("factors/versions"))["plantMonthsWaiting"]!.GetValue<int>().ShouldBe(0);

        var posted = await host.OutboxAsync();
        posted.Select(e => (e.Plant, $"{e.Month}", e.CatalogueVersion, e.Reason)).Order().ShouldBe([("P-1", "2024-03", Sheets.Catalogue.Version + 1, Reasons.Factor), ("P-1", "2024-04", Sheets.Catalogue.Version + 1, Reasons.Factor), ("P-3", "2024-03", Sheets.Catalogue.Version + 1, Reasons.Factor)]);
        var differences = posted.SelectMany(e => Sums(e).Select(now => (now.Key, Delta: now.Value - before[(e.Plant, e.Month)].GetValueOrDefault(now.Key))))
            .GroupBy(change => change.Key, change => change.Delta).Select(change => (change.Key, Sum: change.Sum())).Where(change => change.Sum != 0).ToList();
        differences.ShouldHaveSingleItem().ShouldBe(("scope1.combustion  CO2", Number("delta")));
        (await host.CountAsync($"run WHERE catalogue_version = {Sheets.Catalogue.Version + 1}")).ShouldBe(3);
        (await host.CountAsync($"plant_month WHERE catalogue_version = {Sheets.Catalogue.Version + 1}")).ShouldBe(4);

        var lines = await api.GetAsync("plants/P-1/months/2024-03/lines");
        var line = lines["lines"]!.AsArray().Single(l => l!["category"]!.GetValue<string>() == "scope1.combustion")!;
        line["factorSet"]!.GetValue<string>().ShouldBe("ndrc-2013/2");
        var used = line["working"]!["factors"]!.AsArray().Single(f => f!["id"]!.GetValue<string>().EndsWith("carbon-content", StringComparison.Ordinal))!;
        (used["version"]!.GetValue<int>(), used["value"]!.GetValue<string>(), used["status"]!.GetValue<string>(), used["reference"]!.GetValue<string>()).ShouldBe((2, "0.0275", "verified", "table 2, page 14"));
        // What did not change still has its working, and says by what it was made.
        lines = await api.GetAsync("plants/P-2/months/2024-03/lines");
        (lines["catalogueVersion"]!.GetValue<int>(), lines["madeByCatalogueVersion"]!.GetValue<int>()).ShouldBe((Sheets.Catalogue.Version + 1, Sheets.Catalogue.Version));
        var history = (await api.GetAsync("factors/fuel.ndrc-2013.anthracite.carbon-content"))["factors"]![0]!["versions"]!.AsArray();
        history.Select(version => $"{version!["number"]} {version["value"]} {version["status"]} {version["published"]?["proposedBy"]} {version["published"]?["publishedBy"]}").ShouldBe(["2 0.0275 verified proposer publisher", "1 0.02749 provisional  "]);
    }

    [Fact]
    public async Task Nobody_publishes_alone_or_twice_and_not_what_the_catalogue_has_overtaken()
    {
        await using var host = await CalculationHost.StartAsync();
        var api = new FactorsApi(host);
        var first = await api.ProposedAsync(s_anthracite);
        var second = await api.ProposedAsync(s_anthracite);
        var other = await api.ProposedAsync(FactorsApi.One(new { id = "heat.default", value = "0.12", source = "s" }));

        var (status, body) = await api.PublishAsync(first, api.Proposer);
        (status, Error(body)).ShouldBe((HttpStatusCode.Forbidden, "publisher-is-proposer"));
        (await api.PublishAsync(first)).Status.ShouldBe(HttpStatusCode.OK);
        (status, body) = await api.PublishAsync(first);
        (status, Error(body)).ShouldBe((HttpStatusCode.Conflict, "proposal-published"));
        (status, body) = await api.PreviewAsync(first);
        (status, Error(body)).ShouldBe((HttpStatusCode.Conflict, "proposal-published"));

        (status, body) = await api.PublishAsync(second);
        (status, Error(body), body["errors"]![0]!["code"]!.GetValue<string>()).ShouldBe((HttpStatusCode.Conflict, "proposal-base-moved", "factor-version-taken"));
        (status, body) = await api.PreviewAsync(second);
        (status, Error(body)).ShouldBe((HttpStatusCode.Conflict, "proposal-base-moved"));
        // What was published meanwhile has nothing to do with it.
        (await api.PublishAsync(other)).Body["catalogueVersion"]!.GetValue<int>().ShouldBe(Sheets.Catalogue.Version + 2);
        (await api.PublishAsync($"{Guid.Empty}")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await api.PreviewAsync($"{Guid.Empty}")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await FactorsApi.SendAsync(api.Publisher, HttpMethod.Post, $"factors/proposals/{second}/publish", null, key: null)).Body["code"]!.GetValue<string>().ShouldBe("idempotency-key-missing");
        (await FactorsApi.SendAsync(api.Publisher, HttpMethod.Post, $"factors/proposals/{second}/preview?limit=-1", null, key: null)).Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Every_process_comes_to_the_new_version_and_a_restart_keeps_it()
    {
        await using var host = await CalculationHost.StartAsync();
        var api = new FactorsApi(host);
        var elsewhere = host.Catalogues();
        (await elsewhere.GetAsync(CancellationToken.None)).Version.ShouldBe(Sheets.Catalogue.Version);
        await api.PublishedAsync(s_anthracite);

        // It has heard of nothing, and calculates by the new one all the same.
        await host.RunsBy(elsewhere).ApplyAsync(EventJson.Serialize(Sheet("P-1", "BOILER-1 fuel.anthracite 1000 t")), CancellationToken.None);
        var calculated = (await host.OutboxAsync()).ShouldHaveSingleItem();
        calculated.CatalogueVersion.ShouldBe(Sheets.Catalogue.Version + 1);
        Sums(calculated)["scope1.combustion  CO2"].ShouldBe(Arithmetic.Evaluate("1000 × 24.515 × 0.0275 × 94 / 100 × 44 / 12 × 1000"));
        var restarted = host.Catalogues();
        await restarted.StartAsync(CancellationToken.None);
        var kept = await restarted.GetAsync(CancellationToken.None);
        (kept.Version, kept.Find("fuel.ndrc-2013.anthracite.carbon-content", Month.Parse("2024-03"))!.Value).ShouldBe((Sheets.Catalogue.Version + 1, 0.0275m));
    }

    [Fact]
    public async Task A_revision_that_races_a_publication_ends_on_the_new_version()
    {
        await using var host = await CalculationHost.StartAsync();
        var api = new FactorsApi(host);
        var proposal = await api.ProposedAsync(s_anthracite);
        var elsewhere = host.RunsBy(host.Catalogues());
        var begun = new SemaphoreSlim(0);
        var deliveries = Enumerable.Range(0, 8).Select(hand => Task.Run(async () =>
        {
            for (var i = hand; i < 160; i += 8)
            {
                var body = EventJson.Serialize(Sheet($"P-{i}", $"BOILER-1 fuel.anthracite {1000 + i} t"));
                if (i % 2 == 0) await host.DeliverAsync(body);
                else await elsewhere.ApplyAsync(body, CancellationToken.None);
                begun.Release();
            }
        })).ToList();
        for (var i = 0; i < 30; i++) await begun.WaitAsync();
        (await api.PublishAsync(proposal)).Status.ShouldBe(HttpStatusCode.OK);

        // Once is enough: when the publication had committed, no run by the old version was under way any more.
        await host.SweepAsync();
        await Task.WhenAll(deliveries);
        (await host.CountAsync($"run WHERE catalogue_version = {Sheets.Catalogue.Version}")).ShouldBeGreaterThanOrEqualTo(30);
        (await host.CountAsync($"plant_month WHERE catalogue_version = {Sheets.Catalogue.Version + 1}")).ShouldBe(160);
        var newest = (await host.OutboxAsync()).GroupBy(e => e.Plant, StringComparer.Ordinal).Select(plant => plant.MaxBy(e => e.CatalogueVersion)!).ToList();
        newest.Count.ShouldBe(160);
        newest.ShouldAllBe(e => e.CatalogueVersion == Sheets.Catalogue.Version + 1 && e.Provenances.Any(p => p.FactorSet == "ndrc-2013/2"));
    }

    [Fact]
    public async Task A_publication_waits_for_the_runs_under_way()
    {
        await using var host = await CalculationHost.StartAsync();
        var api = new FactorsApi(host);
        var proposal = await api.ProposedAsync(s_anthracite);
        await using var connection = new NpgsqlConnection(host.Database.Service);
        await connection.OpenAsync();
        await using var run = await connection.BeginTransactionAsync();
        (await host.Catalogues().HoldAsync(connection, CancellationToken.None)).Version.ShouldBe(Sheets.Catalogue.Version);
        var publication = api.PublishAsync(proposal);
        (await Task.WhenAny(publication, Task.Delay(TimeSpan.FromMilliseconds(500)))).ShouldNotBe(publication);
        await run.CommitAsync();
        (await publication).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_official_value_of_a_year_takes_the_status_from_its_lines()
    {
        await using var host = await CalculationHost.StartAsync();
        var api = new FactorsApi(host);
        foreach (var month in (string[])["2025-05", "2026-05", "2027-05"]) await host.DeliverAsync(Sheet("P-1", "GRID-1 electricity.grid 1000 MWh", month));
        await host.EmptyOutboxAsync();
        await api.PublishedAsync(s_grid2024);
        (await host.SweepAsync()).ShouldBe(2);

        (await NationalAsync("2025-05")).ShouldBe(("530600.000000", "[]", "grid-2023/1"));
        (await NationalAsync("2026-05")).ShouldBe(("520100.000000", "[]", "grid-2024/1"));
        (await NationalAsync("2027-05")).ShouldBe(("520100.000000", "[\"provisional-factor\"]", "grid-2024/1"));
        var years = (await api.GetAsync("factors/years"))["years"]!.AsArray().Where(year => year!["series"]!.GetValue<string>() == "national-average").ToList();
        years.TakeLast(3).Select(year => $"{year!["fromYear"]}–{year["toYear"]} {year["factor"]} {year["status"]} {year["publishedBy"]}").ShouldBe(
            ["2023–2025 grid.average.CN.{year-2}  ", $"2026–2026 grid.average.CN.{{year-2}}  {Sheets.Catalogue.Version + 1}", $"2027– grid.average.CN.2024 provisional-factor {Sheets.Catalogue.Version + 1}"]);

        async Task<(string, string, string)> NationalAsync(string month)
        {
            var lines = await api.GetAsync($"plants/P-1/months/{month}/lines");
            var line = lines["lines"]!.AsArray().Single(l => l!["basis"]?.GetValue<string>() == "location-national")!;
            return (line["amount"]!.GetValue<string>(), line["statuses"]!.ToJsonString(), line["factorSet"]!.GetValue<string>());
        }
    }

    [Fact]
    public async Task A_value_is_verified_as_it_is_and_its_lines_say_so()
    {
        await using var host = await CalculationHost.StartAsync();
        var api = new FactorsApi(host);
        await host.DeliverAsync(Sheet("P-1", "GRID-1 electricity.grid 1000 MWh"));
        await host.EmptyOutboxAsync();
        var proposal = await api.ProposedAsync(FactorsApi.One(new { id = "grid.average.CN.2022", source = "公告2024年第33号", standing = "T", status = "verified", reference = "公告2024年第33号 附件 表1" }));
        var (_, preview) = await api.PreviewAsync(proposal);
        preview["sums"]!.AsArray().ShouldHaveSingleItem()!["delta"]!.GetValue<string>().ShouldBe("0.000000");
        preview["linesChanged"]!.GetValue<int>().ShouldBe(1);
        (await api.PublishAsync(proposal)).Status.ShouldBe(HttpStatusCode.OK);
        (await host.SweepAsync()).ShouldBe(1);
        (await host.OutboxAsync()).ShouldHaveSingleItem().Provenances.ShouldContain(p => p.FactorSet == "grid-2022/2");
        var serving = (await api.GetAsync("factors?status=verified"))["factors"]!.AsArray().ShouldHaveSingleItem()!;
        (serving["id"]!.GetValue<string>(), serving["versions"]![0]!["value"]!.GetValue<string>()).ShouldBe(("grid.average.CN.2022", "0.5366"));
    }

    [Fact]
    public async Task A_proposal_is_taken_back_or_turned_down_with_its_reason_and_stays_to_be_read()
    {
        await using var host = await CalculationHost.StartAsync();
        var api = new FactorsApi(host);
        var (mistaken, turnedDown, published) = (await api.ProposedAsync(s_anthracite), await api.ProposedAsync(s_grid2024), await api.ProposedAsync(FactorsApi.One(new { id = "heat.default", value = "0.12", source = "s" })));
        (await api.PublishAsync(published)).Status.ShouldBe(HttpStatusCode.OK);

        var (status, body) = await api.WithdrawAsync(mistaken, "The text is of 2015", key: "once");
        (status, body["state"]!.GetValue<string>(), body["withdrawnBy"]!.GetValue<string>(), body["withdrawalReason"]!.GetValue<string>()).ShouldBe((HttpStatusCode.OK, "withdrawn", "proposer", "The text is of 2015"));
        body["withdrawnAt"].ShouldNotBeNull();
        (await api.WithdrawAsync(mistaken, "The text is of 2015", key: "once")).Body.ToJsonString().ShouldBe(body.ToJsonString(), "the same call again is answered the same");
        (await api.WithdrawAsync(turnedDown, "The notice is a draft", api.Publisher)).Body["withdrawnBy"]!.GetValue<string>().ShouldBe("publisher");

        foreach (var (refused, refusal) in (ReadOnlySpan<((HttpStatusCode Status, JsonNode Body), string)>)
        [
            (await api.PublishAsync(mistaken), "proposal-withdrawn"), (await api.PreviewAsync(mistaken), "proposal-withdrawn"), (await api.WithdrawAsync(mistaken), "proposal-withdrawn"),
            (await api.WithdrawAsync(published), "proposal-published"),
        ])
        {
            (refused.Status, Error(refused.Body)).ShouldBe((HttpStatusCode.Conflict, refusal));
        }
        Error((await api.WithdrawAsync($"{Guid.Empty}")).Body).ShouldBe("not-found");
        (status, body) = await api.WithdrawAsync(await api.ProposedAsync(s_anthracite), " ");
        (status, body["errors"]![0]!["code"]!.GetValue<string>()).ShouldBe((HttpStatusCode.UnprocessableEntity, "reason-missing"));
        (await api.WithdrawAsync(turnedDown, who: host.As(Roles.Plant, "P-1"))).Status.ShouldBe(HttpStatusCode.Forbidden);

        async Task<IEnumerable<string>> Listed(string state) => (await api.GetAsync($"factors/proposals?state={state}"))["proposals"]!.AsArray().Select(proposal => proposal!["id"]!.GetValue<string>());
        (await Listed("withdrawn")).ShouldBe([turnedDown, mistaken], ignoreOrder: true);
        (await Listed("published")).ShouldBe([published]);
        (await Listed("open")).Count().ShouldBe(1);
        (await api.GetAsync($"factors/proposals/{mistaken}"))["withdrawalReason"]!.GetValue<string>().ShouldBe("The text is of 2015");
        (await host.CountAsync("catalogue_version")).ShouldBe(2);
    }

    [Fact]
    public async Task Of_withdrawing_and_publishing_at_once_one_happens()
    {
        await using var host = await CalculationHost.StartAsync();
        var api = new FactorsApi(host);
        for (var race = 0; race < 10; race++)
        {
            var proposal = await api.ProposedAsync(FactorsApi.One(new { id = "heat.default", value = $"0.12{race}", source = "s" }));
            var answers = await Task.WhenAll(api.PublishAsync(proposal), api.WithdrawAsync(proposal), api.WithdrawAsync(proposal, who: api.Publisher));
            answers.Select(answer => answer.Status).Order().ShouldBe([HttpStatusCode.OK, HttpStatusCode.Conflict, HttpStatusCode.Conflict]);
            ((await host.CountAsync($"catalogue_version WHERE proposal_id = '{proposal}'")) + (await host.CountAsync($"factor_withdrawal WHERE proposal_id = '{proposal}'"))).ShouldBe(1);
        }
    }

    [Fact]
    public async Task Anodes_that_a_plant_has_analysed_count_in_CO2_and_SO2_alike()
    {
        await using var host = await CalculationHost.StartAsync();
        var api = new FactorsApi(host);
        await host.DeliverAsync(Sheets.Event("2024-03", "SX", "POT-1 potline technology=CWPB | POT-2 potline technology=CWPB", "POT-1 aluminium.net-anode 100 t; POT-2 aluminium.net-anode 100 t sulphurPercent=3") with { Plant = "P-1" });
        await host.EmptyOutboxAsync();
        await api.PublishedAsync(new
        {
            reason = "Laboratory",
            factors = new object[]
            {
                new { id = "anode.sulphur", plant = "P-1", value = "1.4", validFrom = "2024-01", source = "lab", reference = "r1", uncertaintyPercent = "4" },
                new { id = "anode.ash", plant = "P-1", plantSource = "POT-2", value = "0.3", validFrom = "2024-01", source = "lab", reference = "r2", uncertaintyPercent = "4" },
            },
        });
        (await host.SweepAsync()).ShouldBe(1);
        var lines = (await api.GetAsync("plants/P-1/months/2024-03/lines"))["lines"]!.AsArray();
        string Line(string source, string measure)
        {
            var line = lines.Single(l => l!["source"]!.GetValue<string>() == source && l["measure"]!.GetValue<string>() == measure)!;
            return $"{line["amount"]} {line["quality"]} {line["factorSet"]} {line["factorUncertaintyPercent"]}";
        }
        // Measured by the plant it is no default, and it is one sulphur.
        Line("POT-1", "CO2").ShouldBe($"{Arithmetic.Evaluate("100 × (100 − 1.4 − 0.4) / 100 × 44 / 12 × 1000"):F6} measured own-P-1/1 5");
        Line("POT-1", "SO2").ShouldBe($"{Arithmetic.Evaluate("2 × 100 × 1.4 / 100 × 1000"):F6} measured own-P-1/1 4");
        // What came with the reading goes before it; the ash of that potline is its own.
        Line("POT-2", "CO2").ShouldBe($"{Arithmetic.Evaluate("100 × (100 − 3 − 0.3) / 100 × 44 / 12 × 1000"):F6} measured own-P-1-POT-2/1+given 5");
        Line("POT-2", "SO2").ShouldBe($"{Arithmetic.Evaluate("2 × 100 × 3 / 100 × 1000"):F6} measured given 15");
    }

    [Theory]
    [InlineData("SITE-1 kiln", "carbonate.limestone 10 t", "carbonate.limestone.default", "0.42", "10 × 0.42 × 1000", "own-P-1/1")]
    [InlineData("SITE-1 kiln", "carbonate.limestone#A 10 t; SITE-1 carbonate.limestone#B 10 t purityPercent=95", "carbonate.limestone.default", "0.42", "(10 × 0.42 + 10 × 0.44 × 95 / 100) × 1000", "own-P-1/1+given")]
    [InlineData("SITE-1 boiler", "carbonate.limestone 10 t", "carbonate.desulphurisation-purity", "93", "10 × 0.44 × 93 / 100 × 1000", "ndrc-2013/1+own-P-1/1")]
    [InlineData("SITE-1 site", "process.oxalic-acid 10 t", "reductant.oxalic-acid.concentration", "98", "10 × 0.349 × 98 / 100 × 1000", "ndrc-2013/1+own-P-1/1")]
    [InlineData("SITE-1 potline", "aluminium.output 100 t", "anode.net-consumption", "0.41", "100 × 0.41 × (100 − 2 − 0.4) / 100 × 44 / 12 × 1000", "own-P-1/1")]
    [InlineData("SITE-1 potline", "aluminium.output 100 t", "anode.ash", "0.3", "100 × 0.42 × (100 − 2 − 0.3) / 100 × 44 / 12 × 1000", "ndrc-2013/1+own-P-1/1")]
    public async Task A_line_names_the_plants_own_factor_that_it_rests_on(string source, string readings, string id, string value, string amount, string set)
    {
        await using var host = await CalculationHost.StartAsync();
        var api = new FactorsApi(host);
        await host.DeliverAsync(Sheets.Event("2023-03", "SX", source, $"SITE-1 {readings}") with { Plant = "P-1" });
        await api.PublishedAsync(FactorsApi.One(new { id, plant = "P-1", value, validFrom = "2023-01", source = "lab", reference = "r1", uncertaintyPercent = "2" }));
        (await host.SweepAsync()).ShouldBe(1);
        var line = (await api.GetAsync("plants/P-1/months/2023-03/lines"))["lines"]!.AsArray().Single(l => l!["measure"]!.GetValue<string>() == "CO2")!;
        line["amount"]!.GetValue<string>().ShouldBe($"{decimal.Round(Arithmetic.Evaluate(amount), 6):F6}");
        line["factorSet"]!.GetValue<string>().ShouldBe(set);
    }

    [Fact]
    public async Task A_plants_own_value_that_comes_late_changes_its_months_from_then_on_and_nobody_elses()
    {
        await using var host = await CalculationHost.StartAsync();
        var api = new FactorsApi(host);
        foreach (var plant in (string[])["P-1", "P-2"])
        {
            foreach (var month in (string[])["2024-01", "2024-02", "2024-03"])
                await host.DeliverAsync(Sheet(plant, "BOILER-1 fuel.anthracite#A 1000 t; BOILER-1 fuel.anthracite#B 10 t ncv=21.5; BOILER-2 fuel.anthracite 100 t", month));
        }
        var before = (await host.OutboxAsync()).ToDictionary(e => (e.Plant, e.Month), Sums);
        await host.EmptyOutboxAsync();

        var proposal = await api.ProposedAsync(new
        {
            reason = "Laboratory of the plant, first half of 2024",
            factors = new object[]
            {
                new { id = "fuel.ndrc-2013.anthracite.ncv", plant = "P-1", value = "25.2", validFrom = "2024-02", validTo = "2024-06", source = "laboratory of P-1", reference = "report 2024-117", uncertaintyPercent = "2" },
                new { id = "fuel.ndrc-2013.anthracite.ncv", plant = "P-1", plantSource = "BOILER-2", value = "26.1", validFrom = "2024-02", validTo = "2024-06", source = "laboratory of P-1", reference = "report 2024-118", uncertaintyPercent = "2" },
            },
        });
        var (_, preview) = await api.PreviewAsync(proposal);
        (preview["plantMonthsAffected"]!.GetValue<int>(), preview["plantMonthsLookedAt"]!.GetValue<int>()).ShouldBe((2, 2));
        var combustion = preview["sums"]!.AsArray().Single(sum => sum!["category"]!.GetValue<string>() == "scope1.combustion")!;
        decimal.Parse(combustion["groupTotal"]!.GetValue<string>()).ShouldBe(before.Where(month => month.Key.Month > Month.Parse("2024-01")).Sum(month => month.Value["scope1.combustion  CO2"]));
        (await api.PublishAsync(proposal)).Status.ShouldBe(HttpStatusCode.OK);
        // Only that plant's months from then on are calculated at all.
        var runs = host.RunsBy(host.Catalogues());
        (await runs.PassOverAsync(CancellationToken.None)).ShouldBe(4);
        (await host.CountAsync($"plant_month WHERE catalogue_version = {Sheets.Catalogue.Version}")).ShouldBe(2);
        var page = await runs.SweepAsync(("", 0), 100, CancellationToken.None);
        (page.Count, page.Changed, page.CatalogueVersion).ShouldBe((2, 2, Sheets.Catalogue.Version + 1));
        (await host.SweepAsync()).ShouldBe(0);
        var posted = await host.OutboxAsync();
        posted.Select(e => (e.Plant, $"{e.Month}", e.Reason)).Order().ShouldBe([("P-1", "2024-02", Reasons.Factor), ("P-1", "2024-03", Reasons.Factor)]);
        posted.Sum(e => Sums(e)["scope1.combustion  CO2"] - before[(e.Plant, e.Month)]["scope1.combustion  CO2"]).ShouldBe(decimal.Parse(combustion["delta"]!.GetValue<string>()));

        // Given with the reading beats the plant's own, and that of a source beats that of the plant.
        var lines = (await api.GetAsync("plants/P-1/months/2024-02/lines"))["lines"]!.AsArray();
        var first = lines.Single(l => l!["source"]!.GetValue<string>() == "BOILER-1" && l["category"]!.GetValue<string>() == "scope1.combustion")!;
        first["amount"]!.GetValue<string>().ShouldBe($"{Arithmetic.Evaluate("(1000 × 25.2 + 10 × 21.5) × 0.02749 × 94 / 100 × 44 / 12 × 1000"):F6}");
        first["factorSet"]!.GetValue<string>().ShouldBe("ndrc-2013/1+own-P-1/1+given");
        var second = lines.Single(l => l!["source"]!.GetValue<string>() == "BOILER-2" && l["category"]!.GetValue<string>() == "scope1.combustion")!;
        second["amount"]!.GetValue<string>().ShouldBe($"{Arithmetic.Evaluate("100 × 26.1 × 0.02749 × 94 / 100 × 44 / 12 × 1000"):F6}");
        second["factorSet"]!.GetValue<string>().ShouldBe("ndrc-2013/1+own-P-1-BOILER-2/1");
        var used = second["working"]!["factors"]!.AsArray().Single(f => f!["id"]!.GetValue<string>().EndsWith("ncv", StringComparison.Ordinal))!;
        (used["plant"]!.GetValue<string>(), used["reference"]!.GetValue<string>(), used["standing"]!.GetValue<string>()).ShouldBe(("P-1", "report 2024-118", "measured"));
        var energy = lines.First(l => l!["source"]!.GetValue<string>() == "BOILER-2" && l["category"]!.GetValue<string>() == "energy.consumed")!;
        energy["amount"]!.GetValue<string>().ShouldBe($"{Arithmetic.Evaluate("100 × 26.1 / 29.3076 × 1000"):F6}");

        // Another plant's key does not see it.
        (await api.GetAsync("factors?plant=P-1"))["factors"]!.AsArray().Count.ShouldBe(2);
        (await api.GetAsync("factors?plant=P-1", host.As(Roles.Plant, "P-1")))["factors"]!.AsArray().Count.ShouldBe(2);
        (await api.GetAsync("factors?plant=P-1", host.As(Roles.Plant, "P-2")))["factors"]!.AsArray().Count.ShouldBe(0);
        (await api.GetAsync("factors/proposals", host.As(Roles.Plant, "P-2")))["proposals"]!.AsArray().Count.ShouldBe(0);
        (await FactorsApi.SendAsync(host.As(Roles.Plant, "P-2"), HttpMethod.Get, $"factors/proposals/{proposal}", null, null)).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public void What_is_put_together_for_a_plant_is_what_serves_everybody_but_for_its_own()
    {
        var rows = new ProposedRows
        {
            Factors = [.. Enumerable.Range(0, 40).Select(i => new FactorRow
            {
                Id = "fuel.ndrc-2013.anthracite.ncv",
                Version = 1,
                Set = $"own-P-{i}",
                What = "ncv",
                AppliesTo = "anthracite",
                Value = 25,
                Unit = "GJ/t",
                ValidFrom = Month.Parse("2000-01"),
                Source = "lab",
                Standing = "measured",
                Status = "provisional",
                UncertaintyPercent = 2,
                Reference = "r",
                Plant = $"P-{i}",
            })],
        };
        var catalogue = Catalogue.Of(DeliveredData.Read(), Sheets.Catalogue.Version + 1, [new Publication(Sheets.Catalogue.Version + 1, rows)]);
        var profile = catalogue.ProfileOf("ndrc-2013", "boiler", Month.Parse("2010-05"))!;
        // More plants and months than are kept at once.
        for (var pass = 0; pass < 2; pass++)
        {
            for (var month = Month.Parse("2010-01"); month <= Month.Parse("2011-12"); month = month.Next)
            {
                var everybody = catalogue.For(month);
                for (var plant = 0; plant < 40; plant++)
                {
                    var factors = catalogue.For(month, $"P-{plant}");
                    factors.Fuel(profile, catalogue.Fuels["anthracite"]).Ncv!.Set.ShouldBe($"own-P-{plant}");
                    factors.Fuel(profile, catalogue.Fuels["diesel"]).ShouldBeSameAs(everybody.Fuel(profile, catalogue.Fuels["diesel"]));
                    factors[HeatContent.Default].ShouldBeSameAs(everybody[HeatContent.Default]);
                    factors[Power.ProvincialAverage, catalogue.PlaceOf("CN", "SX", null)].ShouldBe(everybody[Power.ProvincialAverage, catalogue.PlaceOf("CN", "SX", null)]);
                }
            }
        }
        catalogue.For(Month.Parse("2010-01"), "P-41").ShouldBeSameAs(catalogue.For(Month.Parse("2010-01")));
        catalogue.For(Month.Parse("1999-12"), "P-1").ShouldBeSameAs(catalogue.For(Month.Parse("1999-12")));
    }

    [Fact]
    public async Task An_own_value_serves_a_coefficient_a_process_and_coal_that_has_no_default()
    {
        await using var host = await CalculationHost.StartAsync();
        var api = new FactorsApi(host);
        await host.DeliverAsync(Sheets.Event("2024-03", "SX", "BOILER-1 boiler | POT-1 potline technology=CWPB", "BOILER-1 fuel.raw-coal 100 t carbonContent=0.026; BOILER-1 fuel.diesel 10 t; POT-1 aluminium.net-anode 420 t") with { Plant = "P-1" });
        (await host.OutboxAsync()).ShouldHaveSingleItem().Gaps.ShouldContain(gap => gap.Activity == "fuel.raw-coal" && gap.Kind == GapKinds.NoFactor && gap.Measure == "CO2");
        await host.EmptyOutboxAsync();
        await api.PublishedAsync(new
        {
            reason = "Laboratory",
            factors = new object[]
            {
                new { id = "fuel.ndrc-2013.raw-coal.ncv", what = "ncv", appliesTo = "raw-coal", unit = "GJ/t", plant = "P-1", value = "20.5", validFrom = "2024-01", source = "lab", reference = "r1", uncertaintyPercent = "2" },
                new { id = "fuel.ndrc-2013.diesel.ncv", plant = "P-1", value = "42.9", validFrom = "2024-01", source = "lab", reference = "r2", uncertaintyPercent = "2" },
                new { id = "anode.ash", plant = "P-1", value = "0.5", validFrom = "2024-01", source = "lab", reference = "r3", uncertaintyPercent = "2" },
            },
        });
        (await host.SweepAsync()).ShouldBe(1);
        var calculated = (await host.OutboxAsync()).ShouldHaveSingleItem();
        calculated.Gaps.ShouldNotContain(gap => gap.Activity == "fuel.raw-coal" && gap.Measure == "CO2");
        var lines = (await api.GetAsync("plants/P-1/months/2024-03/lines"))["lines"]!.AsArray();
        string Amount(string activity, string category) => lines.First(l => l!["activity"]!.GetValue<string>() == activity && l["category"]!.GetValue<string>() == category)!["amount"]!.GetValue<string>();
        Amount("fuel.raw-coal", "scope1.combustion").ShouldBe($"{Arithmetic.Evaluate("100 × 20.5 × 0.026 × 93 / 100 × 44 / 12 × 1000"):F6}");
        Amount("fuel.diesel", "energy.consumed").ShouldBe($"{Arithmetic.Evaluate("10 × 42.9 / 29.3076 × 1000"):F6}");
        Amount("aluminium.net-anode", "scope1.anode").ShouldBe($"{Arithmetic.Evaluate("420 × (100 − 2 − 0.5) / 100 × 44 / 12 × 1000"):F6}");
    }

    [Fact]
    public async Task Raw_coal_counts_by_the_heat_that_its_plant_has_measured_and_without_any_stays_a_gap()
    {
        await using var host = await CalculationHost.StartAsync();
        var api = new FactorsApi(host);
        foreach (var plant in (string[])["P-1", "P-2"]) await host.DeliverAsync(Sheet(plant, "BOILER-1 fuel.raw-coal#A 100 t carbonFraction=0.52; BOILER-1 fuel.raw-coal#B 50 t carbonContent=0.0262"));
        (await host.OutboxAsync()).ShouldAllBe(e => e.Gaps.Any(gap => gap.Activity == "fuel.raw-coal" && gap.Kind == GapKinds.NoFactor && gap.Measure == "CO2"));
        await host.EmptyOutboxAsync();
        await api.PublishedAsync(FactorsApi.One(new { id = "fuel.ndrc-2013.raw-coal.ncv", what = "ncv", appliesTo = "raw-coal", unit = "GJ/t", plant = "P-1", value = "20.5", validFrom = "2024-01", source = "lab", reference = "r1", uncertaintyPercent = "2" }));

        (await host.SweepAsync()).ShouldBe(1);
        var calculated = (await host.OutboxAsync()).ShouldHaveSingleItem();
        calculated.Plant.ShouldBe("P-1");
        calculated.Gaps.ShouldNotContain(gap => gap.Activity == "fuel.raw-coal" && gap.Measure == "CO2");
        Sums(calculated)["scope1.combustion  CO2"].ShouldBe(decimal.Round(Arithmetic.Evaluate("(100 × 0.52 + 50 × 20.5 × 0.0262) × 93 / 100 × 44 / 12 × 1000"), 6));
        Sums(calculated)["energy.consumed equal ENERGY"].ShouldBe(decimal.Round(Arithmetic.Evaluate("150 × 20.5 / 29.3076 × 1000"), 6));
        var line = (await api.GetAsync("plants/P-1/months/2024-03/lines"))["lines"]!.AsArray().Single(l => l!["category"]!.GetValue<string>() == "scope1.combustion")!;
        line["factorSet"]!.GetValue<string>().ShouldBe("ndrc-2013/1+own-P-1/1+given");

        // By the measured carbon alone: the heat does not count, and its set is not named.
        await host.EmptyOutboxAsync();
        await host.DeliverAsync(Sheets.Event("2024-04", "SX", "BOILER-1 boiler", "BOILER-1 fuel.raw-coal 100 t carbonFraction=0.52") with { Plant = "P-1" });
        line = (await api.GetAsync("plants/P-1/months/2024-04/lines"))["lines"]!.AsArray().Single(l => l!["category"]!.GetValue<string>() == "scope1.combustion")!;
        line["factorSet"]!.GetValue<string>().ShouldBe("ndrc-2013/1+given");
        await host.DeliverAsync(Sheets.Event("2024-05", "SX", "BOILER-1 boiler", "BOILER-1 fuel.raw-coal 100 t") with { Plant = "P-1" });
        (await host.OutboxAsync())[^1].Gaps.Single(gap => gap.Measure == "CO2").Detail.ShouldBe("Raw coal has no default: give carbonContent or carbonFraction.");
    }

    [Fact]
    public async Task After_a_restore_the_versions_count_on_above_what_the_ledger_holds()
    {
        await using var host = await CalculationHost.StartAsync();
        var api = new FactorsApi(host);
        await host.DeliverAsync(Sheet("P-1", "BOILER-1 fuel.anthracite 1000 t"));
        await host.EmptyOutboxAsync();
        // The ledger holds months of version 7, which this database has forgotten.
        var restarted = host.Catalogues(countFrom: 8);
        await restarted.StartAsync(CancellationToken.None);
        (await restarted.GetAsync(CancellationToken.None)).Version.ShouldBe(8);
        await host.Catalogues(countFrom: 8).StartAsync(CancellationToken.None);
        (await host.CountAsync("catalogue_version")).ShouldBe(2);
        (await host.SweepAsync()).ShouldBe(0);
        (await api.PublishedAsync(s_anthracite)).ShouldBe(9);
        (await host.SweepAsync()).ShouldBe(1);
        (await host.OutboxAsync()).ShouldHaveSingleItem().CatalogueVersion.ShouldBe(9);
    }

    [Fact]
    public async Task A_process_of_an_older_program_goes_as_far_as_its_files_reach_and_publishes_nothing()
    {
        await using var host = await CalculationHost.StartAsync();
        var api = new FactorsApi(host);
        await api.PublishedAsync(s_anthracite);
        var proposal = await api.ProposedAsync(FactorsApi.One(new { id = "heat.default", value = "0.12", source = "s" }));
        using var folder = DataFolder.Copy();
        folder.AddVersion("Newer files");
        folder.Append("factors/grid.csv", "heat.default,2,ndrc-2013,heat,*,0.1,tCO2/GJ,,,,official text,T,verified,5,");
        var newer = await host.Catalogues(DeliveredData.Read(folder.Path)).GetAsync(CancellationToken.None);
        (newer.Version, newer.For(Month.Parse("2024-03"))[HeatContent.Default].Value, newer.Find("fuel.ndrc-2013.anthracite.carbon-content", Month.Parse("2024-03"))!.Version).ShouldBe((Sheets.Catalogue.Version + 2, 0.1m, 2));

        var older = await host.Services.GetRequiredService<CatalogueInForce>().RefreshAsync(CancellationToken.None);
        (older.Version, older.For(Month.Parse("2024-03"))[HeatContent.Default].Value).ShouldBe((Sheets.Catalogue.Version + 1, 0.11m));
        var (status, body) = await api.PublishAsync(proposal);
        (status, Error(body)).ShouldBe((HttpStatusCode.ServiceUnavailable, "catalogue-behind"));
    }
}
