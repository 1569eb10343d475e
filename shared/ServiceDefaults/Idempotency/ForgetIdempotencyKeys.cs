using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CarbonPlatform.ServiceDefaults;

/// <summary>
/// Removes answers of table <c>idempotency</c> kept for longer than <see cref="IdempotencyKey.Kept"/>.
/// </summary>
/// <param name="database">The service's database.</param>
/// <param name="time">Tells how old an answer is.</param>
/// <param name="log">Says when it is put off.</param>
public sealed partial class ForgetIdempotencyKeys(
    NpgsqlDataSource database,
    TimeProvider time,
    ILogger<ForgetIdempotencyKeys> log
) : BackgroundService
{
    private const int AtOnce = 5_000;
    private static readonly TimeSpan s_interval = TimeSpan.FromHours(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(s_interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await ForgetAsync(stoppingToken);
            }
            catch (Exception away) when (away is NpgsqlException || DatabaseTrouble.IsIn(away))
            {
                LogAway(away.GetBaseException().Message);
            }
        }
    }

    /// <summary>Removes in portions, so that no transaction is long.</summary>
    /// <param name="cancellationToken">Ends it between two portions.</param>
    public async Task ForgetAsync(CancellationToken cancellationToken)
    {
        int removed;
        do
        {
            await using var command = database.CreateCommand(
                $"""
                DELETE FROM idempotency WHERE (caller, route, key) IN (
                    SELECT caller, route, key FROM idempotency WHERE created_at < $1
                    ORDER BY created_at LIMIT {AtOnce} FOR UPDATE SKIP LOCKED)
                """
            );
            command.Parameters.Add(Parameter.Value(time.GetUtcNow() - IdempotencyKey.Kept));
            removed = await command.ExecuteNonQueryAsync(cancellationToken);
        } while (removed == AtOnce);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Removing old idempotency keys is put off: {Reason}")]
    private partial void LogAway(string reason);
}
