using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Security.Cryptography;
using System.Text;
using CarbonPlatform.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Messaging.Tests;

/// <summary>Who may say what: events are signed by their producer, and nobody else is believed.</summary>
[Tier(Tier.Service)]
public sealed class SigningTests
{
    private const string Queue = "ledger";

    [Fact]
    public async Task An_event_carries_the_signature_of_its_type_and_body()
    {
        await using var stage = await Stage.SetAsync();
        await stage.BindAsync(Events.Type, "all");
        await stage.StartAsync(m => m.Publishes(Events.Type));

        await stage.CommitAsync(Events.Of("a"));

        var sent = (await stage.TakeAsync("all", 1)).ShouldHaveSingleItem();
        using var key = ECDsa.Create();
        var publicKey = Convert.FromBase64String(EventKeys.PublicKeyOf(Stage.Producer));
        key.ImportSubjectPublicKeyInfo(publicKey, out _);
        key.VerifyData(
                Encoding.UTF8.GetBytes("readings-accepted.v1\0a"),
                Convert.FromBase64String(sent.Header("signature")!),
                HashAlgorithmName.SHA256
            )
            .ShouldBeTrue();
        sent.Header("signature-key").ShouldBe(Convert.ToHexStringLower(SHA256.HashData(publicKey))[..16]);
    }

    public static TheoryData<string, string> Forgeries =>
        new()
        {
            { "unsigned", "It is not signed; readings-accepted.v1 is signed by ingestion." },
            {
                "signed by another service",
                "It is signed with key #, which is none of ingestion's that are known here."
            },
            {
                "another service's signature under the producer's name",
                "Its signature is not that of ingestion over this type and body."
            },
            { "another body", "Its signature is not that of ingestion over this type and body." },
            { "another type", "Its signature is not that of ingestion over this type and body." },
            { "no base64", "Its signature is not that of ingestion over this type and body." },
            { "shorter", "Its signature is not that of ingestion over this type and body." },
        };

