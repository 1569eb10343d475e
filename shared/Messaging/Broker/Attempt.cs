using MassTransit;
using PublishException = RabbitMQ.Client.Exceptions.PublishException;

namespace CarbonPlatform.Messaging.Broker;

/// <summary>One publish. It ends when the broker has refused it, not only when its token is cancelled.</summary>
internal sealed class Attempt(CancellationToken abandon) : IDisposable
{
    private readonly CancellationTokenSource _over = CancellationTokenSource.CreateLinkedTokenSource(abandon);

    public CancellationToken Token => _over.Token;

    /// <summary>How the broker said that a queue does not take the message; null unless it did.</summary>
    public PublishException? Refusal { get; private set; }

    public Task RefuseAsync(PublishException refusal)
    {
        Refusal = refusal;
        return _over.CancelAsync();
    }

    public void Dispose() => _over.Dispose();
}

/// <summary>
/// Hears of a negative acknowledgement. MassTransit 8.5.12 takes it for a lost connection and tries the message again
/// by itself,
/// with pauses of 3 to 30 seconds, so that whoever sends sees no more than a broker that does not answer.
/// </summary>
internal sealed class RefusalObserver : ISendObserver
{
    public static readonly RefusalObserver Instance = new();

    public Task PreSend<T>(SendContext<T> context)
        where T : class => Task.CompletedTask;

    public Task PostSend<T>(SendContext<T> context)
        where T : class => Task.CompletedTask;

    public Task SendFault<T>(SendContext<T> context, Exception exception)
        where T : class =>
        exception.InnerException is PublishException { IsReturn: false } refusal
        && context.TryGetPayload<Attempt>(out var attempt)
            ? attempt.RefuseAsync(refusal)
            : Task.CompletedTask;
}
