using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CarbonPlatform.Messaging;

/// <summary>What a service publishes and which queues it consumes.</summary>
public sealed class MessagingBuilder
{
    private readonly IServiceCollection _services;
    private readonly List<string> _published = [];
    private readonly List<QueueBuilder> _queues = [];

    private readonly IReadOnlyDictionary<string, string> _producers;

    internal MessagingBuilder(IServiceCollection services, IReadOnlyDictionary<string, string> producers) =>
        (_services, _producers) = (services, producers);

    internal IReadOnlyList<string> Published => _published;

    internal IReadOnlyList<QueueBuilder> Queues => _queues;

    internal Tuning Tuning { get; set; } = new();

    /// <summary>An exchange of this service to which nothing is ever bound.</summary>
    internal string ProbeExchange => _published[0] + ".probe";

    /// <summary>The one service that publishes events of a type.</summary>
    internal string ProducerOf(string eventType) =>
        _producers.TryGetValue(eventType, out var producer)
            ? producer
            : throw new InvalidOperationException($"Nobody is named as the producer of {eventType}.");

    /// <summary>The service publishes events of this type: its exchange is declared and the relay runs.</summary>
    /// <param name="eventType">Name and version, such as <c>readings-accepted.v1</c>.</param>
    /// <returns>The same builder.</returns>
    public MessagingBuilder Publishes(string eventType)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(eventType);
        _published.Add(eventType);
        return this;
    }

    /// <summary>
    /// The service consumes this queue. It is a durable quorum queue; what cannot be applied is parked in
    /// <c>NAME_error</c>.
    /// </summary>
    /// <param name="name">Name of the queue, the same in every replica of the service.</param>
    /// <param name="configure">Says what is consumed from it and how.</param>
    /// <returns>The same builder.</returns>
    public MessagingBuilder Queue(string name, Action<QueueBuilder> configure)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        var queue = new QueueBuilder(name, _services);
        configure(queue);
        if (queue.Prefetch < queue.Concurrency)
            throw new InvalidOperationException(
                $"Queue {name} fetches {queue.Prefetch} messages at most, "
                    + $"so {queue.Concurrency} cannot be applied at once."
            );
        _queues.Add(queue);
        return this;
    }
}

/// <summary>One queue and the events that come through it.</summary>
public sealed class QueueBuilder
{
    private readonly IServiceCollection _services;
    private readonly Dictionary<string, Type> _consumers = new(StringComparer.Ordinal);

    internal QueueBuilder(string name, IServiceCollection services)
    {
        Name = name;
        _services = services;
    }

    /// <summary>How many messages the broker hands out before it waits for acknowledgements.</summary>
    public int Prefetch { get; set; } = 32;

    /// <summary>
    /// How many consumers run at once in this process. A message waiting for its next try does not take a place.
    /// </summary>
    public int Concurrency { get; set; } = 8;

    /// <summary>
    /// Only one of the consumers of this queue, in all processes, gets messages; another takes over when it goes.
    /// </summary>
    public bool SingleActiveConsumer { get; set; }

    internal string Name { get; }

    internal string ParkingName => Name + ParkedMessages.QueueSuffix;

    internal IReadOnlyDictionary<string, Type> Consumers => _consumers;

    /// <summary>
    /// Events of this type go to a consumer, resolved in a scope of its own for every try (registered scoped unless it
    /// already is registered otherwise).
    /// </summary>
    /// <typeparam name="TConsumer">The consumer.</typeparam>
    /// <param name="eventType">Name and version of the event.</param>
    /// <returns>The same builder.</returns>
    public QueueBuilder On<TConsumer>(string eventType)
        where TConsumer : class, IEventConsumer
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(eventType);
        if (!_consumers.TryAdd(eventType, typeof(TConsumer)))
            throw new InvalidOperationException($"Queue {Name} already has a consumer for {eventType}.");
        _services.TryAddScoped<TConsumer>();
        return this;
    }
}