    [Theory]
    [MemberData(nameof(Forgeries))]
    public async Task What_its_producer_has_not_signed_is_parked_at_once_and_never_applied(
        string forgery,
        string reason
    )
    {
        await using var stage = await Stage.SetAsync();
        var recorder = new Recorder();
        await stage.StartAsync(ConsumingTests.Consuming(), ConsumingTests.Given(recorder));
        var body = "a"u8.ToArray();
        var headers = Stage.SignedHeaders(Events.Type, body);
        var others = Stage.SignedHeaders(Events.Type, body, by: "somebody");
        switch (forgery)
        {
            case "unsigned":
                headers.Remove("signature");
                break;
            case "signed by another service":
                headers = others;
                break;
            case "another service's signature under the producer's name":
                headers["signature"] = others["signature"];
                break;
            case "another body":
                body = "b"u8.ToArray();
                break;
            case "another type":
                headers = Stage.SignedHeaders(Events.OtherType, body);
                headers["event-type"] = Events.Type;
                break;
            case "no base64":
                headers["signature"] = "!";
                break;
            default:
                headers["signature"] = ((string)headers["signature"]!)[..80];
                break;
        }

        await using var channel = await stage.ChannelAsync();
        await channel.BasicPublishAsync(
            Events.Type,
            "",
            mandatory: true,
            new BasicProperties { Headers = headers },
            body
        );

        var parked = (await stage.TakeAsync("ledger_error", 1)).ShouldHaveSingleItem();
        parked
            .Header("parked-reason")
            .ShouldBe(reason.Replace("#", (string)headers["signature-key"]!, StringComparison.Ordinal));
        parked.Header("parked-attempts").ShouldBe("1");
        parked.Body.ShouldBe(body);
        recorder.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_forgery_is_counted_and_told_once_as_a_warning()
    {
        var type = $"forged-{Guid.NewGuid():N}.v1";
        var counts = new ConcurrentDictionary<string, double>(StringComparer.Ordinal);
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, listening) =>
        {
            if (instrument.Meter.Name == MessagingTelemetry.Name)
                listening.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>(
            (instrument, value, tags, _) =>
            {
                foreach (var tag in tags)
                {
                    if (tag is { Key: "event.type", Value: string seen } && seen == type)
                        counts.AddOrUpdate(instrument.Name, value, (_, sum) => sum + value);
                }
            }
        );
        listener.Start();
        var log = new WrittenLog();
        await using var stage = await Stage.SetAsync();
        await stage.StartAsync(
            m => m.Queue(Queue, q => q.On<Recorder>(type)),
            services => services.AddSingleton(new Recorder()).AddLogging(logging => logging.AddProvider(log))
        );
        await using var channel = await stage.ChannelAsync();

        await channel.BasicPublishAsync(type, "", "a"u8.ToArray());

        await Eventually.ShouldAsync(() => log.Of(LogLevel.Warning).Any(line => line.Contains(type)), "the warning");
        log.Of(LogLevel.Warning)
            .Where(line => line.Contains(type, StringComparison.Ordinal))
            .ShouldHaveSingleItem()
            .ShouldEndWith($"is not believed and parked: It is not signed; {type} is signed by ingestion.");
        log.Of(LogLevel.Error).ShouldBeEmpty();
        counts.ShouldBe(
            new Dictionary<string, double>(StringComparer.Ordinal)
            {
                ["messaging.parked"] = 1,
                ["messaging.not_believed"] = 1,
            },
            ignoreOrder: true
        );
    }

    [Fact]
    public async Task While_a_key_is_changed_the_old_one_and_the_new_one_are_believed()
    {
        await using var stage = await Stage.SetAsync();
        var recorder = new Recorder();
        await stage.StartAsync(
            ConsumingTests.Consuming(),
            ConsumingTests.Given(recorder),
            settings:
            [
                new(
                    "Events:Producers:ingestion",
                    $"{EventKeys.PublicKeyOf(Stage.Producer)}, {EventKeys.PublicKeyOf("ingestion-new")}"
                ),
            ]
        );
        using (var old = await stage.StartAsync(m => m.Publishes(Events.Type)))
        {
            await stage.CommitAsync(Events.Of("by the old one"));
            await stage.DrainedAsync();
            await old.StopAsync();
            // It waits in the outbox while the key is changed.
            await stage.CommitAsync(Events.Of("by the new one"));
        }

        await stage.StartAsync(
            m => m.Publishes(Events.Type),
            settings: [new("Events:SigningKey", EventKeys.PrivateKeyOf("ingestion-new"))]
        );

        await Eventually.ShouldAsync(() => recorder.Applied.Count == 2, "both");
        recorder.AppliedTexts.ShouldBe(["by the old one", "by the new one"], ignoreOrder: true);
    }

    [Fact]
    public async Task Keys_that_are_missing_or_wrong_are_told_at_the_start()
    {
        await using var stage = await Stage.SetAsync();
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP384);

        (await FaultAsync("Events:SigningKey", null)).ShouldBe(
            "Events__SigningKey is not set: the PKCS#8 key that this service signs its events with, in base64."
        );
        (await FaultAsync("Events:SigningKey", "?")).ShouldBe("Configuration Events:SigningKey holds no key.");
        (await FaultAsync("Events:SigningKey", Convert.ToBase64String(other.ExportPkcs8PrivateKey()))).ShouldBe(
            "Configuration Events:SigningKey must be a key of ECDSA P-256."
        );
        (await FaultAsync("Events:Producers:ingestion", " ")).ShouldBe(
            "Events__Producers__ingestion is not set: the public key (base64 SubjectPublicKeyInfo) that its events are "
                + "verified with, or several."
        );
        Should
            .Throw<InvalidOperationException>(() =>
                new MessagingBuilder(
                    new ServiceCollection(),
                    new Dictionary<string, string>(StringComparer.Ordinal)
                ).ProducerOf("a.v1")
            )
            .Message.ShouldBe("Nobody is named as the producer of a.v1.");

        async Task<string> FaultAsync(string setting, string? value) =>
            (
                await Should.ThrowAsync<InvalidOperationException>(() =>
                    stage.StartAsync(
                        m => ConsumingTests.Consuming()(m.Publishes(Events.Type)),
                        ConsumingTests.Given(new Recorder()),
                        settings: [new(setting, value)]
                    )
                )
            ).Message;
    }

    [Fact]
    public async Task What_can_never_be_applied_is_told_to_whoever_listens_and_what_is_forged_is_not()
    {
        await using var stage = await Stage.SetAsync();
        await stage.BindAsync(Refusing.Refused, "told");
        await stage.StartAsync(m =>
            m.Publishes(Events.Type).Publishes(Refusing.Refused).Queue(Queue, q => q.On<Refusing>(Events.Type))
        );
        await using var channel = await stage.ChannelAsync();

        await channel.BasicPublishAsync(Events.Type, "", "forged"u8.ToArray());
        await stage.CommitAsync(Events.Of("poison"));

        (await stage.TakeAsync("ledger_error", 2)).Count.ShouldBe(2);
        var told = (await stage.TakeAsync("told", 1)).ShouldHaveSingleItem();
        (told.Text, told.Header("event-type")).ShouldBe(("poison: cannot be", Refusing.Refused));
        await stage.DrainedAsync();
        (await stage.WaitingAsync("told")).ShouldBe(0u);
    }

    /// <summary>Applies nothing and says so.</summary>
    private sealed class Refusing : IEventConsumer
    {
        public const string Refused = "calculation-refused.v1";

        public ValueTask ConsumeAsync(IncomingEvent message, CancellationToken cancellationToken) =>
            throw new PoisonMessageException("cannot be");

        public OutgoingEvent? RefusalOf(IncomingEvent message, string reason, DateTimeOffset at) =>
            Events.Of($"{Events.TextOf(message.Body)}: {reason}", Refused);
    }
}
