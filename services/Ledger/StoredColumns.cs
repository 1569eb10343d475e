using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults.Database;
using Npgsql;
using NpgsqlTypes;

namespace CarbonPlatform.Ledger;

/// <summary>
/// The columns of a table that is read as well as written, each once: its name, where a row has its value, and where
/// a row that is read puts it. Statements list them in this order, and rows are read by it.
/// </summary>
internal sealed class StoredColumns<TRow>(string table)
    where TRow : class
{
    private readonly Columns<TRow> _written = new(table);
    private readonly List<string> _selected = [];
    private readonly List<Action<TRow, NpgsqlDataReader, int>> _read = [];

    /// <summary>What SELECT lists, so that <see cref="Read"/> finds it.</summary>
    public string Selected => string.Join(", ", _selected);

    /// <summary>A column.</summary>
    public StoredColumns<TRow> Add<T>(string name, Func<TRow, T> value, Action<TRow, T> keep)
    {
        _written.Add(name, value);
        // What may be null has a type that can say so.
        return Select(
            name,
            (row, reader, at) => keep(row, reader.IsDBNull(at) ? default! : reader.GetFieldValue<T>(at))
        );
    }

    /// <summary>A plant, kept as its code, or none.</summary>
    public StoredColumns<TRow> Add(string name, Func<TRow, PlantCode?> value, Action<TRow, PlantCode?> keep)
    {
        _written.Add(name, value);
        return Select(
            name,
            (row, reader, at) => keep(row, reader.IsDBNull(at) ? null : PlantCode.Trusted(reader.GetString(at)))
        );
    }

    /// <summary>
    /// A column with an array that is read as the bytes PostgreSQL sends, see <see cref="PostgresBinary"/>.
    /// </summary>
    public StoredColumns<TRow> AddArray<T>(string name, Func<TRow, T[]> value, Action<TRow, byte[]> keep)
    {
        _written.Add(name, value);
        return Select($"array_send({name})", (row, reader, at) => keep(row, reader.GetFieldValue<byte[]>(at)));
    }

    /// <summary>A column with JSON, in bytes.</summary>
    public StoredColumns<TRow> AddJson(string name, Func<TRow, byte[]> value, Action<TRow, byte[]> keep)
    {
        _written.Add(name, NpgsqlDbType.Jsonb, value);
        return Select(name, (row, reader, at) => keep(row, reader.GetFieldValue<byte[]>(at)));
    }

    /// <summary>A column that is written for others to read.</summary>
    public StoredColumns<TRow> AddUnread<T>(string name, Func<TRow, T> value)
    {
        _written.Add(name, value);
        return this;
    }

    /// <summary>Puts the reader's row, which begins with the columns, into a row.</summary>
    public TRow Read(NpgsqlDataReader reader, TRow into)
    {
        for (var at = 0; at < _read.Count; at++)
            _read[at](into, reader, at);
        return into;
    }

    /// <inheritdoc cref="Columns{TRow}.Insert"/>
    public NpgsqlBatchCommand Insert(IReadOnlyCollection<TRow> rows) => _written.Insert(rows);

    /// <summary>Inserts a row, or writes it over the one of the same key.</summary>
    public NpgsqlBatchCommand Upsert(TRow row, string whenThere) => _written.InsertOne(row, whenThere);

    /// <summary>What <see cref="Upsert"/> does when there is a row of the same key.</summary>
    public string OverwriteWhenThere(params string[] key) =>
        $"ON CONFLICT ({string.Join(", ", key)}) DO UPDATE SET {_written.Overwrite(key)}";

    private StoredColumns<TRow> Select(string selected, Action<TRow, NpgsqlDataReader, int> read)
    {
        _selected.Add(selected);
        _read.Add(read);
        return this;
    }
}
