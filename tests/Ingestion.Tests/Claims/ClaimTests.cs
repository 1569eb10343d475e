using CarbonPlatform.Contracts;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;
using static CarbonPlatform.Ingestion.Tests.Organisation.Supplies;

namespace CarbonPlatform.Ingestion.Tests.Claims;

/// <summary>
/// A kWh of hydro, wind or solar power is claimed once in the group: whatever one plant generates, passes on, sells or
/// claims, the sheets of others say at once what they hold.
/// </summary>
[Tier(Tier.Service)]
public sealed class ClaimTests(SharedHost shared)
{
    private IngestionHost Host => shared.Host;

    private HttpClient Admin => Host.As(Roles.Admin);

    private static string Wind(string quantity, string? customer = null, string sold = "no") =>
        $$"""
            { "source": "WF-1", "activity": "generation.wind", "quantity": "{{quantity}}", "unit": "MWh",
            "quality": "measured", "attributes": { "certificateSold": "{{sold}}"{{(
                customer is null ? "" : $", \"customerPlant\": \"{customer}\""
            )}} } }
            """;

    private static string Proven(string quantity, string? supplier = null, string proof = "certificate") =>
        $$"""
            { "source": "GRID-1", "activity": "electricity.wind", "quantity": "{{quantity}}", "unit": "MWh",
            "quality": "settled", "attributes": { "proof": "{{proof}}"{{(
                supplier is null ? "" : $", \"supplierPlant\": \"{supplier}\""
            )}} } }
            """;

    private async Task<Answer> PostAsync(string plant, string reading, HttpClient? client = null)
    {
        var answer = await (client ?? Admin).PostReadingsAsync(plant, "2024-04", Calls.Sheet(reading));
        answer.Status.ShouldBe(System.Net.HttpStatusCode.Accepted, answer.Body.Plain());
        return answer;
    }

    /// <summary>Revision, reason and shares: <c>2 claim: wind W-1 100000/150000</c>.</summary>
    private async Task<string> HeldAsync(string plant)
    {
        var sheet = await Stored.SheetAsync(Host, plant, "2024-04");
        return $"{sheet.Revision} {sheet.Reason}: {string.Join(", ", (sheet.Claims ?? []).Select(Shown))}";
    }

    private static string Shown(ClaimShare share) =>
        $"{share.Power} {share.Supplier} "
        + (share.Delivered is null ? "not reported" : $"{share.Delivered}/{share.Claimed}")
        + (share.Unnamed is null ? "" : $" unnamed {share.Unnamed}");

    private async Task<(string Generator, string One, string Two)> ConfirmedAsync()
    {
        var (generator, one) = await PairAsync(Admin);
        var two = await Admin.NewSmelterAsync();
        await StateAsync(Admin, generator, one, Statement());
        await StateAsync(Admin, generator, two, Statement());
        return (generator, one, two);
    }

    [Fact]
    public async Task Wind_that_a_plant_delivers_to_one_it_names_is_claimed_by_it_and_the_customer_is_asked()
    {
        var (generator, customer) = await PairAsync(Admin);
        await PostAsync(generator, Wind("100", customer));

        var answer = await PostAsync(customer, Proven("100"), Host.As(Roles.Plant, customer));

        (await HeldAsync(customer)).ShouldBe($"1 reading: wind {generator} 100000/100000 unnamed 100000");
        var finding = answer.Body["findings"]!.AsArray().ShouldHaveSingleItem()!;
        (finding.Text("code"), finding.Text("path")).ShouldBe(("named-as-customer", "readings[0]"));
        finding.Text("message").ShouldStartWith($"{generator} names this plant as its customer for 100000 kWh of wind");
        finding.Text("expected").ShouldStartWith($"supplierPlant {generator} on the reading of it");
        Codes((await Admin.AskAsync($"/plants/{customer}/months/2024-04")).Body).ShouldBe(["named-as-customer"]);
        (await HeldAsync(generator)).ShouldBe("1 reading: ");
    }

