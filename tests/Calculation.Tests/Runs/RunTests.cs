using System.Text;
using CarbonPlatform.Calculation.Methods;
using CarbonPlatform.Contracts;
using CarbonPlatform.Messaging;
using CarbonPlatform.TestKit;
using Npgsql;
using static CarbonPlatform.Calculation.Tests.Runs.OneMonth;

namespace CarbonPlatform.Calculation.Tests.Runs;

/// <summary>
/// The consumer against a real database: what is new is calculated once, what is not is answered with what stands.
/// </summary>
[Tier(Tier.Service)]
public sealed class RunTests
{
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
                    + "purchased-electricity/2",
                "GRID-1 electricity.grid energy.consumed equal ENERGY - 3024000.000000 10000000.000000 "
                    + "purchased-electricity/2",
                "GRID-1 electricity.grid energy.consumed equivalent ENERGY - 1229000.000000 10000000.000000 "
                    + "purchased-electricity/2",
                "GRID-1 electricity.grid scope2.electricity location-national CO2 - 5366000.000000 "
                    + "10000000.000000 purchased-electricity/2",
                "GRID-1 electricity.grid scope2.electricity location-provincial CO2 - 7096000.000000 "
                    + "10000000.000000 purchased-electricity/2",
                "GRID-1 electricity.grid scope2.electricity market CO2 - 5856000.000000 10000000.000000 "
                    + "purchased-electricity/2",
            ]);
        calculated.Sources.ShouldBe([new SourceProcess("BOILER-1", "other"), new SourceProcess("GRID-1", "other")]);
        calculated.Codes.ShouldBeUnique();
        calculated.Provenances.ShouldBeUnique();
        calculated.Provenances[0].ActivityUncertaintyPercent.ShouldBe(3m);
        calculated.Provenances[0].FactorUncertaintyPercent.ShouldBe(7m);
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
}
