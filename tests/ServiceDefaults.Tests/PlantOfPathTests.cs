using System.Net;
using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.TestKit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc;
using Shouldly;
using Xunit;

namespace CarbonPlatform.ServiceDefaults.Tests;

/// <summary>Who may not know of a plant is told so before its body is looked at.</summary>
[Tier(Tier.Service)]
public sealed class PlantOfPathTests
{
    private static readonly Caller s_own = new("k", [Roles.Plant], [PlantCode.Parse("SX-A1")]);
    private static readonly Caller s_all = new("k", [Roles.Environment], null);

    internal sealed record Statement(string Reason);

    private static Task<RunningService> Service() =>
        RunningService.StartAsync(app =>
        {
            foreach (var verb in new[] { "PUT", "POST", "DELETE", "PATCH" })
                app.MapMethods(
                        "/api/v1/plants/{plant}/things/{thing}",
                        [verb],
                        (string plant, string thing, [FromBody] Statement statement) =>
                            $"{plant} {thing} {statement.Reason}"
                    )
                    .RequireAuthorization(Policies.SuppliesWrite);
        });

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{\"nonsense\":1}")]
    [InlineData("{\"reason\":\"r\"}")]
    public async Task Another_plant_is_none_whatever_the_body_is(string body)
    {
        await using var service = await Service();
        foreach (var verb in new[] { "PUT", "POST", "DELETE", "PATCH" })
        {
            foreach (var plant in new[] { "SX-A2", "no code" })
            {
                using var response = await service.SendAs(
                    s_own,
                    new HttpMethod(verb),
                    $"/api/v1/plants/{Uri.EscapeDataString(plant)}/things/SX-A1",
                    Problems.Json(body)
                );
                (await response.ShouldBeProblem(404, "not-found"))
                    .GetProperty("detail")
                    .GetString()
                    .ShouldBe($"There is no plant '{plant}'.");
            }
        }
    }

    [Fact]
    public async Task Who_may_know_of_the_plant_is_told_what_is_wrong_with_the_body()
    {
        await using var service = await Service();
        foreach (var caller in new[] { s_own, s_all })
        {
            using var empty = await service.SendAs(
                caller,
                HttpMethod.Put,
                "/api/v1/plants/SX-A1/things/1",
                Problems.Json("")
            );
            empty.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
            using var good = await service.SendAs(
                caller,
                HttpMethod.Put,
                "/api/v1/plants/SX-A1/things/1",
                Problems.Json("""{"reason":"r"}""")
            );
            (await good.Content.ReadAsStringAsync()).ShouldBe("SX-A1 1 r");
        }
    }

    [Fact]
    public async Task What_the_role_may_not_do_at_all_is_403_first()
    {
        await using var service = await Service();
        using var response = await service.SendAs(
            new Caller("k", [Roles.Auditor], null),
            HttpMethod.Put,
            "/api/v1/plants/SX-A2/things/1",
            Problems.Json("")
        );
        await response.ShouldBeProblem(403, "forbidden");
    }
}
