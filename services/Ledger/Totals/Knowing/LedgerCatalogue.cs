using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using CarbonPlatform.Contracts;
using CarbonPlatform.Quantities;
using CarbonPlatform.Record;
using Npgsql;
using static CarbonPlatform.ServiceDefaults.Parameter;

namespace CarbonPlatform.Ledger.Totals.Knowing;

/// <summary>A line of the dictionary as the totals need it. Equal codes are one string.</summary>
internal sealed record CataloguedLine(
    PlantCode Plant,
    string Source,
    string Process,
    string Activity,
    string Category,
    string? Basis,
    string Measure,
    PlantCode? Counterparty
);

/// <summary>What a line rests on: lines of equal grounds are told apart by nothing but their amounts.</summary>
/// <param name="Quality">The worst quality among its readings.</param>
/// <param name="Method">Method and its version.</param>
/// <param name="FactorSet">Factor set and version; null where no factor was used.</param>
/// <param name="Statuses">What a reader must know of it.</param>
internal sealed record LineGrounds(string Quality, string Method, string? FactorSet, LineStatuses Statuses);

/// <summary>How a line was arrived at, as the totals need it.</summary>
/// <param name="Grounds">What a reader is told of it.</param>
/// <param name="Backing">How well its figure is backed.</param>
/// <param name="ActivityUncertaintyPercent">
/// Of the activity, half-width at 95 %; null when the line does not say.
/// </param>
/// <param name="FactorUncertaintyPercent">Of the factor, half-width at 95 %; null where no factor was used.</param>
/// <param name="FactorSet">Number of the factor set and its version.</param>
/// <param name="IsSharedFactor">
/// Whether other sources err with it; values that came with readings are each source's own.
/// </param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct CataloguedProvenance(
    LineGrounds Grounds,
    Backing Backing,
    decimal? ActivityUncertaintyPercent,
    decimal? FactorUncertaintyPercent,
    int FactorSet,
    bool IsSharedFactor
);

/// <summary>
/// The catalogue that all readers of the process share, as long as the database is the one it was read from. A
/// database that was set back while the process lives gives the same sequences and ids to other things; the root
/// tells.
/// </summary>
internal sealed class SharedCatalogue
{
    private LedgerCatalogue _catalogue = new();

    public LedgerCatalogue Catalogue => Volatile.Read(ref _catalogue);

    /// <summary>The catalogue that takes the place of one whose ledger is no more.</summary>
    public LedgerCatalogue After(LedgerCatalogue stale)
    {
        Interlocked.CompareExchange(ref _catalogue, new LedgerCatalogue(), stale);
        return Catalogue;
    }
}

/// <summary>
/// Dictionaries and organisation in memory, for all readers of the process. Everything in them is only ever added, so
/// that knowing more than a reader's snapshot does no harm; what is new is fetched by the sequence that brought it.
/// </summary>
internal sealed class LedgerCatalogue
{
    private readonly Lock _adding = new();
    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, PlantCode> _plants = new(StringComparer.Ordinal);
    private readonly Dictionary<PlantCode, HashSet<PlantCode>> _receivers = [];
    private volatile CataloguedLine?[] _lines = [];
    private volatile CataloguedProvenance[] _provenances = [];
    private readonly Dictionary<string, int> _factorSets = new(StringComparer.Ordinal);
    private volatile OrganisationHistory _organisation = OrganisationHistory.Empty;
    private volatile KnownPosition _known = new(0, EntryTree.EmptyRoot);

    /// <summary>Position up to which the catalogue is complete.</summary>
    public KnownPosition Known => _known;

    public OrganisationHistory Organisation => _organisation;

    /// <summary>Lines of plant-months that were read before.</summary>
    public MonthLinesCache MonthLines { get; } = new();

    /// <summary>Lines by id; take the array once per question.</summary>
    public CataloguedLine?[] Lines => _lines;

    /// <summary>Provenances by id.</summary>
    public CataloguedProvenance[] Provenances => _provenances;

    /// <summary>The plant of a code that was read; one object for all that read it.</summary>
    public PlantCode PlantOf(string code) => _plants.GetOrAdd(code, PlantCode.Trusted);

    /// <summary>Plants that have a line with one of these plants as counterparty.</summary>
    public IEnumerable<PlantCode> ReceiversFrom(IEnumerable<PlantCode> suppliers)
    {
        lock (_adding)
        {
            return
            [
                .. suppliers.SelectMany(supplier =>
                    _receivers.TryGetValue(supplier, out var plants) ? plants : Enumerable.Empty<PlantCode>()
                ),
            ];
        }
    }

