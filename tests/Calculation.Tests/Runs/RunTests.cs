using System.Diagnostics.Metrics;
using System.Text;
using CarbonPlatform.Calculation.Factors;
using CarbonPlatform.Calculation.Methods;
using CarbonPlatform.Contracts;
using CarbonPlatform.Messaging;
using CarbonPlatform.TestKit;
using Npgsql;

namespace CarbonPlatform.Calculation.Tests.Runs;

/// <summary>
/// The consumer against a real database: what is new is calculated once, what is not is answered with what stands.
/// </summary>
[Tier(Tier.Service)]
public sealed class RunTests
{
    private const string Sources = "BOILER-1 boiler | GRID-1 grid-connection";

    private static ReadingsAcceptedEvent Revision(int revision, string tonnes = "1000") =>
        Sheets.Event(
            "2024-03",
            "SX",
            Sources,
            $"BOILER-1 fuel.anthracite {tonnes} t; GRID-1 electricity.grid 10000 MWh",
            revision: revision
        ) with
        {
            Reason = revision == 1 ? Reasons.Reading : Reasons.Correction,
        };

    private static decimal Co2(EmissionsCalculatedEvent calculated)
    {
        var category = calculated.Codes.ToList().IndexOf(Categories.Combustion);
        var line = calculated.Lines.Category.ToList().IndexOf(category);
        return calculated.Lines.Amount[line];
    }

    [Fact]
    public async Task A_first_revision_is_calculated_and_published()
    {
        await using var host = await CalculationHost.StartAsync();
        await host.DeliverAsync(Revision(1));

        var calculated = (await host.OutboxAsync()).ShouldHaveSingleItem();
        calculated.Plant.Value.ShouldBe("XX-P1");
        calculated.Month.ShouldBe(Month.Parse("2024-03"));
        (calculated.Revision, calculated.CatalogueVersion, calculated.MethodsVersion).ShouldBe(
            (1, Sheets.Catalogue.Version, EmissionLines.MethodsVersion)
        );
        calculated.SubmissionId.ShouldBe(Revision(1).SubmissionId);
        calculated.Reason.ShouldBe(Reasons.Reading);
        calculated.CalculatedAt.ShouldBe(host.Clock.GetUtcNow());
        calculated.ReadingCount.ShouldBe(2);
        Co2(calculated).ShouldBe(2_322_768.466333m);
        calculated.Lines.Amount.Count.ShouldBe(9);
        calculated
            .Gaps.Select(gap => $"{gap.Kind} {gap.Source} {gap.Activity} {gap.Category} {gap.Basis} {gap.Measure}")
            .ShouldBe([
                "not-reported BOILER-1 fuel.anthracite air.combustion  NOx",
                "not-reported BOILER-1 fuel.anthracite air.combustion  SO2",
            ]);
        (await host.CountAsync("run")).ShouldBe(1);
        (await host.CountAsync("input")).ShouldBe(1);
        (
            await host.CountAsync(
                "plant_month WHERE plant = 'XX-P1' AND revision = 1 AND catalogue_version = "
                    + $"{Sheets.Catalogue.Version} AND methods_version = {EmissionLines.MethodsVersion}"
            )
        ).ShouldBe(1);
    }

    [Fact]
    public async Task Revisions_that_come_at_once_and_twice_are_each_calculated_at_most_once_and_the_highest_stands()
    {
        await using var host = await CalculationHost.StartAsync();
        var revisions = Enumerable.Range(1, 6).Select(revision => Revision(revision, $"{1000 + revision}")).ToList();
        await Task.WhenAll(
            revisions.Concat(revisions).OrderBy(revision => revision.Revision * 7 % 5).Select(host.DeliverAsync)
        );

        (
            await host.CountAsync(
                "plant_month WHERE revision = 6 AND result_event_id = (SELECT result_event_id FROM run WHERE "
                    + "revision = 6)"
            )
        ).ShouldBe(1);
        (await host.CountAsync("run")).ShouldBe(await host.CountAsync("input"));
        (await host.CountAsync("run")).ShouldBe(await host.CountAsync("event"));
        var published = await host.OutboxAsync();
        published.Select(calculated => calculated.Revision).ShouldBeUnique();
        Co2(published.Single(calculated => calculated.Revision == 6))
            .ShouldBe(2_322_768.466333m * 1.006m, tolerance: 0.001m);
    }

