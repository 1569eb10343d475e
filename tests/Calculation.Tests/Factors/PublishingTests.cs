using System.Net;
using CarbonPlatform.Calculation.Tests.Runs;
using CarbonPlatform.Contracts;
using CarbonPlatform.TestKit;
using static CarbonPlatform.Calculation.Tests.Factors.Publications;

namespace CarbonPlatform.Calculation.Tests.Factors;

/// <summary>
/// From a proposal to figures: preview, second person, next version of the catalogue, the plant-months that change and
/// those that do not.
/// </summary>
[Tier(Tier.Service)]
public sealed class PublishingTests
{
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

        var proposal = await api.ProposedAsync(Anthracite);
        var (status, preview) = await api.PreviewAsync(proposal);
        status.ShouldBe(HttpStatusCode.OK, preview.ToJsonString());
        (await host.CountAsync("catalogue_version")).ShouldBe(1);
        (await host.SweepAsync()).ShouldBe(0);
        (
            preview["plantMonthsAffected"]!.GetValue<int>(),
            preview["plantMonthsLookedAt"]!.GetValue<int>(),
            preview["linesChanged"]!.GetValue<int>(),
            preview["firstMonth"]!.GetValue<string>(),
            preview["lastMonth"]!.GetValue<string>()
        ).ShouldBe((3, 4, 3, "2024-03", "2024-04"));
        var sum = preview["sums"]!.AsArray().ShouldHaveSingleItem()!;
        decimal Number(string member) => decimal.Parse(sum[member]!.GetValue<string>());
        (sum["category"]!.GetValue<string>(), sum["measure"]!.GetValue<string>()).ShouldBe(
            ("scope1.combustion", "CO2")
        );
        // 0.0275 instead of 0.02749 on 1,600 t; the group of these months burns 1,200 t of lignite, too.
        Number("delta")
            .ShouldBe(Arithmetic.Evaluate("1600 × 24.515 × 0.00001 × 94 / 100 × 44 / 12 × 1000"), 0.000003m);
        Number("groupTotal").ShouldBe(before.Values.Sum(sums => sums.GetValueOrDefault("scope1.combustion  CO2")));
        Number("shareOfGroup").ShouldBe(decimal.Round(Number("delta") / Number("groupTotal"), 9));

        (status, var published) = await api.PublishAsync(proposal);
        (
            status,
            published["state"]!.GetValue<string>(),
            published["catalogueVersion"]!.GetValue<int>(),
            published["publishedBy"]!.GetValue<string>()
        ).ShouldBe((HttpStatusCode.OK, "published", Sheets.Catalogue.Version + 1, "publisher"));
        (await api.GetAsync("factors/versions"))["plantMonthsWaiting"]!.GetValue<int>().ShouldBe(4);
        (await host.SweepAsync()).ShouldBe(3);
        (await api.GetAsync("factors/versions"))["plantMonthsWaiting"]!.GetValue<int>().ShouldBe(0);

        var posted = await host.OutboxAsync();
        posted
            .Select(e => (e.Plant.Value, $"{e.Month}", e.CatalogueVersion, e.Reason))
            .Order()
            .ShouldBe([
                ("P-1", "2024-03", Sheets.Catalogue.Version + 1, Reasons.Factor),
                ("P-1", "2024-04", Sheets.Catalogue.Version + 1, Reasons.Factor),
                ("P-3", "2024-03", Sheets.Catalogue.Version + 1, Reasons.Factor),
            ]);
        var differences = posted
            .SelectMany(e =>
                Sums(e)
                    .Select(now => (now.Key, Delta: now.Value - before[(e.Plant, e.Month)].GetValueOrDefault(now.Key)))
            )
            .GroupBy(change => change.Key, change => change.Delta)
            .Select(change => (change.Key, Sum: change.Sum()))
            .Where(change => change.Sum != 0)
            .ToList();
        differences.ShouldHaveSingleItem().ShouldBe(("scope1.combustion  CO2", Number("delta")));
        (await host.CountAsync($"run WHERE catalogue_version = {Sheets.Catalogue.Version + 1}")).ShouldBe(3);
        (await host.CountAsync($"plant_month WHERE catalogue_version = {Sheets.Catalogue.Version + 1}")).ShouldBe(4);

