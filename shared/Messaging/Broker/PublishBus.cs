using System.Diagnostics;
using MassTransit;
using Microsoft.Extensions.Logging;

namespace CarbonPlatform.Messaging.Broker;

/// <summary>
/// Publishes with confirms, every message mandatory: returning without an exception means that the broker has it in a
/// queue.
/// The bus lives as long as one session of the broker and is made anew with the next; or until a queue refuses what
/// comes through it.
/// </summary>
internal sealed partial class PublishBus(
    BrokerAddress address,
    BrokerConnection broker,
    MessagingBuilder messaging,
    TimeProvider clock,
    ILogger<PublishBus> log
) : IAsyncDisposable
{
    private const long None = -1;

    /// <summary>A bus is not replaced more often than this, however much is refused.</summary>
    private static readonly TimeSpan s_shortestLife = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private Task<IBusControl>? _bus;
    private int _session;
    private long _made;
    private volatile bool _isRefused;
    private long _unansweredSince = None;
    private long _lastTry = clock.GetTimestamp();
    private long _lastAnswer = clock.GetTimestamp();

    /// <summary>
    /// How long publishing has failed without one answer by the broker; zero if the last publish was answered.
    /// </summary>
    public TimeSpan Unanswered =>
        Volatile.Read(ref _unansweredSince) is var since && since == None ? TimeSpan.Zero : clock.GetElapsedTime(since);

    /// <summary>How long ago something was last published, whatever came of it, or this process began.</summary>
    public TimeSpan SinceTry => clock.GetElapsedTime(Volatile.Read(ref _lastTry));

    /// <summary>How long ago the broker last answered a publish, or this process began.</summary>
    public TimeSpan SinceAnswer => clock.GetElapsedTime(Volatile.Read(ref _lastAnswer));

    /// <summary>Publishes one message.</summary>
    /// <param name="exchange">A durable fanout exchange; declared if it is not there.</param>
    /// <param name="envelope">The message.</param>
    /// <param name="abandon">
    /// When to stop waiting for the broker. Never a request's token: it ends the waiting, not the publish, which may
    /// still happen.
    /// </param>
    /// <exception cref="RefusedException">The broker answered, and did not take it.</exception>
    /// <exception cref="TimeoutException">The broker did not answer before <paramref name="abandon"/>.</exception>
    /// <exception cref="Exception">Anything else: it could not be sent.</exception>
    public async Task PublishAsync(string exchange, Envelope envelope, CancellationToken abandon)
    {
        Volatile.Write(ref _lastTry, clock.GetTimestamp());
        try
        {
            var session = await broker.SessionAsync(abandon);
            await SendAsync(await BusOf(session).WaitAsync(abandon), exchange, envelope, abandon);
            Answered();
        }
        catch (MessageReturnedException)
        {
            Answered();
            throw new RefusedException($"No queue is bound to exchange {exchange}.");
        }
        catch (RefusedException)
        {
            Answered();
            // A channel that first spoke to a quorum queue while its leader was dead is refused for as long as that
            // node is away, although another
            // leads long since (RabbitMQ 3.10). A new channel asks the new leader.
            _isRefused = true;
            throw;
        }
        catch (Exception e)
        {
            Interlocked.CompareExchange(ref _unansweredSince, clock.GetTimestamp(), None);
            if (e is OperationCanceledException)
                throw new TimeoutException("The broker did not confirm in time.", e);
            throw;
        }
    }

    /// <summary>
    /// Whether this process can publish: the bus is there, and through another one made as it is a message that no
    /// queue wants comes back. If so, and what
    /// is published goes unanswered all the same, it is the queue that is silent, as without a majority of its nodes.
    /// Another bus, because the channel
    /// of this one waits for that queue. Counts as no answer.
    /// </summary>
    /// <param name="within">How long to wait.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task<bool> CanPublishAsync(TimeSpan within, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(within);
        Task<IBusControl>? probing = null;
        try
        {
            await BusOf(await broker.SessionAsync(patience.Token)).WaitAsync(patience.Token);
            probing = StartAsync();
            await SendAsync(
                await probing.WaitAsync(patience.Token),
                messaging.ProbeExchange,
                new Envelope("probe", [], null),
                patience.Token
            );
            return true;
        }
        catch (MessageReturnedException)
        {
            return true;
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
        finally
        {
            if (probing is not null)
                _ = StopAsync(probing);
        }
    }

    /// <summary>Throws the bus away; the next publish makes another.</summary>
    public void Rebuild()
    {
        lock (_gate)
        {
            Drop();
            Volatile.Write(ref _unansweredSince, None);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Task<IBusControl>? bus;
        lock (_gate)
        {
            bus = _bus;
            _bus = null;
        }

        if (bus is not null)
            await StopAsync(bus);
    }

    private static async Task SendAsync(IBusControl bus, string exchange, Envelope envelope, CancellationToken abandon)
    {
        using var attempt = new Attempt(abandon);
        var endpoint = await bus.GetSendEndpoint(new Uri($"exchange:{exchange}")).WaitAsync(abandon);
        var send = endpoint.Send(
            envelope,
            Pipe.Execute<SendContext<Envelope>>(context => Dress(context, envelope, attempt)),
            attempt.Token
        );
        // Not every wait inside heeds the token: with MassTransit 8.5.12 and RabbitMQ.Client 7.2.2 declaring the
        // exchange on a
        // broker that is silent took 20 s with a token of one.
        _ = send.ContinueWith(
            static late => _ = late.Exception,
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnFaulted,
            TaskScheduler.Default
        );
        try
        {
            await send.WaitAsync(attempt.Token);
        }
        catch (Exception) when (attempt.Refusal is { } refusal)
        {
            throw new RefusedException($"A queue behind exchange {exchange} cannot take it.", refusal);
        }
    }

    private static void Dress(SendContext<Envelope> context, Envelope envelope, Attempt attempt)
    {
        context.GetOrAddPayload(() => attempt);
        context.Serializer = RawSerializer.Instance;
        context.GetPayload<RabbitMqSendContext>().Mandatory = true;
        context.MessageId = envelope.MessageId ?? context.MessageId;
        context.Headers.Set(EventHeaders.EventType, envelope.EventType);
        if (envelope.TraceParent is not null)
            context.Headers.Set(EventHeaders.TraceParent, envelope.TraceParent);
        if (envelope.Signature is { } signature)
        {
            context.Headers.Set(EventHeaders.Signature, signature.Value);
            context.Headers.Set(EventHeaders.SignatureKey, signature.Key);
        }
        foreach (var (name, value) in envelope.Extra)
            context.Headers.Set(name, value);
    }

    private Task<IBusControl> BusOf(BrokerConnection.Session session)
    {
        lock (_gate)
        {
            var isRefused = _isRefused && clock.GetElapsedTime(_made) > s_shortestLife;
            if (_bus is not null && _session == session.Number && !_bus.IsFaulted && !isRefused)
                return _bus;
            Drop();
            (_session, _made) = (session.Number, clock.GetTimestamp());
            _isRefused = false;
            return _bus = StartAsync();
        }
    }

    private async Task<IBusControl> StartAsync()
    {
        // The bus works for everybody as long as it lives, not in the trace of the message for which it was made.
        Activity.Current = null;
        var bus = address.CreateBus("publish");
        bus.ConnectSendObserver(RefusalObserver.Instance);
        await bus.StartAsync(CancellationToken.None);
        return bus;
    }

    private void Drop()
    {
        if (_bus is null)
            return;
        // Not awaited: what was sent through it fails now, and a dead connection may take its time to be closed.
        _ = StopAsync(_bus);
        _bus = null;
    }

    private async Task StopAsync(Task<IBusControl> bus)
    {
        try
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10), clock);
            await (await bus).StopAsync(patience.Token);
        }
        catch (Exception e)
        {
            LogStop(e.Message);
        }
    }

    private void Answered()
    {
        Volatile.Write(ref _unansweredSince, None);
        Volatile.Write(ref _lastAnswer, clock.GetTimestamp());
    }

    [LoggerMessage(LogLevel.Debug, "The publishing bus did not stop cleanly: {Reason}")]
    private partial void LogStop(string reason);
}

/// <summary>
/// The broker answered that it does not take the message. It is asked again until somebody has mended that.
/// </summary>
internal sealed class RefusedException(string reason, Exception? inner = null) : Exception(reason, inner);
