using CarbonPlatform.ServiceDefaults;
using Npgsql;
using static CarbonPlatform.ServiceDefaults.Parameter;

namespace CarbonPlatform.Gateway.Keys;

/// <summary>
/// Writes down once a minute when keys were used last: so that whoever looks through the list sees which of them nobody
/// needs.
/// </summary>
internal sealed partial class NoteUses(
    KnownKeys keys,
    NpgsqlDataSource database,
    TimeProvider time,
    ILogger<NoteUses> log
) : BackgroundService
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(s_interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await NoteAsync(stoppingToken);
    }

    /// <summary>What cannot be written now is not worth another try: the next use is noted again.</summary>
    public async Task NoteAsync(CancellationToken cancellationToken)
    {
        var uses = keys.TakeUses();
        if (uses.Count == 0)
            return;
        try
        {
            await using var command = database.CreateCommand(
                """
                UPDATE api_key SET last_used_at = used.at
                FROM unnest($1, $2) AS used (id, at)
                WHERE api_key.id = used.id AND (last_used_at IS NULL OR last_used_at < used.at)
                """
            );
            command.Parameters.Add(Column(uses, use => use.Key));
            command.Parameters.Add(Column(uses, use => use.Value));
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (Exception away) when (away is NpgsqlException || DatabaseTrouble.IsIn(away))
        {
            LogAway(away.GetBaseException().Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "When keys were used is not written down: {Reason}")]
    private partial void LogAway(string reason);
}