        var lines = await api.GetAsync("plants/P-1/months/2024-03/lines");
        var line = lines["lines"]!.AsArray().Single(l => l!["category"]!.GetValue<string>() == "scope1.combustion")!;
        line["factorSet"]!.GetValue<string>().ShouldBe("ndrc-2013/2+ndrc-2013/1");
        var used = line["working"]!["factors"]!
            .AsArray()
            .Single(f => f!["id"]!.GetValue<string>().EndsWith("carbon-content", StringComparison.Ordinal))!;
        (
            used["version"]!.GetValue<int>(),
            used["value"]!.GetValue<string>(),
            used["status"]!.GetValue<string>(),
            used["reference"]!.GetValue<string>()
        ).ShouldBe((2, "0.0275", "verified", "table 2, page 14"));
        // What did not change still has its working, and says by what it was made.
        lines = await api.GetAsync("plants/P-2/months/2024-03/lines");
        (lines["catalogueVersion"]!.GetValue<int>(), lines["madeByCatalogueVersion"]!.GetValue<int>()).ShouldBe(
            (Sheets.Catalogue.Version + 1, Sheets.Catalogue.Version)
        );
        var history = (await api.GetAsync("factors/fuel.ndrc-2013.anthracite.carbon-content"))["factors"]![0]![
            "versions"
        ]!.AsArray();
        history
            .Select(version =>
                $"{version!["number"]} {version["value"]} {version["status"]} "
                + $"{version["published"]?["proposedBy"]} {version["published"]?["publishedBy"]}"
            )
            .ShouldBe(["2 0.0275 verified proposer publisher", "1 0.02749 provisional  "]);
    }

    [Fact]
    public async Task The_second_pair_of_eyes_is_another_subject_and_neither_made_the_others_key_nor_one_that_made_it()
    {
        await using var host = await CalculationHost.StartAsync();
        var api = new FactorsApi(host);
        using var li = host.WithKey("key-1", subject: "li", "administrator", "first");
        var (status, body) = await api.ProposeAsync(Anthracite, li);
        status.ShouldBe(HttpStatusCode.Created, body.ToJsonString());
        body["proposedBySubject"]!.GetValue<string>().ShouldBe("li");
        var proposal = body["id"]!.GetValue<string>();

        using var sameSubject = host.WithKey("key-2", subject: "li", "administrator", "first");
        using var madeByProposer = host.WithKey("key-3", subject: "wang", "li", "administrator", "first");
        using var grandchild = host.WithKey("key-7", subject: "zhao", "wang", "Li", "administrator", "first");
        using var maker = host.WithKey("key-4", subject: "administrator", "first");
        using var makersMaker = host.WithKey("key-8", subject: "first");
        using var looksTheSame = host.WithKey("key-6", subject: "ⅼ I", "administrator", "first");
        foreach (var alone in new[] { sameSubject, madeByProposer, grandchild, maker, makersMaker, looksTheSame })
        {
            (status, body) = await api.PublishAsync(proposal, alone);
            (status, Error(body)).ShouldBe((HttpStatusCode.Forbidden, "publisher-is-proposer"));
        }

        using var another = host.WithKey("key-5", subject: "wang", "administrator", "first");
        (status, body) = await api.PublishAsync(proposal, another);
        status.ShouldBe(HttpStatusCode.OK, body.ToJsonString());
        body["publishedBySubject"]!.GetValue<string>().ShouldBe("wang");
        (
            await host.CountAsync(
                "factor_proposal WHERE proposed_by_subject = 'li' AND key_makers = '{administrator,first}'"
            )
        ).ShouldBe(1);
        var listed = (await api.GetAsync("factors/proposals"))["proposals"]![0]!;
        (
            listed["proposedBySubject"]!.GetValue<string>(),
            listed["publishedBySubject"]!.GetValue<string>(),
            listed["factorCount"]!.GetValue<int>()
        ).ShouldBe(("li", "wang", 1));
        (await api.GetAsync("factors/versions"))["versions"]![0]!["publishedBySubject"]!
            .GetValue<string>()
            .ShouldBe("wang");
    }

    [Fact]
    public async Task Nobody_publishes_alone_or_twice_and_not_what_the_catalogue_has_overtaken()
    {
        await using var host = await CalculationHost.StartAsync();
        var api = new FactorsApi(host);
        var first = await api.ProposedAsync(Anthracite);
        var second = await api.ProposedAsync(Anthracite);
        var other = await api.ProposedAsync(
            FactorsApi.One(
                new
                {
                    id = "heat.default",
                    value = "0.12",
                    source = "s",
                    standing = "T",
                }
            )
        );

        var (status, body) = await api.PublishAsync(first, api.Proposer);
        (status, Error(body)).ShouldBe((HttpStatusCode.Forbidden, "publisher-is-proposer"));
        (await api.PublishAsync(first)).Status.ShouldBe(HttpStatusCode.OK);
        (status, body) = await api.PublishAsync(first);
        (status, Error(body)).ShouldBe((HttpStatusCode.Conflict, "proposal-published"));
        (status, body) = await api.PreviewAsync(first);
        (status, Error(body)).ShouldBe((HttpStatusCode.Conflict, "proposal-published"));

        (status, body) = await api.PublishAsync(second);
        (status, Error(body), body["errors"]![0]!["code"]!.GetValue<string>()).ShouldBe(
            (HttpStatusCode.Conflict, "proposal-base-moved", "factor-version-taken")
        );
        (status, body) = await api.PreviewAsync(second);
        (status, Error(body)).ShouldBe((HttpStatusCode.Conflict, "proposal-base-moved"));
        // What was published meanwhile has nothing to do with it.
        (
            await api.PublishAsync(other)
        ).Body["catalogueVersion"]!.GetValue<int>().ShouldBe(Sheets.Catalogue.Version + 2);
        (await api.PublishAsync($"{Guid.Empty}")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await api.PreviewAsync($"{Guid.Empty}")).Status.ShouldBe(HttpStatusCode.NotFound);
        (
            await FactorsApi.SendAsync(
                api.Publisher,
                HttpMethod.Post,
                $"factors/proposals/{second}/publish",
                null,
                key: null
            )
        ).Body["code"]!
            .GetValue<string>()
            .ShouldBe("idempotency-key-missing");
        (
            await FactorsApi.SendAsync(
                api.Publisher,
                HttpMethod.Post,
                $"factors/proposals/{second}/preview?limit=-1",
                null,
                key: null
            )
        ).Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task The_official_value_of_a_year_takes_the_status_from_its_lines()
    {
        await using var host = await CalculationHost.StartAsync();
        var api = new FactorsApi(host);
        foreach (var month in (string[])["2025-05", "2026-05", "2027-05"])
            await host.DeliverAsync(Sheet("P-1", "GRID-1 electricity.grid 1000 MWh", month));
        await host.EmptyOutboxAsync();
        await api.PublishedAsync(Grid2024);
        (await host.SweepAsync()).ShouldBe(2);

        (await NationalAsync("2025-05")).ShouldBe(("530600.000000", "[]", "grid-2023/1"));
        (await NationalAsync("2026-05")).ShouldBe(("520100.000000", "[\"unverified-factor\"]", "grid-2024/1"));
        (await NationalAsync("2027-05")).ShouldBe(
            ("520100.000000", "[\"provisional-factor\",\"unverified-factor\"]", "grid-2024/1")
        );
        var years = (await api.GetAsync("factors/years"))["years"]!
            .AsArray()
            .Where(year => year!["series"]!.GetValue<string>() == "national-average")
            .ToList();
        years
            .TakeLast(3)
            .Select(year =>
                $"{year!["fromYear"]}–{year["toYear"]} {year["factor"]} {year["status"]} {year["publishedBy"]}"
            )
            .ShouldBe([
                "2023–2025 grid.average.CN.{year-2}  ",
                $"2026–2026 grid.average.CN.{{year-2}}  {Sheets.Catalogue.Version + 1}",
                $"2027– grid.average.CN.2024 provisional-factor {Sheets.Catalogue.Version + 1}",
            ]);

        async Task<(string, string, string)> NationalAsync(string month)
        {
            var lines = await api.GetAsync($"plants/P-1/months/{month}/lines");
            var line = lines["lines"]!.AsArray().Single(l => l!["basis"]?.GetValue<string>() == "location-national")!;
            return (
                line["amount"]!.GetValue<string>(),
                line["statuses"]!.ToJsonString(),
                line["factorSet"]!.GetValue<string>()
            );
        }
    }

    [Fact]
    public async Task A_value_is_verified_as_it_is_and_its_lines_say_so()
    {
        await using var host = await CalculationHost.StartAsync();
        var api = new FactorsApi(host);
        await host.DeliverAsync(Sheet("P-1", "GRID-1 electricity.grid 1000 MWh"));
        await host.EmptyOutboxAsync();
        var proposal = await api.ProposedAsync(
            FactorsApi.One(
                new
                {
                    id = "grid.average.CN.2022",
                    source = "公告2024年第33号",
                    standing = "text",
                    status = "verified",
                    reference = "公告2024年第33号 附件 表1",
                }
            )
        );
        var (_, preview) = await api.PreviewAsync(proposal);
        var sum = preview["sums"]!.AsArray().ShouldHaveSingleItem()!;
        (
            $"{sum["old"]} → {sum["new"]}, {sum["delta"]}, "
            + $"verified {sum["oldOnVerifiedFactors"]} → {sum["newOnVerifiedFactors"]}"
        ).ShouldBe("536600.000000 → 536600.000000, 0.000000, verified 0.000000 → 536600.000000");
        preview["linesChanged"]!.GetValue<int>().ShouldBe(1);
        (await api.PublishAsync(proposal)).Status.ShouldBe(HttpStatusCode.OK);
        (await host.SweepAsync()).ShouldBe(1);
        (await host.OutboxAsync())
            .ShouldHaveSingleItem()
            .Provenances.Where(p => p.FactorSet is not null)
            .Select(p => $"{p.FactorSet} {p.Statuses}")
            .ShouldBe(
                [
                    "gbt-2589-2020/1 UnverifiedFactor",
                    "cec-2024/2 UnverifiedFactor",
                    "grid-2022/2 None",
                    "grid-2022/1 UnverifiedFactor",
                ],
                ignoreOrder: true
            );
        var serving = (await api.GetAsync("factors?status=verified&set=grid-2022"))["factors"]!
            .AsArray()
            .Single(factor => factor!["id"]!.GetValue<string>() == "grid.average.CN.2022")!;
        (serving["id"]!.GetValue<string>(), serving["versions"]![0]!["value"]!.GetValue<string>()).ShouldBe(
            ("grid.average.CN.2022", "0.5366")
        );
    }
}
