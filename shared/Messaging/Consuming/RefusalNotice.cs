using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CarbonPlatform.Messaging.Consuming;

/// <summary>
/// Publishes that an event can never be applied, through the outbox like everything else: it is told even when the
/// broker goes away at this moment.
/// </summary>
internal sealed class RefusalNotice(IServiceProvider services, OutboxSignal signal, TimeProvider clock)
{
    public async Task GiveAsync(OutgoingEvent refusal, CancellationToken cancellationToken)
    {
        // Not a parameter: whoever only listens has no database.
        var database = services.GetRequiredService<NpgsqlDataSource>();
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await Outbox.AddAsync(connection, transaction, refusal, clock.GetUtcNow(), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        signal.Wake();
    }
}
