using System.Security.Cryptography;
using System.Text.Json.Nodes;
using CarbonPlatform.Contracts;
using CarbonPlatform.Messaging;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.TestKit;
using Npgsql;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Ledger.Tests;

/// <summary>The service as it is deployed: a process with its own database and a broker.</summary>
[Tier(Tier.Platform)]
public sealed class ServiceTests
{
    [Fact]
    public async Task Events_from_the_broker_become_entries_totals_and_receipts_and_survive_a_kill()
    {
        await using var database = await TestDatabase.CreateAsync("ledger");
        await using var broker = await TestBroker.CreateVhostAsync();
        using var gateway = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await using var service = new ServiceProcess(
            "Ledger",
            new Dictionary<string, string>(EventKeys.EnvironmentOf("ledger"), StringComparer.Ordinal)
            {
                // What the test sends through the service's own relay is signed by it.
                ["Events__Producers__ingestion"] = EventKeys.PublicKeyOf("ledger"),
                ["Events__Producers__calculation"] = EventKeys.PublicKeyOf("ledger"),
                ["ConnectionStrings__Service"] = database.Service,
                ["RabbitMq__Uri"] = broker.Uri.ToString(),
                ["Tickets__Issuers__gateway"] = Convert.ToBase64String(gateway.ExportSubjectPublicKeyInfo()),
            }
        );
        await service.MigrateAsync(database);
        await service.StartAsync();

        // The service's own relay sends whatever stands in its outbox: it serves the test as the sender.
        await SendAsync(
            database,
            EventTypes.OrganisationChanged,
            EventJson.Serialize(Organisation.Plant("SX-A1", 1, ("2020-01", "ALU")))
        );
        for (var i = 1; i <= 20; i++)
            await SendAsync(
                database,
                EventTypes.EmissionsCalculated,
                EventJson.Serialize(new Sheet("SX-A1", "2024-03", i).WithCoal(100 + i).ToEvent())
            );
        await service.KillAsync();
        await service.StartAsync();
        for (var i = 1; i <= 20; i++)
            await SendAsync(
                database,
                EventTypes.EmissionsCalculated,
                EventJson.Serialize(new Sheet("SX-A1", "2024-04", i).WithCoal(200 + i).ToEvent())
            );

        await Eventually.PassAsync(
            async () =>
            {
                var totals = await GetAsync(
                    service,
                    gateway,
                    "/api/v1/totals?from=2024-03&to=2024-04&org=ALU&groupBy=month"
                );
                totals["rows"]!
                    .AsArray()
                    .Select(row => LedgerApi.TextOf(row!))
                    .ShouldBe([
                        "month=2024-03 scope1.combustion CO2 120.000000",
                        "month=2024-04 scope1.combustion CO2 220.000000",
                    ]);
            },
            TimeSpan.FromSeconds(90)
        );
        var receipts = (long)
            (await database.ExecuteAsync("SELECT count(*) FROM event WHERE type = 'entry-posted.v1'"))!;
        receipts.ShouldBeGreaterThanOrEqualTo(41);

        var document = await service.Client.GetStringAsync(new Uri("/swagger/v1/swagger.json", UriKind.Relative));
        var paths = JsonNode.Parse(document)!["paths"]!.AsObject().Select(path => path.Key).ToList();
        paths.ShouldContain("/api/v1/totals");
        paths.ShouldContain("/api/v1/ledger/entries/{sequence}");
        var asked = JsonNode.Parse(document)!["paths"]!["/api/v1/totals"]!["get"]!["parameters"]!.AsArray();
        asked
            .Select(parameter => parameter!["name"]!.ToString())
            .ShouldBe(
                [
                    "from",
                    "to",
                    "org",
                    "boundary",
                    "groupBy",
                    "basis",
                    "gwp",
                    "asOf",
                    "unit",
                    "uncertainty",
                    "provenance",
                    "If-None-Match",
                ],
                ignoreOrder: true
            );
        (
            await UnknownParameters.ShouldBeRefusedAsync(
                JsonNode.Parse(document)!,
                request => SendAsync(service, gateway, request)
            )
        ).ShouldBe(4);
        asked.ShouldAllBe(parameter => parameter!["description"] != null);
    }

    [Fact]
    public async Task A_service_whose_ledger_takes_nothing_is_not_ready_until_it_does()
    {
        await using var database = await TestDatabase.CreateAsync("ledger");
        await using var broker = await TestBroker.CreateVhostAsync();
        await using var service = new ServiceProcess(
            "Ledger",
            new Dictionary<string, string>(EventKeys.EnvironmentOf("ledger"), StringComparer.Ordinal)
            {
                ["ConnectionStrings__Service"] = database.Service,
                ["RabbitMq__Uri"] = broker.Uri.ToString(),
                ["Tickets__Issuers__gateway"] = Issuer.Gateway.PublicKey,
            }
        );
        await service.MigrateAsync(database);
        await service.StartAsync();

        await database.ExecuteAsync("REVOKE INSERT ON position FROM ledger_service");
        await Eventually.ShouldAsync(
            async () => !await service.ReadyAsync(),
            "the service saying that it is not ready"
        );
        using (var answer = await service.Client.GetAsync(new Uri("/health/ready", UriKind.Relative)))
        {
            var checks = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["checks"]!;
            checks["ledger-writer"]!.GetValue<string>().ShouldBe("unhealthy");
            checks["database"]!.GetValue<string>().ShouldBe("healthy");
        }
        await database.ExecuteAsync("GRANT INSERT ON position TO ledger_service");
        await Eventually.ShouldAsync(service.ReadyAsync, "the service being ready again");
    }

    private static async Task SendAsync(TestDatabase database, string type, byte[] body)
    {
        await using var connection = new NpgsqlConnection(database.Service);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await Outbox.AddAsync(
            connection,
            transaction,
            new OutgoingEvent(type, body),
            DateTimeOffset.UnixEpoch,
            CancellationToken.None
        );
        await transaction.CommitAsync();
    }

    private static async Task<JsonNode> GetAsync(ServiceProcess service, ECDsa gateway, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        using var response = await SendAsync(service, gateway, request);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
    }

    private static async Task<HttpResponseMessage> SendAsync(
        ServiceProcess service,
        ECDsa gateway,
        HttpRequestMessage request
    )
    {
        using var signer = new TicketSigner("gateway", gateway.ExportPkcs8PrivateKey(), TimeProvider.System);
        request.Headers.Add("X-Caller-Ticket", signer.Sign(LedgerApi.Environment, "ledger"));
        return await service.Client.SendAsync(request);
    }
}
