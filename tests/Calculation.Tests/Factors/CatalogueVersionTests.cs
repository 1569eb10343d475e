using System.Net;
using CarbonPlatform.Calculation.Factors;
using CarbonPlatform.Calculation.Methods;
using CarbonPlatform.Calculation.Tests.Runs;
using CarbonPlatform.Contracts;
using CarbonPlatform.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using static CarbonPlatform.Calculation.Tests.Factors.Publications;

namespace CarbonPlatform.Calculation.Tests.Factors;

/// <summary>
/// The next version of the catalogue: every process comes to it, runs under way end on it, and it is never counted
/// back.
/// </summary>
[Tier(Tier.Service)]
public sealed class CatalogueVersionTests
{
    [Fact]
    public async Task Every_process_comes_to_the_new_version_and_a_restart_keeps_it()
    {
        await using var host = await CalculationHost.StartAsync();
        var api = new FactorsApi(host);
        var elsewhere = host.Catalogues();
        (await elsewhere.GetAsync(CancellationToken.None)).Version.ShouldBe(Sheets.Catalogue.Version);
        await api.PublishedAsync(Anthracite);

        // It has heard of nothing, and calculates by the new one all the same.
        await host.RunsBy(elsewhere)
            .CalculateAsync(
                EventJson.Serialize(Sheet("P-1", "BOILER-1 fuel.anthracite 1000 t")),
                CancellationToken.None
            );
        var calculated = (await host.OutboxAsync()).ShouldHaveSingleItem();
        calculated.CatalogueVersion.ShouldBe(Sheets.Catalogue.Version + 1);
        Sums(calculated)["scope1.combustion  CO2"]
            .ShouldBe(Arithmetic.Evaluate("1000 × 24.515 × 0.0275 × 94 / 100 × 44 / 12 × 1000"));
        var restarted = host.Catalogues();
        await restarted.StartAsync(CancellationToken.None);
        var kept = await restarted.GetAsync(CancellationToken.None);
        (kept.Version, kept.Find("fuel.ndrc-2013.anthracite.carbon-content", Month.Parse("2024-03"))!.Value).ShouldBe(
            (Sheets.Catalogue.Version + 1, 0.0275m)
        );
    }

    [Fact]
    public async Task A_revision_that_races_a_publication_ends_on_the_new_version()
    {
        await using var host = await CalculationHost.StartAsync();
        var api = new FactorsApi(host);
        var proposal = await api.ProposedAsync(Anthracite);
        var elsewhere = host.RunsBy(host.Catalogues());
        var begun = new SemaphoreSlim(0);
        var deliveries = Enumerable
            .Range(0, 8)
            .Select(hand =>
                Task.Run(async () =>
                {
                    for (var i = hand; i < 160; i += 8)
                    {
                        var body = EventJson.Serialize(Sheet($"P-{i}", $"BOILER-1 fuel.anthracite {1000 + i} t"));
                        if (i % 2 == 0)
                            await host.DeliverAsync(body);
                        else
                            await elsewhere.CalculateAsync(body, CancellationToken.None);
                        begun.Release();
                    }
                })
            )
            .ToList();
        for (var i = 0; i < 30; i++)
            await begun.WaitAsync();
        (await api.PublishAsync(proposal)).Status.ShouldBe(HttpStatusCode.OK);

        // Once is enough: when the publication had committed, no run by the old version was under way any more.
        await host.SweepAsync();
        await Task.WhenAll(deliveries);
        (
            await host.CountAsync($"run WHERE catalogue_version = {Sheets.Catalogue.Version}")
        ).ShouldBeGreaterThanOrEqualTo(30);
        (await host.CountAsync($"plant_month WHERE catalogue_version = {Sheets.Catalogue.Version + 1}")).ShouldBe(160);
        var newest = (await host.OutboxAsync())
            .GroupBy(e => e.Plant)
            .Select(plant => plant.MaxBy(e => e.CatalogueVersion)!)
            .ToList();
        newest.Count.ShouldBe(160);
        newest.ShouldAllBe(e =>
            e.CatalogueVersion == Sheets.Catalogue.Version + 1
            && e.Provenances.Any(p => p.FactorSet == "ndrc-2013/2+ndrc-2013/1")
        );
    }

    [Fact]
    public async Task A_publication_waits_for_the_runs_under_way()
    {
        await using var host = await CalculationHost.StartAsync();
        var api = new FactorsApi(host);
        var proposal = await api.ProposedAsync(Anthracite);
        await using var connection = new NpgsqlConnection(host.Database.Service);
        await connection.OpenAsync();
        await using var run = await connection.BeginTransactionAsync();
        (await host.Catalogues().HoldAsync(connection, CancellationToken.None)).Version.ShouldBe(
            Sheets.Catalogue.Version
        );
        var publication = api.PublishAsync(proposal);
        (await Task.WhenAny(publication, Task.Delay(TimeSpan.FromMilliseconds(500)))).ShouldNotBe(publication);
        await run.CommitAsync();
        (await publication).Status.ShouldBe(HttpStatusCode.OK);
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
        (await api.PublishedAsync(Anthracite)).ShouldBe(9);
        (await host.SweepAsync()).ShouldBe(1);
        (await host.OutboxAsync()).ShouldHaveSingleItem().CatalogueVersion.ShouldBe(9);
    }

    [Fact]
    public async Task A_process_of_an_older_program_goes_as_far_as_its_files_reach_and_publishes_nothing()
    {
        await using var host = await CalculationHost.StartAsync();
        var api = new FactorsApi(host);
        await api.PublishedAsync(Anthracite);
        var proposal = await api.ProposedAsync(
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
        using var folder = DataFolder.Copy();
        folder.AddVersion("Newer files");
        folder.Append(
            "factors/grid.csv",
            "heat.default,2,ndrc-2013,heat,*,0.1,tCO2/GJ,,,,official text,text,verified,5,,Official text: the notice"
        );
        var newer = await host.Catalogues(DeliveredData.Read(folder.Path)).GetAsync(CancellationToken.None);
        (
            newer.Version,
            newer.For(Month.Parse("2024-03"))[HeatContent.Default].Value,
            newer.Find("fuel.ndrc-2013.anthracite.carbon-content", Month.Parse("2024-03"))!.Version
        ).ShouldBe((Sheets.Catalogue.Version + 2, 0.1m, 2));

        var older = await host.Services.GetRequiredService<CatalogueInForce>().RefreshAsync(CancellationToken.None);
        (older.Version, older.For(Month.Parse("2024-03"))[HeatContent.Default].Value).ShouldBe(
            (Sheets.Catalogue.Version + 1, 0.11m)
        );
        var (status, body) = await api.PublishAsync(proposal);
        (status, Error(body)).ShouldBe((HttpStatusCode.ServiceUnavailable, "catalogue-behind"));
    }
}
