using System.Text;
using System.Text.Json.Nodes;
using CarbonPlatform.TestKit;
using Npgsql;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Shouldly;
using Xunit;

namespace CarbonPlatform.EndToEnd;

/// <summary>
/// Whoever has come inside, to a service's account, to the broker or to a key: what of it still cannot be done, and
/// what raises an alarm. That the accounts are enough is seen in every other test of this platform.
/// </summary>
[Collection<PlatformCollection>]
public sealed class InsideTests(Platform platform)
{
    private const string Calculated = "emissions-calculated.v1";

    private readonly PlatformClient _client = platform.Client;

    [Fact]
    public async Task Each_service_has_an_account_of_its_own_and_none_may_say_what_another_says()
    {
        (await platform.ControlBrokerAsync("-q", "list_users", "--no-table-headers"))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => !line.StartsWith("carbon\t", StringComparison.Ordinal))
            .ShouldBe(["ingestion\t[]", "calculation\t[]", "ledger\t[]", "operator\t[]"], ignoreOrder: true);
        platform.SettingsOf("gateway").Keys.ShouldNotContain("RabbitMq__Uri");
        foreach (var service in LocalPlatform.Outboxes)
            platform.SettingsOf(service)["RabbitMq__Uri"].ShouldBe(platform.BrokerAs(service).ToString());

