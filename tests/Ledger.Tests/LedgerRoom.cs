using System.Text;
using CarbonPlatform.Contracts;
using CarbonPlatform.Ledger.Journal;
using CarbonPlatform.Ledger.Journal.Kinds;
using CarbonPlatform.Messaging;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.TestKit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Shouldly;

namespace CarbonPlatform.Ledger.Tests;

/// <summary>A ledger of one test: its own database, a running writer, and the consumers in front of it.</summary>
internal sealed class LedgerRoom : IAsyncDisposable
{
    private readonly List<LedgerWriter> _writers = [];
    private readonly OutboxSignal _outbox = new();

    private LedgerRoom(TestDatabase database)
    {
        Database = database;
        Source = OpenSource(database);
        Writer = NewWriter(Source);
    }

    public TestDatabase Database { get; }

    /// <summary>Connections as the service's role.</summary>
    public NpgsqlDataSource Source { get; }

    public CodeTable Codes { get; } = new();

    public FakeClock Clock { get; } = new();

    public LedgerWriter Writer { get; private set; }

    public static async Task<LedgerRoom> OpenAsync() =>
        new(await TestDatabase.CreateAsync("ledger", MigrationJob.ApplyAsync<LedgerDb>));

    // By the text and not by the source: for every source the framework would build itself anew.
    public LedgerDb Db() => new(new DbContextOptionsBuilder<LedgerDb>().UseNpgsql(Database.Service).Options);

    /// <summary>Starts the writer; before, a test may hand it batches of its own.</summary>
    public async Task<LedgerRoom> StartAsync()
    {
        await Writer.StartAsync(CancellationToken.None);
        return this;
    }

    public static async Task<LedgerRoom> StartedAsync() => await (await OpenAsync()).StartAsync();

    /// <summary>Another writer on the same ledger, as another process would have.</summary>
    public LedgerWriter NewWriter(NpgsqlDataSource? source = null)
    {
        var writer = new LedgerWriter(source ?? Source, Codes, _outbox, Clock, NullLogger<LedgerWriter>.Instance);
        _writers.Add(writer);
        return writer;
    }

    /// <summary>Delivers an event as the broker would.</summary>
    public Task PostAsync(Sheet sheet, LedgerWriter? writer = null) => PostAsync(sheet.ToEvent(), writer);

    public async Task PostAsync(EmissionsCalculatedEvent calculated, LedgerWriter? writer = null) =>
        await new OnEmissionsCalculated(writer ?? Writer, Codes).ConsumeAsync(
            new IncomingEvent(EventTypes.EmissionsCalculated, EventJson.Serialize(calculated), 1),
            CancellationToken.None
        );

    public async Task PostAsync(OrganisationChangedEvent changed, LedgerWriter? writer = null) =>
        await new OnOrganisationChanged(writer ?? Writer).ConsumeAsync(
            new IncomingEvent(EventTypes.OrganisationChanged, EventJson.Serialize(changed), 1),
            CancellationToken.None
        );

    /// <summary>Writes without a running writer.</summary>
    public async Task PostDirectlyAsync(Sheet sheet, LedgerWriter? writer = null)
    {
        var work = WorkOf(sheet);
        await (writer ?? Writer).WriteAsync([work]);
        await work.Done.Task;
    }

    public async Task ShouldBeSoundAsync() =>
        (await Invariants.CheckAsync(Source, CancellationToken.None)).Faults.ShouldBeEmpty();

    public OrganisationRecordWork WorkOf(OrganisationChangedEvent changed) =>
        new(ChangedRecord.From(changed, EventJson.Serialize(changed)));

    public SheetResultWork WorkOf(Sheet sheet) => new(SheetResult.From(sheet.ToEvent(), Codes));

    /// <summary>Every receipt that went into the outbox, oldest first.</summary>
    public async Task<IReadOnlyList<EntryPostedEvent>> ReceiptsAsync()
    {
        await using var db = Db();
        var bodies = await db.Set<StoredEvent>()
            .Where(e => e.Type == EventTypes.EntryPosted)
            .OrderBy(e => e.Id)
            .Select(e => e.Body)
            .ToListAsync();
        return [.. bodies.Select(body => EventJson.EntryPosted(body))];
    }

    /// <summary>Entries with their postings, as "+100 BOILER-1 CO2" or "-100 BOILER-1 CO2 of 1.0".</summary>
    public async Task<IReadOnlyList<string>> PostingsAsync(long sequence)
    {
        await using var db = Db();
        var rows = await db
            .Postings.Where(p => p.Sequence == sequence)
            .OrderBy(p => p.Ordinal)
            .Join(
                db.Lines,
                p => p.LineId,
                l => l.Id,
                (p, l) =>
                    new
                    {
                        p.Amount,
                        l.Source,
                        l.Measure,
                        p.ReversesSequence,
                        p.ReversesOrdinal,
                        p.Ordinal,
                    }
            )
            .OrderBy(p => p.Ordinal)
            .ToListAsync();
        return
        [
            .. rows.Select(row =>
                $"{(row.Amount < 0 ? "" : "+")}{row.Amount:0.######} {row.Source} {row.Measure}"
                + (row.ReversesSequence is { } of ? $" of {of}.{row.ReversesOrdinal}" : "")
            ),
        ];
    }

    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Rows as text, columns parted by a bar.</summary>
    public async Task<IReadOnlyList<string>> RowsAsync(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
        {
            var row = new StringBuilder();
            for (var i = 0; i < reader.FieldCount; i++)
                row.Append(i == 0 ? "" : "|")
                    .Append(
                        reader.IsDBNull(i) ? "null"
                        : reader.GetValue(i) is decimal number ? number.ToString("0.######")
                        : reader.GetValue(i)
                    );
            rows.Add(row.ToString());
        }
        return rows;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var writer in _writers)
        {
            await writer.StopAsync(CancellationToken.None);
            writer.Dispose();
        }
        await Source.DisposeAsync();
        _outbox.Dispose();
        await Database.DisposeAsync();
    }

    private static NpgsqlDataSource OpenSource(TestDatabase database)
    {
        var source = new NpgsqlDataSourceBuilder(database.Service);
        LedgerConnection.Tune(source);
        return source.Build();
    }
}
