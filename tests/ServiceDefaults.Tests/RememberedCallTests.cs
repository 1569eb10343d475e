using System.Text;
using CarbonPlatform.ServiceDefaults.Database;
using CarbonPlatform.TestKit;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Shouldly;
using Xunit;

namespace CarbonPlatform.ServiceDefaults.Tests;

/// <summary>
/// The same call again is answered the same; another one under its key is refused;
/// while one is under way the other waits.
/// </summary>
[Tier(Tier.Service)]
public sealed class RememberedCallTests : IAsyncLifetime
{
    private static readonly DateTimeOffset s_now = new(2025, 1, 20, 8, 0, 0, TimeSpan.Zero);
    private TestDatabase _database = null!;
    private NpgsqlDataSource _source = null!;

    private sealed class Db(DbContextOptions<Db> options) : DbContext(options)
    {
        protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
            configurationBuilder.AddPlatformConventions();

        protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.AddIdempotency();
    }

    [Fact]
    public async Task A_new_call_finds_nothing_and_the_same_again_finds_its_answer()
    {
        await using var connection = await _source.OpenConnectionAsync();
        var key = Key("{}");
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            (await RememberedCall.FindAsync(key, connection, default)).IsRefused(out _, out var none).ShouldBeFalse();
            none.ShouldBeNull();
            await RememberedCall.KeepAsync(new(key, "answer"u8.ToArray(), "\"7\"", s_now), connection, default);
            await transaction.CommitAsync();
        }
        await using var again = await connection.BeginTransactionAsync();
        (await RememberedCall.FindAsync(key, connection, default)).IsRefused(out _, out var known).ShouldBeFalse();
        known!.Replayed.ShouldBeTrue();
        known.Tag.ShouldBe("\"7\"");
        Encoding.UTF8.GetString(known.Answer).ShouldBe("answer");
    }

    [Fact]
    public async Task Another_body_under_the_key_is_refused()
    {
        await using var connection = await _source.OpenConnectionAsync();
        await RememberedCall.KeepAsync(new(Key("{}"), [1], null, s_now), connection, default);
        (await RememberedCall.FindAsync(Key("[]"), connection, default))
            .IsRefused(out var refusal, out _)
            .ShouldBeTrue();
        refusal!.Code.ShouldBe("idempotency-key-reused");
    }

    [Fact]
    public async Task While_one_is_under_way_the_other_is_told_so()
    {
        await using var first = await _source.OpenConnectionAsync();
        await using var open = await first.BeginTransactionAsync();
        await RememberedCall.FindAsync(Key("{}"), first, default);

        await using var second = await _source.OpenConnectionAsync();
        await using var other = await second.BeginTransactionAsync();
        (await RememberedCall.FindAsync(Key("{}"), second, default)).IsRefused(out var refusal, out _).ShouldBeTrue();
        refusal!.Code.ShouldBe("idempotency-key-in-flight");
    }

    [Fact]
    public void A_question_mark_that_nothing_follows_makes_no_other_call_and_a_query_does()
    {
        Key("{}", "?").BodyHash.ShouldBe(Key("{}").BodyHash);
        Key("{}", "?limit=1").BodyHash.ShouldNotBe(Key("{}").BodyHash);
    }

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync("ledger");
        _source = NpgsqlDataSource.Create(_database.Superuser);
        await using var db = new Db(new DbContextOptionsBuilder<Db>().UseNpgsql(_source).Options);
        await using var create = _source.CreateCommand(db.Database.GenerateCreateScript());
        await create.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        await _database.DisposeAsync();
    }

    private static IdempotencyKey Key(string body, string query = "")
    {
        var request = new DefaultHttpContext().Request;
        (request.Method, request.Path, request.QueryString) = ("POST", "/api/v1/factors", new QueryString(query));
        IdempotencyKey
            .Read("bill-2024-12", request, "key-1", Encoding.UTF8.GetBytes(body))
            .IsRefused(out _, out var key)
            .ShouldBeFalse();
        return key!;
    }
}