        foreach (
            var (account, exchange) in (IEnumerable<(string, string)>)
                [
                    ("ingestion", Calculated),
                    ("ingestion", "entry-posted.v1"),
                    ("calculation", "readings-accepted.v1"),
                    ("calculation", "entry-posted.v1"),
                    ("ledger", Calculated),
                    ("ledger", "organisation-changed.v1"),
                    ("ingestion", ""),
                    ("operator", Calculated),
                ]
        )
        {
            await using var connection = await ConnectAsync(platform.BrokerAs(account));
            await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true));
            var refused = await Should.ThrowAsync<AlreadyClosedException>(
                () => channel.BasicPublishAsync(exchange, "ledger", "forged"u8.ToArray()).AsTask(),
                $"{account} to '{exchange}'"
            );
            refused.ShutdownReason!.ReplyCode.ShouldBe((ushort)403);
        }
    }

    [Theory]
    [InlineData("SELECT lo_create(0)")]
    [InlineData("SELECT lo_from_bytea(0, 'x')")]
    [InlineData("CREATE TEMPORARY TABLE mine (a int)")]
    [InlineData("CREATE TABLE mine (a int)")]
    public async Task No_service_keeps_anything_in_its_database_but_in_its_tables(string statement)
    {
        foreach (var service in (string[])["ingestion", "calculation", "ledger", "gateway"])
        {
            await using var database = NpgsqlDataSource.Create(
                platform.SettingsOf(service)["ConnectionStrings__Service"]
            );
            await using var command = database.CreateCommand(statement);
            var refused = await Should.ThrowAsync<PostgresException>(() => command.ExecuteNonQueryAsync());
            refused.SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
        }
    }

    [Fact]
    public async Task A_result_that_Calculation_has_not_signed_never_reaches_the_ledger()
    {
        var forged = await ForgedAsync("SX-I1");
        var parked = await ParkedAsync("ledger");

        await PublishAsync(forged, new Dictionary<string, object?> { ["event-type"] = Calculated });
        await PublishAsync(forged, platform.SignedBy("ledger", Calculated, forged));

        await Eventually.ShouldAsync(async () => await ParkedAsync("ledger") == parked + 2, "both put aside");
        (await EntriesAsync("SX-I1")).ShouldBe(1);
    }

    [Fact]
    public async Task What_a_stolen_key_puts_onto_the_ledger_is_an_alarm_until_the_plant_has_its_sheet_again()
    {
        var forged = await ForgedAsync("SX-I2");
        (await AlarmAsync()).ShouldBe("healthy");

        await PublishAsync(forged, platform.SignedBy("calculation", Calculated, forged));

        await Eventually.ShouldAsync(async () => await AlarmAsync() == "degraded", "the alarm");
        (
            await platform.ScalarAsync<int>("ledger", "SELECT revision FROM plant_month WHERE plant = $1", "SX-I2")
        ).ShouldBe(2);
        platform.LogOf("ingestion").ShouldContain("never accepted here");
        platform.LogOf("ingestion").ShouldContain("SX-I2 2024-03 revision 2");
        (await _client.GetAsync("reconciliation?from=2024-03&to=2024-03"))["beyond"]!
            .AsArray()
            .Select(sheet => sheet!["plant"]!.GetValue<string>())
            .ShouldBe(["SX-I2"]);

        var accepted = await _client.PostAsync("SX-I2", "2024-03", Sheets.Grid("100"));
        accepted["revision"]!.GetValue<int>().ShouldBe(3);
        await _client.PostedAsync(accepted);
        await Eventually.ShouldAsync(async () => await AlarmAsync() == "healthy", "the end of it");
        (await _client.TotalAsync("from=2024-03&to=2024-03&org=SX-I2", "scope2.electricity", "CO2")).ShouldBe(536_600m);
    }

    [Fact]
    public async Task A_sheet_that_the_ledger_can_never_take_is_parked_told_and_replaced_by_the_next()
    {
        await _client.PutRefineryAsync("SX-I3");
        await platform.ExecuteAsync(
            "ledger",
            """
            CREATE FUNCTION too_large() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                IF NEW.plant = 'SX-I3' THEN RAISE numeric_value_out_of_range USING MESSAGE = 'as large as that'; END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER too_large BEFORE INSERT ON plant_month FOR EACH ROW EXECUTE FUNCTION too_large();
            """
        );
        JsonNode submission = null!;
        try
        {
            var accepted = await _client.PostAsync("SX-I3", "2024-03", Sheets.Grid("100"));
            await Eventually.ShouldAsync(
                async () =>
                {
                    submission = await _client.GetAsync($"submissions/{accepted["submissionId"]}");
                    return submission["state"]!.GetValue<string>() == "parked";
                },
                "the sheet being parked"
            );
        }
        finally
        {
            await platform.ExecuteAsync("ledger", "DROP FUNCTION too_large CASCADE");
        }

        submission["refusal"]!["by"]!.GetValue<string>().ShouldBe("ledger");
        submission["refusal"]!["reason"]!.GetValue<string>().ShouldContain("as large as that");
        // Nothing was mended but the sheet.
        await _client.PostedAsync(await _client.PostAsync("SX-I3", "2024-03", Sheets.Grid("200")));
    }

    /// <summary>
    /// What Calculation might say of a revision that nobody has handed in; the first one is on the ledger.
    /// </summary>
    private async Task<byte[]> ForgedAsync(string plant)
    {
        await _client.PutRefineryAsync(plant);
        await _client.PostedAsync(await _client.PostAsync(plant, "2024-03", Sheets.Grid("1000")));
        var real = await platform.ScalarAsync<byte[]>(
            "calculation",
            "SELECT body FROM run JOIN event ON id = result_event_id WHERE plant = $1",
            plant
        );
        return Encoding.UTF8.GetBytes(
            Encoding.UTF8.GetString(real!).Replace("\"revision\":1,", "\"revision\":2,", StringComparison.Ordinal)
        );
    }

    private Task<long> EntriesAsync(string plant) =>
        platform.ScalarAsync<long>(
            "ledger",
            "SELECT count(*) FROM entry WHERE plant = $1 AND month IS NOT NULL",
            plant
        );

    /// <summary>As whoever administers the broker.</summary>
    private async Task PublishAsync(byte[] body, IDictionary<string, object?> headers)
    {
        await using var connection = await ConnectAsync(platform.Broker);
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true));
        await channel.BasicPublishAsync(
            Calculated,
            "",
            mandatory: true,
            new BasicProperties { Headers = headers, MessageId = $"{Guid.NewGuid()}" },
            body
        );
    }

    private async Task<uint> ParkedAsync(string queue)
    {
        await using var connection = await ConnectAsync(platform.Broker);
        await using var channel = await connection.CreateChannelAsync();
        return await channel.MessageCountAsync(queue + "_error");
    }

    private async Task<string> AlarmAsync()
    {
        using var http = new HttpClient { BaseAddress = platform.AddressOf("ingestion") };
        var health = JsonNode.Parse(await http.GetStringAsync(new Uri("/health/ready", UriKind.Relative)))!;
        return health["checks"]!["ledger-beyond"]!.GetValue<string>();
    }

    private static Task<IConnection> ConnectAsync(Uri broker) =>
        new ConnectionFactory { Uri = broker, AutomaticRecoveryEnabled = false }.CreateConnectionAsync();
}