    [Fact]
    public async Task It_is_so_whoever_reports_first_and_ends_when_the_customer_names_it_or_it_names_another()
    {
        var (generator, customer) = await PairAsync(Admin);
        await PostAsync(customer, Proven("100"));
        (await HeldAsync(customer)).ShouldBe("1 reading: ");

        await PostAsync(generator, Wind("60", customer));
        (await HeldAsync(customer)).ShouldBe($"2 claim: wind {generator} 60000/60000 unnamed 60000");
        var revision = (await Admin.AskAsync($"/plants/{customer}/months/2024-04")).Body["revisions"]![0]!;
        (revision.Text("reason"), revision["changes"]!.AsArray().Count).ShouldBe(("claim", 0));

        await PostAsync(customer, Proven("60", generator));
        (await HeldAsync(customer)).ShouldBe("3 correction: ");
        await PostAsync(customer, Proven("60"));
        await PostAsync(generator, Wind("60"));
        (await HeldAsync(customer)).ShouldBe("5 claim: ");
    }

    [Fact]
    public async Task More_than_was_generated_is_held_by_nobody_and_a_correction_moves_all_who_claim()
    {
        var (generator, one, two) = await ConfirmedAsync();
        await PostAsync(generator, Wind("300"));
        await PostAsync(one, Proven("200", generator));
        await PostAsync(two, Proven("100", generator));
        (await HeldAsync(one), await HeldAsync(two)).ShouldBe(("1 reading: ", "1 reading: "));

        await PostAsync(generator, Wind("150"));

        var both = $"2 claim: wind {generator} 150000/300000";
        (await HeldAsync(one), await HeldAsync(two)).ShouldBe((both, both));
        await PostAsync(two, Proven("250", generator));
        (await HeldAsync(one), await HeldAsync(two)).ShouldBe(
            ($"3 claim: wind {generator} 150000/450000", $"3 correction: wind {generator} 150000/450000")
        );
        await PostAsync(generator, Wind("450"));
        (await HeldAsync(one), await HeldAsync(two)).ShouldBe(("4 claim: ", "4 claim: "));
    }

    [Fact]
    public async Task What_was_sold_nobody_holds()
    {
        var (generator, one, _) = await ConfirmedAsync();
        await PostAsync(generator, Wind("100", one, sold: "yes"));

        await PostAsync(one, Proven("100", generator));
        (await HeldAsync(one)).ShouldBe($"1 reading: wind {generator} 0/100000");
        await PostAsync(one, Proven("100"));
        (await HeldAsync(one)).ShouldBe($"2 correction: wind {generator} 0/100000 unnamed 100000");
        await PostAsync(one, Proven("100", proof: "pending"));
        (await HeldAsync(one)).ShouldBe("3 correction: ");
    }

    [Fact]
    public async Task Before_the_generator_has_reported_nobody_knows()
    {
        var (generator, one, two) = await ConfirmedAsync();
        await PostAsync(one, Proven("100", generator));
        (await HeldAsync(one)).ShouldBe($"1 reading: wind {generator} not reported");

        // A month in which it has something else and no wind is reported all the same.
        await PostAsync(generator, Calls.Coal);
        (await HeldAsync(one)).ShouldBe($"2 claim: wind {generator} 0/100000");
        await PostAsync(generator, Wind("100"));
        (await HeldAsync(one)).ShouldBe("3 claim: ");

        // Everything withdrawn it has not.
        await Admin.PutReadingsAsync(generator, "2024-04", Calls.Sheet(), ifMatch: "\"2\"");
        (await HeldAsync(one)).ShouldBe($"4 claim: wind {generator} not reported");
        (await Stored.EventsAsync(Host, two)).ShouldBe(0);
    }

