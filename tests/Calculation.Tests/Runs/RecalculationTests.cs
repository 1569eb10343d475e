using CarbonPlatform.Calculation.Factors;
using CarbonPlatform.Contracts;
using CarbonPlatform.TestKit;
using static CarbonPlatform.Calculation.Tests.Runs.OneMonth;

namespace CarbonPlatform.Calculation.Tests.Runs;

/// <summary>Another catalogue: what it changes is calculated again and sent, and nothing else is.</summary>
[Tier(Tier.Service)]
public sealed class RecalculationTests
{
    [Fact]
    public async Task A_new_catalogue_calculates_again_until_none_is_left()
    {
        await using var host = await CalculationHost.StartAsync();
        for (var i = 0; i < 3; i++)
            await host.DeliverAsync(Revision(1) with { Plant = PlantCode.Parse($"P-{i}") });
        await host.DeliverAsync(Revision(2, "2000") with { Plant = PlantCode.Parse("P-1") });
        await host.EmptyOutboxAsync();

        using var folder = DataFolder.Copy();
        folder.AddVersion("Official carbon content of anthracite");
        folder.Append(
            "factors/fuels.csv",
            "fuel.ndrc-2013.anthracite.carbon-content,2,ndrc-2013,carbon-content,anthracite,0.0275,tC/GJ,,,,official "
                + "text,text,verified,5,,Official text: the notice"
        );
        var second = host.Catalogues(DeliveredData.Read(folder.Path));
        (await host.SweepBy(second).SweepAsync(CancellationToken.None)).ShouldBe(3);

        var calculated = await host.OutboxAsync();
        calculated
            .Select(c => (c.Plant.Value, c.Revision, c.CatalogueVersion, c.Reason))
            .OrderBy(c => c.Value, StringComparer.Ordinal)
            .ShouldBe([
                ("P-0", 1, Sheets.Catalogue.Version + 1, Reasons.Factor),
                ("P-1", 2, Sheets.Catalogue.Version + 1, Reasons.Factor),
                ("P-2", 1, Sheets.Catalogue.Version + 1, Reasons.Factor),
            ]);
        // 1000 × 24.515 × 0.0275 × 94 / 100 × 44 / 12 × 1000
        Co2(calculated.Single(c => c.Plant.Value == "P-0"))
            .ShouldBe(Arithmetic.Evaluate("1000 × 24.515 × 0.0275 × 94 / 100 × 44 / 12 × 1000"));
        calculated[0].Provenances.Select(p => p.FactorSet).ShouldContain("ndrc-2013/2+ndrc-2013/1");
        (await host.SweepBy(second).SweepAsync(CancellationToken.None)).ShouldBe(0);

        // A process of the old version that comes late does not take it back.
        await host.EmptyOutboxAsync();
        await host.DeliverAsync(Revision(1) with { Plant = PlantCode.Parse("P-0") });
        (await host.OutboxAsync()).ShouldHaveSingleItem().CatalogueVersion.ShouldBe(Sheets.Catalogue.Version + 1);
    }

    [Fact]
    public async Task A_delivery_under_a_new_catalogue_calculates_the_highest_revision_again()
    {
        await using var host = await CalculationHost.StartAsync();
        await host.DeliverAsync(Revision(2, "2000"));
        await host.EmptyOutboxAsync();
        using var folder = DataFolder.Copy();
        folder.AddVersion("Official carbon content of anthracite");
        folder.Append(
            "factors/fuels.csv",
            "fuel.ndrc-2013.anthracite.carbon-content,2,ndrc-2013,carbon-content,anthracite,0.0275,tC/GJ,,,,official "
                + "text,text,verified,5,,Official text: the notice"
        );
        await host.RunsBy(host.Catalogues(DeliveredData.Read(folder.Path)))
            .CalculateAsync(EventJson.Serialize(Revision(1)), CancellationToken.None);
        var calculated = (await host.OutboxAsync()).ShouldHaveSingleItem();
        (calculated.Revision, calculated.CatalogueVersion, calculated.Reason).ShouldBe(
            (2, Sheets.Catalogue.Version + 1, Reasons.Factor)
        );
    }

    [Fact]
    public async Task A_new_catalogue_by_which_nothing_changes_makes_no_run_and_sends_nothing()
    {
        await using var host = await CalculationHost.StartAsync();
        await host.DeliverAsync(Revision(1));
        await host.EmptyOutboxAsync();
        using var folder = DataFolder.Copy();
        folder.AddVersion("Nothing changed but the version");
        var second = host.Catalogues(DeliveredData.Read(folder.Path));
        (await host.SweepBy(second).SweepAsync(CancellationToken.None)).ShouldBe(0);
        (await host.OutboxAsync()).ShouldBeEmpty();
        (await host.CountAsync("run")).ShouldBe(1);
        (await host.CountAsync($"plant_month WHERE catalogue_version = {Sheets.Catalogue.Version + 1}")).ShouldBe(1);
        // A delivery that comes again is answered with the result that stands, which says by what it was made.
        await host.RunsBy(second).CalculateAsync(EventJson.Serialize(Revision(1)), CancellationToken.None);
        (await host.OutboxAsync()).ShouldHaveSingleItem().CatalogueVersion.ShouldBe(Sheets.Catalogue.Version);
        (await host.CountAsync("event")).ShouldBe(1);
    }

    [Fact]
    public async Task A_delivery_under_a_new_catalogue_by_which_nothing_changes_sends_what_stands()
    {
        await using var host = await CalculationHost.StartAsync();
        await host.DeliverAsync(Revision(1));
        await host.EmptyOutboxAsync();
        using var folder = DataFolder.Copy();
        folder.AddVersion("Nothing changed but the version");
        await host.RunsBy(host.Catalogues(DeliveredData.Read(folder.Path)))
            .CalculateAsync(EventJson.Serialize(Revision(1)), CancellationToken.None);
        (await host.OutboxAsync()).ShouldHaveSingleItem().CatalogueVersion.ShouldBe(Sheets.Catalogue.Version);
        (await host.CountAsync("event")).ShouldBe(1);
        (await host.CountAsync($"plant_month WHERE catalogue_version = {Sheets.Catalogue.Version + 1}")).ShouldBe(1);
    }

    [Fact]
    public async Task Files_that_differ_without_a_new_version_do_not_start()
    {
        await using var host = await CalculationHost.StartAsync();
        await host.Catalogues().StartAsync(CancellationToken.None);
        await host.Catalogues().StartAsync(CancellationToken.None);
        (await host.CountAsync("catalogue_version")).ShouldBe(1);
        using var folder = DataFolder.Copy();
        folder.Replace(
            "factors/process.csv",
            "fugitive.refill",
            "fugitive.refill,1,ndrc-2013,refill,*,2,1,,,,s,assumption,provisional,10,,"
        );
        (
            await Should.ThrowAsync<DataFileException>(
                host.Catalogues(DeliveredData.Read(folder.Path)).StartAsync(CancellationToken.None)
            )
        ).Message.ShouldBe(
            "catalogue.csv, line 0: the files differ from those that were delivered as version "
                + $"{Sheets.Catalogue.Version} before; whatever changes in them needs a new row here"
        );
    }
}
