using System.Net;
using CarbonPlatform.Calculation.Factors;
using CarbonPlatform.Calculation.Methods;
using CarbonPlatform.Calculation.Tests.Runs;
using CarbonPlatform.Contracts;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.TestKit;
using static CarbonPlatform.Calculation.Tests.Factors.Publications;

namespace CarbonPlatform.Calculation.Tests.Factors;

/// <summary>
/// What a plant has measured for itself: it serves that plant alone, from the month it speaks of, also when it comes
/// late.
/// </summary>
[Tier(Tier.Service)]
public sealed class OwnFactorTests
{
    [Fact]
    public async Task A_plants_own_value_that_comes_late_changes_its_months_from_then_on_and_nobody_elses()
    {
        await using var host = await CalculationHost.StartAsync();
        var api = new FactorsApi(host);
        foreach (var plant in (string[])["P-1", "P-2"])
        {
            foreach (var month in (string[])["2024-01", "2024-02", "2024-03"])
                await host.DeliverAsync(
                    Sheet(
                        plant,
                        "BOILER-1 fuel.anthracite#A 1000 t; BOILER-1 fuel.anthracite#B 10 t ncv=21.5; "
                            + "BOILER-2 fuel.anthracite 100 t",
                        month
                    )
                );
        }
        var before = (await host.OutboxAsync()).ToDictionary(e => (e.Plant, e.Month), Sums);
        await host.EmptyOutboxAsync();

        var proposal = await api.ProposedAsync(
            new
            {
                reason = "Laboratory of the plant, first half of 2024",
                factors = new object[]
                {
                    new
                    {
                        id = "fuel.ndrc-2013.anthracite.ncv",
                        plant = "P-1",
                        value = "25.2",
                        validFrom = "2024-02",
                        validTo = "2024-06",
                        source = "laboratory of P-1",
                        reference = "report 2024-117",
                        uncertaintyPercent = "2",
                    },
                    new
                    {
                        id = "fuel.ndrc-2013.anthracite.ncv",
                        plant = "P-1",
                        plantSource = "BOILER-2",
                        value = "26.1",
                        validFrom = "2024-02",
                        validTo = "2024-06",
                        source = "laboratory of P-1",
                        reference = "report 2024-118",
                        uncertaintyPercent = "2",
                    },
                },
            }
        );
        var (_, preview) = await api.PreviewAsync(proposal);
        (preview["plantMonthsAffected"]!.GetValue<int>(), preview["plantMonthsLookedAt"]!.GetValue<int>()).ShouldBe(
            (2, 2)
        );
        var combustion = preview["sums"]!
            .AsArray()
            .Single(sum => sum!["category"]!.GetValue<string>() == "scope1.combustion")!;
        decimal.Parse(combustion["groupTotal"]!.GetValue<string>())
            .ShouldBe(
                before
                    .Where(month => month.Key.Month > Month.Parse("2024-01"))
                    .Sum(month => month.Value["scope1.combustion  CO2"])
            );
        (await api.PublishAsync(proposal)).Status.ShouldBe(HttpStatusCode.OK);
        // Only that plant's months from then on are calculated at all.
        var runs = host.OutdatedBy(host.Catalogues());
        (await runs.PassOverAsync(CancellationToken.None)).ShouldBe(4);
        (await host.CountAsync($"plant_month WHERE catalogue_version = {Sheets.Catalogue.Version}")).ShouldBe(2);
        var page = await runs.SweepAsync(after: null, 100, CancellationToken.None);
        (page.Count, page.Changed, page.CatalogueVersion).ShouldBe((2, 2, Sheets.Catalogue.Version + 1));
        (await host.SweepAsync()).ShouldBe(0);
        var posted = await host.OutboxAsync();
        posted
            .Select(e => (e.Plant.Value, $"{e.Month}", e.Reason))
            .Order()
            .ShouldBe([("P-1", "2024-02", Reasons.Factor), ("P-1", "2024-03", Reasons.Factor)]);
        posted
            .Sum(e => Sums(e)["scope1.combustion  CO2"] - before[(e.Plant, e.Month)]["scope1.combustion  CO2"])
            .ShouldBe(decimal.Parse(combustion["delta"]!.GetValue<string>()));

        // Given with the reading beats the plant's own, and that of a source beats that of the plant.
        var lines = (await api.GetAsync("plants/P-1/months/2024-02/lines"))["lines"]!.AsArray();
        var first = lines.Single(l =>
            l!["source"]!.GetValue<string>() == "BOILER-1" && l["category"]!.GetValue<string>() == "scope1.combustion"
        )!;
        first["amount"]!
            .GetValue<string>()
            .ShouldBe($"{Arithmetic.Evaluate("(1000 × 25.2 + 10 × 21.5) × 0.02749 × 94 / 100 × 44 / 12 × 1000"):F6}");
        first["factorSet"]!.GetValue<string>().ShouldBe("ndrc-2013/1+own-P-1/1+given");
        var second = lines.Single(l =>
            l!["source"]!.GetValue<string>() == "BOILER-2" && l["category"]!.GetValue<string>() == "scope1.combustion"
        )!;
        second["amount"]!
            .GetValue<string>()
            .ShouldBe($"{Arithmetic.Evaluate("100 × 26.1 × 0.02749 × 94 / 100 × 44 / 12 × 1000"):F6}");
        second["factorSet"]!.GetValue<string>().ShouldBe("ndrc-2013/1+own-P-1-BOILER-2/1");
        var used = second["working"]!["factors"]!
            .AsArray()
            .Single(f => f!["id"]!.GetValue<string>().EndsWith("ncv", StringComparison.Ordinal))!;
        (
            used["plant"]!.GetValue<string>(),
            used["reference"]!.GetValue<string>(),
            used["standing"]!.GetValue<string>()
        ).ShouldBe(("P-1", "report 2024-118", "measured"));
        var energy = lines.First(l =>
            l!["source"]!.GetValue<string>() == "BOILER-2" && l["category"]!.GetValue<string>() == "energy.consumed"
        )!;
        energy["amount"]!.GetValue<string>().ShouldBe($"{Arithmetic.Evaluate("100 × 26.1 / 29.3076 × 1000"):F6}");

        // Another plant's key does not see it.
        (await api.GetAsync("factors?plant=P-1"))["factors"]!
            .AsArray()
            .Count.ShouldBe(2);
        (await api.GetAsync("factors?plant=P-1", host.As(Roles.Plant, "P-1")))["factors"]!.AsArray().Count.ShouldBe(2);
        (await api.GetAsync("factors?plant=P-1", host.As(Roles.Plant, "P-2")))["factors"]!.AsArray().Count.ShouldBe(0);
        (await api.GetAsync("factors/proposals", host.As(Roles.Plant, "P-2")))["proposals"]!
            .AsArray()
            .Count.ShouldBe(0);
        (
            await FactorsApi.SendAsync(
                host.As(Roles.Plant, "P-2"),
                HttpMethod.Get,
                $"factors/proposals/{proposal}",
                null,
                null
            )
        ).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public void What_is_put_together_for_a_plant_is_what_serves_everybody_but_for_its_own()
    {
        var rows = new ProposedRows
        {
            Factors =
            [
                .. Enumerable
                    .Range(0, 40)
                    .Select(i => new FactorFacts
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
                        Plant = PlantCode.Parse($"P-{i}"),
                    }),
            ],
        };
        var catalogue = Catalogue.Of(
            DeliveredData.Read(),
            Sheets.Catalogue.Version + 1,
            [new Publication(Sheets.Catalogue.Version + 1, rows)]
        );
        var profile = catalogue.ProfileOf("ndrc-2013", "boiler", Month.Parse("2010-05"))!;
        // More plants and months than are kept at once.
        for (var pass = 0; pass < 2; pass++)
        {
            for (var month = Month.Parse("2010-01"); month <= Month.Parse("2011-12"); month = month.Next)
            {
                var everybody = catalogue.For(month);
                for (var plant = 0; plant < 40; plant++)
                {
                    var factors = catalogue.For(month, PlantCode.Parse($"P-{plant}"));
                    factors.Fuel(profile, catalogue.Fuels["anthracite"]).Ncv!.Set.ShouldBe($"own-P-{plant}");
                    factors
                        .Fuel(profile, catalogue.Fuels["diesel"])
                        .ShouldBeSameAs(everybody.Fuel(profile, catalogue.Fuels["diesel"]));
                    factors[HeatContent.Default].ShouldBeSameAs(everybody[HeatContent.Default]);
                    factors[Power.ProvincialAverage, catalogue.PlaceOf("CN", "SX", null)]
                        .ShouldBe(everybody[Power.ProvincialAverage, catalogue.PlaceOf("CN", "SX", null)]);
                }
            }
        }
        catalogue
            .For(Month.Parse("2010-01"), PlantCode.Parse("P-41"))
            .ShouldBeSameAs(catalogue.For(Month.Parse("2010-01")));
        catalogue
            .For(Month.Parse("1999-12"), PlantCode.Parse("P-1"))
            .ShouldBeSameAs(catalogue.For(Month.Parse("1999-12")));
    }
}
