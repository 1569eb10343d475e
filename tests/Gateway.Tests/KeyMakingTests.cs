using System.Net;
using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Gateway.Tests;

/// <summary>Which keys are made, by whom, and which are refused.</summary>
[Tier(Tier.Service)]
public sealed class KeyMakingTests(SharedGateway shared) : IClassFixture<SharedGateway>, IAsyncLifetime
{
    private readonly RunningGateway _gateway = shared.Gateway;

    public async ValueTask InitializeAsync() => await _gateway.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("environment")]
    [InlineData("festival")]
    [InlineData("auditor")]
    public async Task Only_an_administrator_handles_keys(string role)
    {
        var (id, key) = await _gateway.MakeKeyAsync(role);
        await (await _gateway.Client(key).Get("/api/v1/api-keys")).ShouldBeProblem(403, "forbidden");
        await (
            await _gateway
                .Client(key)
                .Post("/api/v1/api-keys", Problems.Json("""{"name":"n","subject":"s","roles":["admin"]}"""))
        ).ShouldBeProblem(403, "forbidden");
        await (await _gateway.Client(key).Delete($"/api/v1/api-keys/{id}")).ShouldBeProblem(403, "forbidden");
    }

    [Fact]
    public async Task A_made_administrator_makes_keys_too()
    {
        var (id, key) = await _gateway.MakeKeyAsync("admin");
        (
            await _gateway
                .Client(key)
                .Post("/api/v1/api-keys", Problems.Json("""{"name":"n","subject":"s","roles":["auditor"]}"""))
        ).StatusCode.ShouldBe(HttpStatusCode.Created);
        (await _gateway.Database.ExecuteAsync("SELECT created_by FROM api_key ORDER BY id DESC LIMIT 1")).ShouldBe(
            id.ToString()
        );
    }

    [Theory]
    [InlineData("""{"name":" ","subject":"s","roles":["admin"]}""", "name", "name-invalid")]
    [InlineData("""{"name":"n","subject":" ","roles":["admin"]}""", "subject", "subject-invalid")]
    [InlineData("""{"name":"n","subject":"li si ","roles":["admin"]}""", "subject", "subject-invalid")]
    [InlineData(
        """{"name":"n","subject":"s","roles":["admin"],"expiresAt":"2020-01-01T00:00:00Z"}""",
        "expiresAt",
        "expires-at-invalid"
    )]
    [InlineData(
        """{"name":"n","subject":"s","roles":["admin"],"expiresAt":"2099-01-01T00:00:00Z"}""",
        "expiresAt",
        "expires-at-invalid"
    )]
    [InlineData("""{"name":"n","subject":"s","roles":[]}""", "roles", "roles-missing")]
    [InlineData("""{"name":"n","subject":"s","roles":["auditor","root"]}""", "roles[1]", "role-unknown")]
    [InlineData("""{"name":"n","subject":"s","roles":["service"]}""", "roles[0]", "role-unknown")]
    [InlineData("""{"name":"n","subject":"s","roles":["auditor","auditor"]}""", "roles[1]", "role-twice")]
    [InlineData(
        """{"name":"n","subject":"s","roles":["plant","environment"],"plants":["SX-A1"]}""",
        "roles",
        "role-plant-alone"
    )]
    [InlineData("""{"name":"n","subject":"s","roles":["plant"]}""", "plants", "plants-missing")]
    [InlineData("""{"name":"n","subject":"s","roles":["plant"],"plants":[]}""", "plants", "plants-missing")]
    [InlineData(
        """{"name":"n","subject":"s","roles":["auditor"],"plants":["SX-A1"]}""",
        "plants",
        "plants-not-allowed"
    )]
    [InlineData(
        """{"name":"n","subject":"s","roles":["plant"],"plants":["SX-A1","sx a1"]}""",
        "plants[1]",
        "plant-code-invalid"
    )]
    [InlineData(
        """{"name":"n","subject":"s","roles":["plant"],"plants":["GROUP"]}""",
        "plants[0]",
        "plant-code-invalid"
    )]
    [InlineData(
        """{"name":"n","subject":"s","roles":["plant"],"plants":["Group"]}""",
        "plants[0]",
        "plant-code-invalid"
    )]
    public async Task A_key_that_makes_no_sense_is_not_made(string body, string path, string code)
    {
        var problem = await (await _gateway.Client().Post("/api/v1/api-keys", Problems.Json(body))).ShouldBeProblem(
            422,
            "api-key-invalid"
        );
        var fault = problem.GetProperty("errors").EnumerateArray().ShouldHaveSingleItem();
        fault.GetProperty("path").GetString().ShouldBe(path);
        fault.GetProperty("code").GetString().ShouldBe(code);
        fault.GetProperty("expected").GetString().ShouldNotBeNullOrWhiteSpace();
        (await _gateway.Database.ExecuteAsync("SELECT count(*) FROM api_key")).ShouldBe(0L);
    }

    [Fact]
    public async Task A_key_for_a_plant_that_does_not_exist_is_not_made()
    {
        _gateway.Ingestion.Answer = RunningGateway.Knows("SX-A1");

        var problem = await (
            await _gateway
                .Client()
                .Post(
                    "/api/v1/api-keys",
                    Problems.Json("""{"name":"n","subject":"s","roles":["plant"],"plants":["SX-A1","SX-AI"]}""")
                )
        ).ShouldBeProblem(422, "api-key-invalid");

        var fault = problem.GetProperty("errors").EnumerateArray().ShouldHaveSingleItem();
        fault.GetProperty("path").GetString().ShouldBe("plants[1]");
        fault.GetProperty("code").GetString().ShouldBe("plant-unknown");
        fault.GetProperty("message").GetString().ShouldBe("There is no plant SX-AI.");
        (await _gateway.Database.ExecuteAsync("SELECT count(*) FROM api_key")).ShouldBe(0L);
    }

    [Fact]
    public async Task Where_plants_cannot_be_looked_up_the_key_is_not_made()
    {
        _gateway.Ingestion.Answer = context =>
        {
            context.Abort();
            return Task.CompletedTask;
        };

        await (
            await _gateway
                .Client()
                .Post(
                    "/api/v1/api-keys",
                    Problems.Json("""{"name":"n","subject":"s","roles":["plant"],"plants":["SX-A1"]}""")
                )
        ).ShouldBeProblem(503, "service-unavailable");
        (await _gateway.Database.ExecuteAsync("SELECT count(*) FROM api_key")).ShouldBe(0L);
    }

    [Fact]
    public async Task A_key_for_as_many_plants_as_may_be_opens_every_service()
    {
        var codes = Enumerable.Range(0, 300).Select(i => $"PLANT-WITH-THE-LONGEST-CODE-{i:0000}").ToArray();
        codes[0].Length.ShouldBe(32);
        var (_, key) = await _gateway.MakeKeyAsync("plant", codes);
        (await _gateway.Client(key).Get("/api/v1/totals")).StatusCode.ShouldBe(HttpStatusCode.OK);
        RunningGateway
            .ReadTicket(_gateway.Ledger.Requests.ShouldHaveSingleItem(), "ledger")
            .Plants!.Count.ShouldBe(300);

        var listed = string.Join(',', codes.Select(code => $"\"{code}\""));
        var more = $$"""{"name":"n","subject":"s","roles":["plant"],"plants":["MORE",{{listed}}]}""";
        var problem = await (await _gateway.Client().Post("/api/v1/api-keys", Problems.Json(more))).ShouldBeProblem(
            422,
            "api-key-invalid"
        );
        problem.GetProperty("errors")[0].GetProperty("code").GetString().ShouldBe("plants-too-many");
    }

    [Theory]
    [InlineData("""{"name":"n","subject":"s","roles":["admin"],"admin":true}""", "unknown-member")]
    [InlineData("""{"name":"n","subject":"s","roles":["admin"],}""", "malformed-json")]
    [InlineData("""{"name":"n","subject":"s"}""", "malformed-json")]
    public async Task A_body_that_is_not_as_documented_is_400(string body, string code)
    {
        await (await _gateway.Client().Post("/api/v1/api-keys", Problems.Json(body))).ShouldBeProblem(400, code);
        (await _gateway.Database.ExecuteAsync("SELECT count(*) FROM api_key")).ShouldBe(0L);
    }
}