    /// <summary>
    /// The statements that fetch what came after a position and up to another; <see cref="AddAsync"/> reads their
    /// results.
    /// </summary>
    public static IEnumerable<NpgsqlBatchCommand> Since(long known, long upTo)
    {
        const string since = "WHERE first_sequence > $1 AND first_sequence <= $2";
        string[] statements =
        [
            $"SELECT {Line.Columns.Selected} FROM line {since}",
            $"SELECT {LineProvenance.Columns.Selected} FROM provenance {since}",
            "SELECT sequence, record FROM organisation_record WHERE sequence > $1 AND sequence <= $2 ORDER BY sequence",
        ];
        return statements.Select(sql => new NpgsqlBatchCommand(sql) { Parameters = { Value(known), Value(upTo) } });
    }

    /// <summary>Adds what <see cref="Since"/> fetched; the reader stands at its first result.</summary>
    public async Task AddAsync(NpgsqlDataReader reader, KnownPosition upTo, CancellationToken cancellationToken)
    {
        var lines = new List<Line>();
        while (await reader.ReadAsync(cancellationToken))
            lines.Add(Line.Columns.Read(reader, new Line()));

        await reader.NextResultAsync(cancellationToken);
        var provenances = new List<LineProvenance>();
        while (await reader.ReadAsync(cancellationToken))
            provenances.Add(LineProvenance.Columns.Read(reader, new LineProvenance()));

        await reader.NextResultAsync(cancellationToken);
        var records = new List<(long, OrganisationChangedEvent)>();
        while (await reader.ReadAsync(cancellationToken))
            records.Add((reader.GetInt64(0), EventJson.OrganisationChanged(reader.GetFieldValue<byte[]>(1))));

        lock (_adding)
        {
            // Another reader may have been faster; then there is nothing left to add, or less.
            AddLines(lines);
            _provenances = With(_provenances, provenances.ConvertAll(row => (row.Id, Catalogued(row))));
            if (upTo.Sequence > _organisation.UpTo)
            {
                var known = _organisation.UpTo;
                _organisation = _organisation.With(upTo.Sequence, [.. records.Where(record => record.Item1 > known)]);
            }
            if (upTo.Sequence > _known.Sequence)
                _known = upTo;
        }
    }

    private CataloguedProvenance Catalogued(LineProvenance row) =>
        new(
            new LineGrounds(row.Quality, row.Method, row.FactorSet, row.Statuses),
            Backing.Of(QualityCodes.Parse(row.Quality), row.FactorSet, row.Statuses),
            row.ActivityUncertaintyPercent,
            row.FactorUncertaintyPercent,
            NumberOf(row.FactorSet),
            row.FactorSet != Provenance.Given
        );

    /// <summary>
    /// A line that names several sets errs with the first: what it took besides from its reading or of its own does
    /// not set it free of the others.
    /// </summary>
    private int NumberOf(string? factorSet)
    {
        ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(
            _factorSets,
            factorSet?.Split('+')[0] ?? "",
            out var isKnown
        );
        if (!isKnown)
            number = _factorSets.Count;
        return number;
    }

    private void AddLines(List<Line> added)
    {
        _lines = With(_lines, added.ConvertAll(line => (line.Id, (CataloguedLine?)Shared(line))));
        foreach (var line in added)
        {
            if (line.Counterparty is not { } supplier)
                continue;
            if (!_receivers.TryGetValue(supplier, out var plants))
                _receivers.Add(supplier, plants = []);
            plants.Add(line.Plant);
        }
    }

    private static T[] With<T>(T[] known, List<(int Id, T Value)> added)
    {
        if (added.Count == 0)
            return known;
        var highest = added.Max(pair => pair.Id);
        // Readers hold the array they took; a longer one takes its place, and elements are set before anybody can
        // refer to them.
        var array = highest < known.Length ? known : Longer(known, highest + 1);
        foreach (var (id, value) in added)
            array[id] = value;
        return array;
    }

    private static T[] Longer<T>(T[] known, int length)
    {
        var longer = new T[Math.Max(length, known.Length * 2)];
        known.CopyTo(longer, 0);
        return longer;
    }

    private CataloguedLine Shared(Line line) =>
        new(
            Shared(line.Plant),
            Shared(line.Source),
            Shared(line.Process),
            Shared(line.Activity),
            Shared(line.Category),
            line.Basis is null ? null : Shared(line.Basis),
            Shared(line.Measure),
            line.Counterparty is null ? null : Shared(line.Counterparty)
        );

    private PlantCode Shared(PlantCode plant) => _plants.GetOrAdd(plant.Value, plant);

    private string Shared(string text) => _texts.TryGetValue(text, out var known) ? known : _texts[text] = text;
}
