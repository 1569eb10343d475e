using CarbonPlatform.TestKit;
using Npgsql;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Schema;

/// <summary>Keys from before say who made them, who made that one's key, and so on, by who created which.</summary>
[Tier(Tier.Service)]
public sealed class MakersTests
{
    [Fact]
    public async Task Keys_from_before_have_the_line_that_created_them()
    {
        await using var database = await FilledDatabase.LoadAsync("0.1.0", "gateway");
        await using var connection = new NpgsqlConnection(database.Superuser);
        await connection.OpenAsync();
        string[] ids = [.. Enumerable.Range(1, 3).Select(n => $"00000000-0000-0000-0000-00000000000{n}")];
        foreach (var (id, by) in ids.Zip(ids.Prepend("bootstrap-admin")))
        {
            await using var add = new NpgsqlCommand(
                """
                INSERT INTO api_key (id, name, sha256, roles, created_by, created_at, revoked_at)
                VALUES ($1::uuid, 'from before', sha256(convert_to($1, 'UTF8')), '{admin}', $2, now(), now())
                """,
                connection
            )
            {
                Parameters =
                {
                    new() { Value = id },
                    new() { Value = by },
                },
            };
            await add.ExecuteNonQueryAsync();
        }

        await ServiceDatabase.MigrateAsync("gateway", database.Migrations);

        await using var read = new NpgsqlCommand(
            "SELECT array_to_string(makers, ' ') FROM api_key WHERE name = 'from before' ORDER BY id",
            connection
        );
        var lines = new List<string>();
        await using var reader = await read.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            lines.Add(reader.GetString(0));
        lines.ShouldBe(["bootstrap-admin", $"{ids[0]} bootstrap-admin", $"{ids[1]} {ids[0]} bootstrap-admin"]);
    }
}
