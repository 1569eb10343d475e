using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CarbonPlatform.TestKit;
using Npgsql;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Gateway.Tests;

/// <summary>API keys: shown once, used, listed, ended, revoked.</summary>
[Tier(Tier.Service)]
public sealed class KeyTests(SharedGateway shared) : IClassFixture<SharedGateway>, IAsyncLifetime
{
    private readonly RunningGateway _gateway = shared.Gateway;

    public async ValueTask InitializeAsync() => await _gateway.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_key_is_shown_once_and_kept_as_its_hash()
    {
        _gateway.Ingestion.Answer = RunningGateway.Knows("NX-W1", "SX-A1");
        var response = await _gateway
            .Client()
            .Post(
                "/api/v1/api-keys",
                Problems.Json(
                    """
                    {"name":"North Ridge","subject":"north-ridge-scada","roles":["plant"],"plants":["NX-W1","SX-A1"]}
                    """
                )
            );

        response.StatusCode.ShouldBe(HttpStatusCode.Created);
        response.Headers.CacheControl.ShouldNotBeNull().NoStore.ShouldBeTrue();
        var made = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
        made.GetProperty("name").GetString().ShouldBe("North Ridge");
        made.GetProperty("plants").EnumerateArray().Select(plant => plant.GetString()).ShouldBe(["NX-W1", "SX-A1"]);
        var key = made.GetProperty("key").GetString().ShouldNotBeNull();
        key.ShouldMatch("^cp_[A-Za-z0-9_-]{43}$");

        (await _gateway.Database.ExecuteAsync("SELECT encode(sha256, 'hex') FROM api_key")).ShouldBe(
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))
        );
        (await _gateway.Database.ExecuteAsync("SELECT created_by FROM api_key")).ShouldBe("bootstrap-admin");
        ((string)(await _gateway.Database.ExecuteAsync("SELECT api_key::text FROM api_key"))!).ShouldNotContain(
            key[3..]
        );

        var list = await (await _gateway.Client().Get("/api/v1/api-keys")).Content.ReadAsStringAsync();
        list.ShouldNotContain(key[3..]);
        list.ShouldNotContain("sha256");
        var listed = JsonDocument.Parse(list).RootElement.GetProperty("keys").EnumerateArray().ShouldHaveSingleItem();
        listed.GetProperty("id").GetGuid().ShouldBe(made.GetProperty("id").GetGuid());
        listed.GetProperty("roles").EnumerateArray().ShouldHaveSingleItem().GetString().ShouldBe("plant");
        listed.GetProperty("revokedAt").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task Keys_are_listed_in_pages_the_newest_first()
    {
        List<Guid> made = [];
        for (var i = 0; i < 5; i++)
            made.Add((await _gateway.MakeKeyAsync("auditor")).Id);

        List<Guid> listed = [];
        Guid? after = null;
        do
        {
            var path = "/api/v1/api-keys?limit=2" + (after is { } last ? $"&after={last}" : "");
            var page = JsonDocument.Parse(await (await _gateway.Client().Get(path)).Content.ReadAsStringAsync());
            var ids = page
                .RootElement.GetProperty("keys")
                .EnumerateArray()
                .Select(key => key.GetProperty("id").GetGuid());
            listed.AddRange(ids);
            after = page.RootElement.GetProperty("next") is { ValueKind: JsonValueKind.String } next
                ? next.GetGuid()
                : null;
        } while (after is not null);

        listed.ShouldBe(made.AsEnumerable().Reverse());
        await (await _gateway.Client().Get("/api/v1/api-keys?role=admin")).ShouldBeProblem(400, "unknown-parameter");
        foreach (var limit in new[] { 0, 1_001 })
            await (await _gateway.Client().Get($"/api/v1/api-keys?limit={limit}")).ShouldBeProblem(
                400,
                "invalid-parameter"
            );
    }

    [Fact]
    public async Task A_key_says_who_holds_made_used_and_revoked_it_and_when_it_ends()
    {
        var (adminId, admin) = await _gateway.MakeKeyAsync("admin");
        var end = TimeProvider.System.GetUtcNow().AddDays(30);
        var response = await _gateway
            .Client(admin)
            .Post(
                "/api/v1/api-keys",
                Problems.Json(
                    $$"""{"name":"Audit of 2024","subject":"auditor-7","roles":["auditor"],"expiresAt":"{{end:O}}"}"""
                )
            );
        response.StatusCode.ShouldBe(HttpStatusCode.Created);
        var made = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
        var (id, key) = (made.GetProperty("id").GetGuid(), made.GetProperty("key").GetString());
        made.GetProperty("subject").GetString().ShouldBe("auditor-7");

        (await _gateway.Client(key).Get("/api/v1/totals")).StatusCode.ShouldBe(HttpStatusCode.OK);
        var caller = RunningGateway.ReadTicket(_gateway.Ledger.Requests.ShouldHaveSingleItem(), "ledger");
        caller.Subject.ShouldBe("auditor-7");
        caller.Makers.Count.ShouldBe(2);
        caller.Makers[0].ShouldStartWith("of-a-test-");
        caller.Makers[1].ShouldBe("bootstrap-admin");
        await _gateway.NoteUsesAsync();
        await _gateway.Client(admin).Delete($"/api/v1/api-keys/{id}");

        var listed = JsonDocument
            .Parse(await (await _gateway.Client(admin).Get("/api/v1/api-keys")).Content.ReadAsStringAsync())
            .RootElement.GetProperty("keys")
            .EnumerateArray()
            .Single(one => one.GetProperty("id").GetGuid() == id);
        listed.GetProperty("subject").GetString().ShouldBe("auditor-7");
        listed.GetProperty("createdBy").GetString().ShouldBe(adminId.ToString());
        listed.GetProperty("madeBy").GetString().ShouldBe(caller.Makers[0]);
        listed
            .GetProperty("makers")
            .EnumerateArray()
            .Select(maker => maker.GetString())
            .ShouldBe(caller.Makers, "who made it, who made that one's key, and so on");
        listed.GetProperty("revokedBy").GetString().ShouldBe(adminId.ToString());
        listed.GetProperty("revokedBySubject").GetString().ShouldBe(caller.Makers[0]);
        listed.GetProperty("expiresAt").GetDateTimeOffset().ShouldBe(end, TimeSpan.FromMilliseconds(1));
        listed
            .GetProperty("lastUsedAt")
            .GetDateTimeOffset()
            .ShouldBe(TimeProvider.System.GetUtcNow(), TimeSpan.FromMinutes(5));
    }

    /// <summary>Subjects as long as they may be, in letters that take most room in a ticket.</summary>
    [Fact]
    public async Task A_line_of_makers_is_as_long_as_a_ticket_takes_and_a_plants_key_carries_none()
    {
        var own = (await _gateway.MakeKeyAsync("plant", "SX-A1")).Key;
        var key = (await _gateway.MakeKeyAsync("admin")).Key;
        Task<HttpResponseMessage> MakeAsync(int depth) =>
            _gateway
                .Client(key)
                .Post(
                    "/api/v1/api-keys",
                    Problems.Json(
                        $$"""
                        {"name":"deep","subject":"{{new string('重', 98)}}{{depth:00}}","roles":["admin"]}
                        """
                    )
                );
        static async Task<string> KeyOfAsync(HttpResponseMessage made) =>
            JsonDocument.Parse(await made.Content.ReadAsStringAsync()).RootElement.GetProperty("key").GetString()!;

        // The first administrator's key has one maker, each one after it one more.
        for (var depth = 3; depth <= 17; depth++)
        {
            var made = await MakeAsync(depth);
            made.StatusCode.ShouldBe(HttpStatusCode.Created);
            key = await KeyOfAsync(made);
        }
        (await _gateway.Client(key).Get("/api/v1/totals")).StatusCode.ShouldBe(HttpStatusCode.OK);
        var caller = RunningGateway.ReadTicket(_gateway.Ledger.Requests.Last(), "ledger");
        (caller.Makers.Count, caller.Makers[^1]).ShouldBe((16, "bootstrap-admin"));

        await (await MakeAsync(18)).ShouldBeProblem(422, "key-makers-too-many");
        (await _gateway.Client(own).Get("/api/v1/totals")).StatusCode.ShouldBe(HttpStatusCode.OK);
        RunningGateway.ReadTicket(_gateway.Ledger.Requests.Last(), "ledger").Makers.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_key_that_has_ended_opens_nothing_and_says_so()
    {
        var (id, key) = await _gateway.MakeKeyAsync("auditor");
        await _gateway.Database.ExecuteAsync(
            $"UPDATE api_key SET expires_at = '2024-06-30T16:00:00Z' WHERE id = '{id}'"
        );

        var problem = await (await _gateway.Client(key).Get("/api/v1/totals")).ShouldBeProblem(401, "api-key-expired");
        problem.GetProperty("detail").GetString()!.ShouldContain("ended at 2024-06-30T16:00:00Z");
    }

    [Fact]
    public async Task The_first_key_ends_with_the_first_administrator_but_for_a_recovery()
    {
        var (adminId, admin) = await _gateway.MakeKeyAsync("admin");

        await (await _gateway.Client().Get("/api/v1/api-keys")).ShouldBeProblem(401, "bootstrap-key-ended");
        (await _gateway.Client(admin).Get("/api/v1/api-keys")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await using var recovering = _gateway.StartReplica(("Gateway:Recovery", "true"));
        (await recovering.Client().Get("/api/v1/api-keys")).StatusCode.ShouldBe(HttpStatusCode.OK);

        await _gateway.Client(admin).Delete($"/api/v1/api-keys/{adminId}");
        await (await _gateway.Client().Get("/api/v1/api-keys")).ShouldBeProblem(401, "bootstrap-key-ended");
    }

    [Fact]
    public async Task Two_keys_are_never_alike()
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < 5; i++)
            keys.Add((await _gateway.MakeKeyAsync("auditor")).Key).ShouldBeTrue();
    }

    [Fact]
    public async Task A_revoked_key_is_refused_at_once_and_stays_on_the_list()
    {
        var (id, key) = await _gateway.MakeKeyAsync("auditor");
        (await _gateway.Client(key).Get("/api/v1/totals")).StatusCode.ShouldBe(HttpStatusCode.OK);

        (await _gateway.Client().Delete($"/api/v1/api-keys/{id}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        await (await _gateway.Client(key).Get("/api/v1/totals")).ShouldBeProblem(401, "api-key-unknown");
        var listed = JsonDocument
            .Parse(await (await _gateway.Client().Get("/api/v1/api-keys")).Content.ReadAsStringAsync())
            .RootElement.GetProperty("keys")[0];
        listed.GetProperty("revokedAt").ValueKind.ShouldBe(JsonValueKind.String);
    }

    [Fact]
    public async Task Another_replica_that_has_just_seen_the_key_refuses_it_within_seconds()
    {
        await using var replica = _gateway.StartReplica();
        var (id, key) = await _gateway.MakeKeyAsync("auditor");
        (await replica.Client(key).Get("/api/v1/totals")).StatusCode.ShouldBe(HttpStatusCode.OK);

        await _gateway.Client().Delete($"/api/v1/api-keys/{id}");

        await Eventually.ShouldAsync(
            async () => (await replica.Client(key).Get("/api/v1/totals")).StatusCode == HttpStatusCode.Unauthorized,
            "the replica refusing the key",
            TimeSpan.FromSeconds(15)
        );
    }

    [Fact]
    public async Task Revoking_again_changes_nothing_and_what_never_was_is_404()
    {
        var (id, _) = await _gateway.MakeKeyAsync("auditor");
        await _gateway.Client().Delete($"/api/v1/api-keys/{id}");
        var revokedAt = await _gateway.Database.ExecuteAsync("SELECT revoked_at FROM api_key");

        (await _gateway.Client().Delete($"/api/v1/api-keys/{id}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await _gateway.Database.ExecuteAsync("SELECT revoked_at FROM api_key")).ShouldBe(revokedAt);
        await (await _gateway.Client().Delete($"/api/v1/api-keys/{Guid.Empty}")).ShouldBeProblem(404, "not-found");
    }

    [Theory]
    [InlineData("cp_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("x")]
    [InlineData("' OR true --")]
    public async Task A_wrong_key_is_401(string key)
    {
        using var response = await _gateway.Client(key).Get("/api/v1/totals");
        await response.ShouldBeProblem(401, "api-key-unknown");
        response.Headers.WwwAuthenticate.ToString().ShouldBe("X-Api-Key");
        _gateway.Ledger.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_a_key_it_is_401_wherever_one_asks()
    {
        foreach (
            var path in new[]
            {
                "/api/v1/totals",
                "/api/v1/api-keys",
                "/api/v1/headline/2024",
                "/api/v1/plants/SX-A1/months/2024-01/lines",
                "/nowhere",
            }
        )
            await (await _gateway.Client(key: null).Get(path)).ShouldBeProblem(401, "unauthenticated");
    }

    [Fact]
    public async Task Two_keys_at_once_or_one_without_end_are_401()
    {
        var (_, key) = await _gateway.MakeKeyAsync("auditor");
        using var two = _gateway.Client(key);
        two.DefaultRequestHeaders.Add("X-Api-Key", key);
        await (await two.Get("/api/v1/totals")).ShouldBeProblem(401, "api-key-unknown");
        await (await _gateway.Client(new string('x', 5000)).Get("/api/v1/totals")).ShouldBeProblem(
            401,
            "api-key-unknown"
        );
    }

    [Theory]
    [InlineData("DELETE FROM api_key")]
    [InlineData("TRUNCATE api_key")]
    [InlineData("UPDATE api_key SET roles = '{admin}'")]
    [InlineData("UPDATE api_key SET sha256 = sha256")]
    [InlineData("UPDATE api_key SET subject = 's'")]
    [InlineData("UPDATE api_key SET expires_at = NULL")]
    public async Task The_service_cannot_change_a_key_but_to_revoke_it(string sql)
    {
        await using var source = NpgsqlDataSource.Create(_gateway.Database.Service);
        await using var command = source.CreateCommand(sql);
        (await Should.ThrowAsync<PostgresException>(() => command.ExecuteNonQueryAsync())).SqlState.ShouldBe(
            PostgresErrorCodes.InsufficientPrivilege
        );
    }

    [Theory]
    [InlineData("UPDATE api_key SET revoked_at = NULL")]
    [InlineData("UPDATE api_key SET revoked_by = 'somebody else'")]
    public async Task A_revoked_key_stays_revoked_whoever_asks_the_database(string sql)
    {
        var (id, _) = await _gateway.MakeKeyAsync("auditor");
        await _gateway.Client().Delete($"/api/v1/api-keys/{id}");

        await using var source = NpgsqlDataSource.Create(_gateway.Database.Service);
        await using var command = source.CreateCommand(sql);
        (await Should.ThrowAsync<PostgresException>(() => command.ExecuteNonQueryAsync())).MessageText.ShouldBe(
            $"API key {id} is revoked for good"
        );
    }
}