    [Fact]
    public async Task Other_readings_of_either_end_make_no_revision_of_the_other()
    {
        var (generator, one, two) = await ConfirmedAsync();
        await PostAsync(generator, Wind("100"));
        await PostAsync(one, Proven("90", generator));
        await PostAsync(two, Proven("60", generator));

        await PostAsync(generator, Calls.Coal);
        await PostAsync(one, Calls.Coal);

        (await HeldAsync(one), await HeldAsync(two)).ShouldBe(
            ($"3 reading: wind {generator} 100000/150000", $"1 reading: wind {generator} 100000/150000")
        );
    }

    [Fact]
    public async Task Two_plants_that_claim_from_each_other_come_to_rest()
    {
        var (one, two) = await PairAsync(Admin);
        await StateAsync(Admin, one, two, Statement());
        await StateAsync(Admin, two, one, Statement());
        await PostAsync(one, Wind("50", two));
        await PostAsync(one, Proven("80", two));
        await PostAsync(two, Wind("40", one));
        await PostAsync(two, Proven("60", one));
        (await HeldAsync(one), await HeldAsync(two)).ShouldBe(
            ($"3 claim: wind {two} 40000/80000", $"2 reading: wind {one} 50000/60000")
        );

        await PostAsync(one, Wind("60", two));

        (await HeldAsync(one), await HeldAsync(two)).ShouldBe(($"4 correction: wind {two} 40000/80000", "3 claim: "));
        (await Stored.EventsAsync(Host, one), await Stored.EventsAsync(Host, two)).ShouldBe((4, 3));
    }

    [Fact]
    public async Task Who_is_confirmed_comes_before_who_is_not_and_a_statement_moves_both()
    {
        var (generator, one) = await PairAsync(Admin);
        var two = await Admin.NewSmelterAsync();
        await StateAsync(Admin, generator, one, Statement());
        await PostAsync(generator, Wind("100"));
        await PostAsync(one, Proven("80", generator));
        await PostAsync(two, Proven("120", generator));
        (await HeldAsync(one), await HeldAsync(two)).ShouldBe(
            ("1 reading: ", $"1 reading: wind {generator} 20000/120000")
        );

        await StateAsync(Admin, generator, two, Statement());

        (await HeldAsync(one), await HeldAsync(two)).ShouldBe(
            ($"2 claim: wind {generator} 100000/200000", $"2 master-data: wind {generator} 100000/200000")
        );
        await StateAsync(Admin, generator, one, Statement("refused"));
        (await HeldAsync(one), await HeldAsync(two)).ShouldBe(
            ($"3 master-data: wind {generator} 0/80000", $"3 claim: wind {generator} 100000/120000")
        );
    }

    [Fact]
    public async Task Consumers_that_report_at_the_same_moment_hold_what_they_hold_one_after_the_other()
    {
        const int consumers = 12;
        await using var other = Host.Replica();
        HttpClient[] clients = [Admin, other.As(Roles.Admin)];
        var generator = await Admin.NewSmelterAsync();
        List<string> plants = [];
        for (var number = 0; number < consumers; number++)
        {
            plants.Add(await Admin.NewSmelterAsync());
            await StateAsync(Admin, generator, plants[number], Statement());
        }

        await Task.WhenAll(
            plants
                .Select((plant, number) => PostAsync(plant, Proven($"{number + 1}", generator), clients[number % 2]))
                .Append(PostAsync(generator, Wind("39"), clients[1]))
                .Concat(plants.Select((plant, number) => PostAsync(plant, Calls.Coal, clients[1 - number % 2])))
        );

        // 1 + 2 + … + 12 MWh of 39: the half of each.
        foreach (var plant in plants)
            (await Stored.SheetAsync(Host, plant, "2024-04"))
                .Claims!.Select(Shown)
                .ShouldBe([$"wind {generator} 39000/78000"]);
        await Task.WhenAll(
            plants.Select(
                (plant, number) => PostAsync(plant, Proven(number < 6 ? "3" : "7", generator), clients[number % 2])
            )
        );
        foreach (var plant in plants)
            (await Stored.SheetAsync(Host, plant, "2024-04"))
                .Claims!.Select(Shown)
                .ShouldBe([$"wind {generator} 39000/60000"]);
    }
}
