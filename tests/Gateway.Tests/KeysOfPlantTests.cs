using System.Net;
using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Gateway.Tests;

/// <summary>A plant that somebody has a key for is not taken back.</summary>
[Tier(Tier.Service)]
public sealed class KeysOfPlantTests(SharedGateway shared) : IClassFixture<SharedGateway>, IAsyncLifetime
{
    private readonly RunningGateway _gateway = shared.Gateway;

    public async ValueTask InitializeAsync() => await _gateway.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_plant_with_a_key_is_not_taken_back_until_that_is_revoked()
    {
        var (id, _) = await _gateway.MakeKeyAsync("plant", "SX-A1", "SX-A2");
        var (_, department) = await _gateway.MakeKeyAsync("environment");
        var client = _gateway.Client(department);

        var problem = await (await client.Delete("/api/v1/plants/SX-A2")).ShouldBeProblem(409, "record-in-use");
        _gateway.Ingestion.Requests.ShouldBeEmpty("the call is not handed on");
        problem.GetProperty("detail").GetString().ShouldBe("'SX-A2' is not taken back: it is in use.");
        problem.GetProperty("errors")[0].GetProperty("message").GetString().ShouldBe("Keys are for it: for a test.");
        (await client.Delete("/api/v1/plants/SX-A3")).StatusCode.ShouldBe(HttpStatusCode.OK, "handed on");
        (await client.Delete("/api/v1/plants/SX-A2/sources/S-1")).StatusCode.ShouldBe(HttpStatusCode.OK);

        await _gateway.Client().Delete($"/api/v1/api-keys/{id}");
        (await client.Delete("/api/v1/plants/SX-A2")).StatusCode.ShouldBe(HttpStatusCode.OK);
        _gateway
            .Ingestion.Requests.Select(request => request.Path)
            .ShouldBe(["/api/v1/plants/SX-A3", "/api/v1/plants/SX-A2/sources/S-1", "/api/v1/plants/SX-A2"]);
    }

    /// <summary>Which keys there are is told to nobody who may not take a plant back.</summary>
    [Theory]
    [InlineData("auditor")]
    [InlineData("plant")]
    public async Task Who_may_take_nothing_back_is_told_so_by_ingestion(string role)
    {
        var (_, key) = role == "plant" ? await _gateway.MakeKeyAsync(role, "SX-A1") : await _gateway.MakeKeyAsync(role);
        await _gateway.MakeKeyAsync("plant", "SX-A1");

        (await _gateway.Client(key).Delete("/api/v1/plants/SX-A1")).StatusCode.ShouldBe(HttpStatusCode.OK);
        _gateway.Ingestion.Requests.ShouldHaveSingleItem().Method.ShouldBe("DELETE");
    }
}