    [Fact]
    public async Task The_columns_name_every_line()
    {
        await using var host = await CalculationHost.StartAsync();
        await host.DeliverAsync(Revision(1));
        var calculated = (await host.OutboxAsync()).Single();
        var columns = calculated.Lines;
        string? Code(int index) => index < 0 ? null : calculated.Codes[index];
        Enumerable
            .Range(0, columns.Amount.Count)
            .Select(i =>
                string.Join(
                    ' ',
                    calculated.Sources[columns.Source[i]].Code,
                    Code(columns.Activity[i]),
                    Code(columns.Category[i]),
                    Code(columns.Basis[i]) ?? "-",
                    Code(columns.Measure[i]),
                    Code(columns.Counterparty[i]) ?? "-",
                    columns.Amount[i],
                    columns.ActivityQuantity[i],
                    calculated.Provenances[columns.Provenance[i]].Method
                )
            )
            .ShouldBe([
                "BOILER-1 fuel.anthracite energy.consumed equal ENERGY - 836472.450832 1000.000000 fuel-combustion/1",
                "BOILER-1 fuel.anthracite energy.consumed equivalent ENERGY - 836472.450832 1000.000000 "
                    + "fuel-combustion/1",
                "BOILER-1 fuel.anthracite scope1.combustion - CO2 - 2322768.466333 1000.000000 fuel-combustion/1",
                "GRID-1 electricity.grid energy.consumed - ELECTRICITY - 10000000.000000 10000000.000000 "
                    + "purchased-electricity/1",
                "GRID-1 electricity.grid energy.consumed equal ENERGY - 3020000.000000 10000000.000000 "
                    + "purchased-electricity/1",
                "GRID-1 electricity.grid energy.consumed equivalent ENERGY - 1229000.000000 10000000.000000 "
                    + "purchased-electricity/1",
                "GRID-1 electricity.grid scope2.electricity location-national CO2 - 5366000.000000 "
                    + "10000000.000000 purchased-electricity/1",
                "GRID-1 electricity.grid scope2.electricity location-provincial CO2 - 7096000.000000 "
                    + "10000000.000000 purchased-electricity/1",
                "GRID-1 electricity.grid scope2.electricity market CO2 - 5856000.000000 10000000.000000 "
                    + "purchased-electricity/1",
            ]);
        calculated.Sources.ShouldBe([new SourceProcess("BOILER-1", "other"), new SourceProcess("GRID-1", "other")]);
        calculated.Codes.ShouldBeUnique();
        calculated.Provenances.ShouldBeUnique();
        calculated.Provenances[0].ActivityUncertaintyPercent.ShouldBe(3m);
        calculated.Provenances[0].FactorUncertaintyPercent.ShouldBe(7m);
    }

    [Fact]
    public async Task A_duplicate_changes_nothing_and_sends_the_stored_result_again()
    {
        await using var host = await CalculationHost.StartAsync();
        await host.DeliverAsync(Revision(1));
        await host.EmptyOutboxAsync();
        host.Clock.Advance(TimeSpan.FromHours(1));
        for (var i = 0; i < 3; i++)
            await host.DeliverAsync(Revision(1));

        var again = (await host.OutboxAsync()).ShouldHaveSingleItem();
        again.CalculatedAt.ShouldBe(host.Clock.GetUtcNow() - TimeSpan.FromHours(1));
        (await host.CountAsync("run")).ShouldBe(1);
        (await host.CountAsync("event")).ShouldBe(1);
    }

    [Fact]
    public async Task An_older_revision_is_answered_with_the_newest_result()
    {
        await using var host = await CalculationHost.StartAsync();
        await host.DeliverAsync(Revision(3, "3000"));
        await host.EmptyOutboxAsync();
        await host.DeliverAsync(Revision(2, "2000"));

        var again = (await host.OutboxAsync()).ShouldHaveSingleItem();
        again.Revision.ShouldBe(3);
        Co2(again).ShouldBe(6_968_305.399m);
        (await host.CountAsync("input")).ShouldBe(1);
    }

    [Fact]
    public async Task What_comes_again_or_late_is_counted()
    {
        // Tests beside this one count too, but not in its flow.
        var counted = new AsyncLocal<List<string>?> { Value = [] };
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, own) =>
            {
                if (instrument.Name == "messaging.duplicates")
                    own.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>(
            (_, value, tags, _) => counted.Value?.Add($"{value} {tags[0].Value}")
        );
        listener.Start();
        await using var host = await CalculationHost.StartAsync();

        await host.DeliverAsync(Revision(2));
        counted.Value.ShouldBeEmpty();
        await host.DeliverAsync(Revision(2));
        await host.DeliverAsync(Revision(1));
        counted.Value.ShouldBe(["1 readings-accepted.v1", "1 readings-accepted.v1"]);
    }

