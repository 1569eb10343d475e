using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using CarbonPlatform.Contracts;
using CarbonPlatform.Messaging;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.TestKit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Ingestion.Tests.Delivery;

/// <summary>
/// The service as a process of its own: it takes sheets, is killed, and loses nothing.
/// </summary>
[Tier(Tier.Platform)]
public sealed class ProcessTests
{
    [Fact]
    public async Task A_sheet_survives_a_kill_between_commit_and_delivery()
    {
        await using var database = await TestDatabase.CreateAsync("ingestion");
        await using var broker = await TestBroker.CreateVhostAsync();
        using var gatewayKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var ownKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await using var service = new ServiceProcess(
            "Ingestion",
            new Dictionary<string, string>(EventKeys.EnvironmentOf("ingestion"), StringComparer.Ordinal)
            {
                ["ConnectionStrings__Service"] = database.Service,
                ["RabbitMq__Uri"] = broker.Uri.ToString(),
                ["Tickets__Issuers__gateway"] = Convert.ToBase64String(gatewayKey.ExportSubjectPublicKeyInfo()),
                ["Tickets__Issuers__ingestion"] = Convert.ToBase64String(ownKey.ExportSubjectPublicKeyInfo()),
                ["Tickets__SigningKey"] = Convert.ToBase64String(ownKey.ExportPkcs8PrivateKey()),
                ["Services__Ledger"] = "http://127.0.0.1:1",
                ["Delivery__Interval"] = "00:00:00.200",
            }
        );
        await service.MigrateAsync(database);
        await service.StartAsync();
        using var gateway = new TicketSigner("gateway", gatewayKey.ExportPkcs8PrivateKey(), TimeProvider.System);
        using var admin = new HttpClient(new Signing(gateway)) { BaseAddress = service.Address };
        var plant = await admin.NewSmelterAsync("KILL-1");
        (await admin.PostReadingsAsync(plant, "2024-03", Calls.Sheet(Calls.Coal))).Status.ShouldBe(
            HttpStatusCode.Accepted
        );

        // Nobody listens yet, so the broker keeps nothing: what was accepted is in the database alone when the process
        // dies.
        await service.KillAsync();
        await service.StartAsync();
        ConcurrentBag<byte[]> received = [];
        using var calculation = Listen(broker.Uri, received);
        await calculation.StartAsync();

        await Eventually.ShouldAsync(() => !received.IsEmpty, "the sheet at the other end", TimeSpan.FromSeconds(120));
        var stored = (byte[])
            (await database.ExecuteAsync("SELECT body FROM event WHERE type = 'readings-accepted.v1'"))!;
        received.ShouldAllBe(
            bytes => Convert.ToHexString(bytes) == Convert.ToHexString(stored),
            "the stored bytes are what travels"
        );
        await calculation.StopAsync();

        // The service's role may not touch what is on record.
        await using var asService = new NpgsqlConnection(database.Service);
        await asService.OpenAsync();
        foreach (
            var tampering in (string[])
                [
                    "UPDATE event SET body = ''",
                    "DELETE FROM event",
                    "TRUNCATE event",
                    "DELETE FROM revision",
                    "DELETE FROM sheet",
                    "DROP TABLE outbox",
                ]
        )
        {
            await using var command = new NpgsqlCommand(tampering, asService);
            (await Should.ThrowAsync<PostgresException>(command.ExecuteNonQueryAsync)).SqlState.ShouldBe(
                PostgresErrorCodes.InsufficientPrivilege
            );
        }
    }

    private static IHost Listen(Uri broker, ConcurrentBag<byte[]> received)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection([
            new("RabbitMq:Uri", broker.ToString()),
            new("Events:Producers:ingestion", EventKeys.PublicKeyOf("ingestion")),
        ]);
        builder.Services.AddSingleton(received);
        builder.AddMessaging(
            EventTypes.Producers,
            messaging => messaging.Queue("calculation", queue => queue.On<Keep>(EventTypes.ReadingsAccepted))
        );
        return builder.Build();
    }

    private sealed class Keep(ConcurrentBag<byte[]> received) : IEventConsumer
    {
        public ValueTask ConsumeAsync(IncomingEvent message, CancellationToken cancellationToken)
        {
            received.Add(message.Body.ToArray());
            return ValueTask.CompletedTask;
        }
    }

    private sealed class Signing(TicketSigner gateway) : DelegatingHandler(new HttpClientHandler())
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            request.Headers.TryAddWithoutValidation(
                "X-Caller-Ticket",
                gateway.Sign(new Caller("admin-key", [Roles.Admin], null), "ingestion")
            );
            return base.SendAsync(request, cancellationToken);
        }
    }
}
