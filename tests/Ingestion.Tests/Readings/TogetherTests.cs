using System.Net;
using CarbonPlatform.Ingestion.Delivery;
using CarbonPlatform.Ingestion.Tests.Delivery;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Ingestion.Tests.Readings;

/// <summary>
/// Calls that come at the same moment share a transaction in a process, and meet in the database from two.
/// </summary>
[Tier(Tier.Service)]
public sealed class TogetherTests(SharedHost shared)
{
    private const int Together = 24;

    private IngestionHost Host => shared.Host;

    private static string Meter(int number) =>
        Calls.Sheet(
            $$"""
            { "source": "GRID-1", "activity": "electricity.grid", "meter": "M{{number}}", "quantity": "{{number}}",
            "unit": "MWh", "quality": "measured" }
            """
        );

    [Fact]
    public async Task Two_processes_that_change_one_sheet_number_its_revisions_without_gap_and_lose_nothing()
    {
        await using var other = Host.Replica();
        var admin = Host.As(Roles.Admin);
        var plant = await admin.NewSmelterAsync();
        HttpClient[] clients = [admin, other.As(Roles.Admin)];

        var answers = await Task.WhenAll(
            Enumerable
                .Range(1, Together)
                .Select(number => clients[number % 2].PostReadingsAsync(plant, "2024-03", Meter(number)))
        );

        answers.ShouldAllBe(answer => answer.Status == HttpStatusCode.Accepted);
        answers.Select(answer => (int)answer.Body["revision"]!).Order().ShouldBe(Enumerable.Range(1, Together));
        (await Stored.SheetAsync(Host, plant, "2024-03"))
            .Readings.Select(reading => reading.Quantity)
            .Order()
            .ShouldBe(Enumerable.Range(1, Together).Select(number => (decimal)number));
        (await Host.RowsOfAsync(plant)).ShouldBe(
            1 + 3 * Together,
            "a sheet, and a revision, a key and an event for each call"
        );
    }

    [Fact]
    public async Task What_is_refused_takes_nobody_with_it_and_leaves_nothing()
    {
        var admin = Host.As(Roles.Admin);
        var (good, bad) = (await admin.NewSmelterAsync(), await admin.NewSmelterAsync());
        var wrong = Calls.Sheet(Calls.Grid.Replace("万kWh", "t", StringComparison.Ordinal));

        var answers = await Task.WhenAll(
            Enumerable
                .Range(1, Together)
                .Select(number =>
                    number % 2 == 0
                        ? admin.PostReadingsAsync(good, "2024-03", Meter(number))
                        : admin.PostReadingsAsync(number % 4 == 1 ? bad : "NOWHERE", "2024-03", wrong)
                )
        );

        answers.Where((_, i) => i % 2 == 1).ShouldAllBe(answer => answer.Status == HttpStatusCode.Accepted);
        answers
            .Where((_, i) => i % 4 == 0)
            .ShouldAllBe(answer => answer.Status == HttpStatusCode.UnprocessableEntity && answer.Errors.Count == 1);
        answers.Where((_, i) => i % 4 == 2).ShouldAllBe(answer => answer.Status == HttpStatusCode.NotFound);
        (await Host.RowsOfAsync(good)).ShouldBe(1 + 3 * Together / 2);
        (await Host.RowsOfAsync(bad)).ShouldBe(0);
        (await Host.RowsOfAsync("NOWHERE")).ShouldBe(0);
    }

    [Fact]
    public async Task Results_and_receipts_of_many_revisions_at_once_settle_each()
    {
        var admin = Host.As(Roles.Admin);
        var plant = await admin.NewSmelterAsync();
        for (var number = 1; number <= 6; number++)
            await admin.PostReadingsAsync(plant, "2024-03", Meter(number));
        var progress = Host.Services.GetRequiredService<NoteProgress>();
        var (results, receipts) = (new OnEmissionsCalculated(progress), new OnEntryPosted(progress));

        await Task.WhenAll(
            Enumerable
                .Range(1, 6)
                .SelectMany(revision =>
                    new[]
                    {
                        results
                            .ConsumeAsync(Receipts.Calculated(plant, "2024-03", revision), CancellationToken.None)
                            .AsTask(),
                        receipts
                            .ConsumeAsync(
                                Receipts.Posted(plant, "2024-03", revision, position: 100 + revision),
                                CancellationToken.None
                            )
                            .AsTask(),
                        receipts
                            .ConsumeAsync(
                                Receipts.Posted(plant, "2024-03", revision, position: 100 + revision),
                                CancellationToken.None
                            )
                            .AsTask(),
                    }
                )
        );

        (
            await Host.Database.ExecuteAsync(
                "SELECT string_agg(concat_ws(' ', revision, calculated_at IS NOT NULL, ledger_position, "
                    + $"posting_count), ', ' ORDER BY revision) FROM revision WHERE plant = '{plant}'"
            )
        ).ShouldBe("1 t 101 7, 2 t 102 7, 3 t 103 7, 4 t 104 7, 5 t 105 7, 6 t 106 7");
        (
            await Host.Database.ExecuteAsync(
                "SELECT concat_ws(' ', revision, applied_revision, applied_position) FROM sheet WHERE "
                    + $"plant = '{plant}'"
            )
        ).ShouldBe("6 6 106");
    }
}