    [Fact]
    public async Task A_newer_revision_is_calculated_beside_the_old_one()
    {
        await using var host = await CalculationHost.StartAsync();
        await host.DeliverAsync(Revision(1));
        await host.DeliverAsync(Revision(2, "2000"));

        var calculated = await host.OutboxAsync();
        calculated.Select(c => c.Revision).ShouldBe([1, 2]);
        calculated[1].Reason.ShouldBe(Reasons.Correction);
        Co2(calculated[1]).ShouldBe(4_645_536.932667m);
        (await host.CountAsync("run")).ShouldBe(2);
        (await host.CountAsync("input")).ShouldBe(2);
        (await host.CountAsync("plant_month WHERE revision = 2")).ShouldBe(1);
    }

    [Fact]
    public async Task All_orders_of_four_revisions_end_alike()
    {
        await using var host = await CalculationHost.StartAsync();
        var orders = Permutations([1, 2, 3, 4]).ToList();
        orders.Count.ShouldBe(24);
        for (var i = 0; i < orders.Count; i++)
        {
            foreach (var revision in orders[i])
                await host.DeliverAsync(
                    Revision(revision, $"{revision}000") with
                    {
                        Plant = PlantCode.Parse($"P-{i}"),
                    }
                );
        }
        (await host.CountAsync("plant_month WHERE revision = 4")).ShouldBe(24);
        var newest = (await host.OutboxAsync())
            .GroupBy(e => e.Plant)
            .Select(plant => plant.MaxBy(e => e.Revision)!)
            .ToList();
        newest.ShouldAllBe(e => e.Revision == 4 && Co2(e) == 9_291_073.865333m);
        (
            await host.CountAsync(
                "(SELECT DISTINCT r.lines_hash FROM run r JOIN plant_month p USING (plant, month, revision)) AS hashes"
            )
        ).ShouldBe(1);
    }

    [Fact]
    public async Task Concurrent_deliveries_make_one_run_of_each_revision()
    {
        await using var host = await CalculationHost.StartAsync();
        await Task.WhenAll(
            Enumerable.Range(0, 24).Select(i => host.DeliverAsync(Revision(i % 3 + 1, $"{i % 3 + 1}000")))
        );
        (
            await host.CountAsync(
                "(SELECT revision FROM run GROUP BY plant, month, revision HAVING count(*) > 1) AS doubles"
            )
        ).ShouldBe(0);
        (await host.CountAsync("plant_month WHERE revision = 3")).ShouldBe(1);
        (await host.CountAsync("event")).ShouldBe(await host.CountAsync("run"));
    }

    [Fact]
    public async Task What_cannot_be_read_is_poison_with_its_reason_and_leaves_nothing()
    {
        await using var host = await CalculationHost.StartAsync();
        (
            await Should.ThrowAsync<PoisonMessageException>(() => host.DeliverAsync("{"u8.ToArray()))
        ).Message.ShouldStartWith("The event is no readings-accepted.v1: ");
        (await Should.ThrowAsync<PoisonMessageException>(() => host.DeliverAsync(Revision(0)))).Message.ShouldBe(
            "XX-P1 2024-03: revisions count from 1, not 0."
        );
        var nameless = Encoding.UTF8.GetBytes(
            Encoding
                .UTF8.GetString(EventJson.Serialize(Revision(1)))
                .Replace("XX-P1", "no plant", StringComparison.Ordinal)
        );
        (await Should.ThrowAsync<PoisonMessageException>(() => host.DeliverAsync(nameless))).Message.ShouldStartWith(
            "The event is no readings-accepted.v1: \"no plant\" has the lowercase letter \"n\" at position 1."
        );
        var unknown = Sheets.Event("2024-03", "SX", Sources, "BOILER-1 fuel.peat 1 t");
        (await Should.ThrowAsync<PoisonMessageException>(() => host.DeliverAsync(unknown))).Message.ShouldBe(
            "XX-P1 2024-03 revision 1: The activity fuel.peat is not in the vocabulary of this calculation."
        );
        var huge = Sheets.Event("2024-03", "SX", Sources, "BOILER-1 fuel.anthracite 99999999999999999999999 t");
        (await Should.ThrowAsync<PoisonMessageException>(() => host.DeliverAsync(huge))).Message.ShouldStartWith(
            "XX-P1 2024-03 revision 1: an amount is too large."
        );
        (await host.CountAsync("plant_month")).ShouldBe(0);
        (await host.CountAsync("event")).ShouldBe(0);

        await host.DeliverAsync(Revision(1));
        (await host.CountAsync("run")).ShouldBe(1);
    }

