using CarbonPlatform.Calculation.Factors;
using CarbonPlatform.Calculation.Methods;
using CarbonPlatform.Calculation.Runs;
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

    /// <summary>A bill goes before the plant's own meter, and a line of both is known as well as the meter.</summary>
    /// <summary>
    /// A release may bring methods and factors together: then it is the factors, and each line names its method too.
    /// </summary>
    [Theory]
    [InlineData(0, 1, Reasons.Factor)]
    [InlineData(1, 1, Reasons.Factor)]
    [InlineData(1, 0, Reasons.Method)]
    public async Task What_stands_on_an_older_catalogue_is_sent_with_that_reason_whatever_the_methods(
        int methodsBehind,
        int catalogueBehind,
        string reason
    )
    {
        await using var host = await CalculationHost.StartAsync();
        await host.DeliverAsync(Sheets.Event("2024-05", "SX", "SITE-1 site", "SITE-1 output.alumina 120 t"));
        await host.EmptyOutboxAsync();
        foreach (var table in (string[])["plant_month", "run"])
            await host.Database.ExecuteAsync(
                $"UPDATE {table} SET methods_version = methods_version - {methodsBehind}, "
                    + $"catalogue_version = catalogue_version - {catalogueBehind}"
            );
        await host.Database.ExecuteAsync("UPDATE run SET lines_hash = sha256('otherwise')");

        (await host.SweepAsync()).ShouldBe(1);

        (await host.OutboxAsync()).ShouldHaveSingleItem().Reason.ShouldBe(reason);
    }

    [Fact]
    public async Task A_line_of_a_bill_and_an_own_meter_that_older_methods_called_settled_is_sent_with_reason_method()
    {
        await using var host = await CalculationHost.StartAsync();
        await host.DeliverAsync(
            Alumina("BOTH", "SITE-1 output.alumina@1 120 t @settled", "output.alumina@2 30 t @own-meter")
        );
        await host.DeliverAsync(Alumina("EACH", "SITE-1 output.alumina 120 t @settled", "output.lead 30 t @own-meter"));
        await host.EmptyOutboxAsync();
        await host.Database.ExecuteAsync(
            $"UPDATE plant_month SET methods_version = {EmissionLines.MethodsVersion - 1}"
        );
        await host.Database.ExecuteAsync($"UPDATE run SET methods_version = {EmissionLines.MethodsVersion - 1}");
        await host.Database.ExecuteAsync("UPDATE run SET lines_hash = sha256('settled') WHERE plant = 'BOTH'");

        (await host.SweepAsync()).ShouldBe(1);
        var sent = (await host.OutboxAsync()).ShouldHaveSingleItem();
        (sent.Plant.Value, sent.Reason, sent.MethodsVersion).ShouldBe(
            ("BOTH", Reasons.Method, EmissionLines.MethodsVersion)
        );
        var provenance = sent.Provenances.ShouldHaveSingleItem();
        (provenance.Quality, provenance.ActivityUncertaintyPercent).ShouldBe((Quality.OwnMeter, 5m));
        (await host.CountAsync($"plant_month WHERE methods_version = {EmissionLines.MethodsVersion}")).ShouldBe(2);

        static ReadingsAcceptedEvent Alumina(string plant, string one, string other) =>
            Sheets.Event("2024-05", "SX", "SITE-1 site", $"{one}; SITE-1 {other}") with
            {
                Plant = PlantCode.Parse(plant),
            };
    }

    /// <summary>By it a sweep knows that lines say what they said: it stands in every database.</summary>
    [Fact]
    public void The_hash_of_lines_does_not_depend_on_the_order_of_quality()
    {
        var accepted = Sheets.Event(
            "2024-05",
            "SX",
            "SITE-1 site",
            "SITE-1 output.alumina 1 t; SITE-1 output.zinc 2 t @own-meter; SITE-1 output.lead 3 t @settled; "
                + "SITE-1 water.fresh 4 m3 @estimated; SITE-1 output.primary-aluminium 5 t @default"
        );
        Convert
            .ToHexStringLower(CalculatedMonth.Of(accepted, Sheets.Catalogue).Hash())
            .ShouldBe("e535ebc22381e102938381ce069a8621df88f957fdf2ef78e1b706d240144f65");
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
