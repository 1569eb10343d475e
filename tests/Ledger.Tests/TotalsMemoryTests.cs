using System.Net;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Ledger.Tests;

/// <summary>
/// What was asked before at this position is answered from memory, to whoever may see the same; and who has the answer
/// is told so.
/// </summary>
[Tier(Tier.Service)]
public sealed class TotalsMemoryTests
{
    private const string March = "/api/v1/totals?from=2024-03&to=2024-03";

    private static async Task<string> TextAsync(LedgerApi api, string path, Caller? caller = null)
    {
        using var response = await api.SendAsync(path, caller);
        return $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}";
    }

    [Fact]
    public async Task The_same_question_at_the_same_position_is_not_worked_out_again()
    {
        await using var ledger = await LedgerRoom.StartedAsync();
        await using var api = await LedgerApi.StartAsync(ledger);
        await ledger.PostAsync(new Sheet("SX-A1", "2024-03").WithCoal(100));
        var first = await TextAsync(api, March + "&groupBy=measure,category");
        // Nobody does that; it shows who is asked.
        await ledger.Database.ExecuteAsync("UPDATE rollup SET amount = amount + 1");

        (await TextAsync(api, March)).ShouldBe(first, "however it is spelt");
        (await TextAsync(api, March + "&unit=t")).ShouldContain("0.101000");
        await ledger.PostAsync(new Sheet("SX-A2", "2024-04").WithCoal(7));
        (await TextAsync(api, March)).ShouldContain("101.000000");
        (await TextAsync(api, March + "&asOf=1")).ShouldBe(first, "the position that is asked for is the same");
    }

    [Fact]
    public async Task Who_has_the_answer_is_told_that_it_is_still_the_same()
    {
        await using var ledger = await LedgerRoom.StartedAsync();
        await using var api = await LedgerApi.StartAsync(ledger);
        await ledger.PostAsync(new Sheet("SX-A1", "2024-03").WithCoal(100));
        foreach (var form in new[] { "application/json", "text/csv" })
        {
            using var first = await api.SendAsync(March, null, ("Accept", form));
            var tag = first.Headers.ETag!.ToString();
            using var same = await api.SendAsync(March, null, ("Accept", form), ("If-None-Match", $"\"x\", {tag}"));
            same.StatusCode.ShouldBe(HttpStatusCode.NotModified, form);
            (await same.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
            same.Headers.ETag!.ToString().ShouldBe(tag);

            foreach (var other in new[] { March + "&unit=t", March.Replace("to=2024-03", "to=2024-04") })
            {
                using var changed = await api.SendAsync(other, null, ("Accept", form), ("If-None-Match", tag));
                changed.StatusCode.ShouldBe(HttpStatusCode.OK, other);
            }
            await ledger.PostAsync(new Sheet("SX-A2", form == "text/csv" ? "2024-05" : "2024-04").WithCoal(7));
            using var later = await api.SendAsync(March, null, ("Accept", form), ("If-None-Match", tag));
            later.StatusCode.ShouldBe(HttpStatusCode.OK);
            later.Headers.ETag!.ToString().ShouldNotBe(tag);
        }
    }

    [Fact]
    public async Task A_plant_gets_nothing_that_was_worked_out_for_another()
    {
        await using var ledger = await LedgerRoom.StartedAsync();
        await using var api = await LedgerApi.StartAsync(ledger);
        await ledger.PostAsync(new Sheet("SX-A1", "2024-03").WithCoal(1));
        await ledger.PostAsync(new Sheet("SX-A2", "2024-03").WithCoal(2));
        var own = March + "&org=SX-A2";
        using var ofAll = await api.SendAsync(own);
        ofAll.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await TextAsync(api, own, LedgerApi.PlantOf("SX-A2"))).ShouldContain("2.000000");
        (await TextAsync(api, March)).ShouldStartWith("200");

        foreach (var caller in new[] { LedgerApi.PlantOf("SX-A1"), LedgerApi.PlantOf("SX-A1", "SX-A3") })
        {
            (await TextAsync(api, own, caller)).ShouldStartWith("404");
            (await TextAsync(api, March, caller)).ShouldStartWith("404");
            using var guessed = await api.SendAsync(own, caller, ("If-None-Match", ofAll.Headers.ETag!.ToString()));
            await guessed.ShouldBeProblem(404, "unknown-org");
            using var anything = await api.SendAsync(own, caller, ("If-None-Match", "*"));
            await anything.ShouldBeProblem(404, "unknown-org");
        }
    }
}