    [Fact]
    public async Task A_crash_before_the_commit_leaves_nothing_and_the_next_delivery_does_it_all()
    {
        await using var host = await CalculationHost.StartAsync();
        // The last statement of the transaction fails, as if the process had died before its commit.
        await host.Database.ExecuteAsync(
            "ALTER TABLE plant_month ADD CONSTRAINT crash CHECK (result_event_id IS NULL)"
        );
        await Should.ThrowAsync<PostgresException>(() => host.DeliverAsync(Revision(1)));
        foreach (var table in new[] { "plant_month", "input", "run", "event", "outbox" })
            (await host.CountAsync(table)).ShouldBe(0, table);

        await host.Database.ExecuteAsync("ALTER TABLE plant_month DROP CONSTRAINT crash");
        await host.DeliverAsync(Revision(1));
        foreach (var table in new[] { "plant_month", "input", "run", "event", "outbox" })
            (await host.CountAsync(table)).ShouldBe(1, table);
    }

    [Fact]
    public async Task A_crash_after_the_commit_sends_the_same_bytes_again()
    {
        await using var host = await CalculationHost.StartAsync();
        await host.DeliverAsync(Revision(1));
        var first = await host.Database.ExecuteAsync("SELECT body FROM event");
        // The acknowledgement never reached the broker: it delivers again, to another process with another clock.
        host.Clock.Advance(TimeSpan.FromDays(1));
        await host.RunsBy(host.Catalogues()).CalculateAsync(EventJson.Serialize(Revision(1)), CancellationToken.None);
        (await host.CountAsync("event")).ShouldBe(1);
        (await host.Database.ExecuteAsync("SELECT body FROM event")).ShouldBe(first);
    }

    [Fact]
    public async Task The_same_sheet_makes_the_same_bytes()
    {
        await using var one = await CalculationHost.StartAsync();
        await using var two = await CalculationHost.StartAsync();
        await one.DeliverAsync(Revision(1));
        await two.DeliverAsync(
            Revision(1) with
            {
                Readings = [.. Revision(1).Readings.Reverse()],
                Sources = [.. Revision(1).Sources.Reverse()],
            }
        );
        (await two.Database.ExecuteAsync("SELECT body FROM event")).ShouldBe(
            await one.Database.ExecuteAsync("SELECT body FROM event")
        );
    }

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
                + "text,T,verified,5,"
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
                + "text,T,verified,5,"
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
            "fugitive.refill,1,ndrc-2013,refill,*,2,1,,,,s,assumption,provisional,10,"
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

    [Fact]
    public async Task The_services_role_cannot_change_the_record()
    {
        await using var host = await CalculationHost.StartAsync();
        await using var connection = new NpgsqlConnection(host.Database.Service);
        await connection.OpenAsync();
        foreach (
            var sql in new[]
            {
                "UPDATE input SET revision = 9",
                "DELETE FROM input",
                "TRUNCATE input",
                "UPDATE run SET revision = 9",
                "DELETE FROM run",
                "TRUNCATE run",
                "UPDATE catalogue_version SET version = 9",
                "DELETE FROM catalogue_version",
                "UPDATE factor_proposal SET reason = ''",
                "DELETE FROM factor_proposal",
                "UPDATE event SET type = ''",
                "DELETE FROM event",
                "DELETE FROM plant_month",
                "TRUNCATE plant_month",
            }
        )
        {
            await using var command = new NpgsqlCommand(sql, connection);
            (await Should.ThrowAsync<PostgresException>(command.ExecuteNonQueryAsync())).SqlState.ShouldBe(
                "42501",
                sql
            );
        }
    }

    private static IEnumerable<int[]> Permutations(int[] items) =>
        items.Length <= 1
            ? [items]
            : items.SelectMany(first =>
                Permutations([.. items.Where(item => item != first)]).Select(rest => (int[])[first, .. rest])
            );
}
