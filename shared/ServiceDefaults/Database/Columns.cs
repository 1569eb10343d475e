using System.Collections;
using CarbonPlatform.Quantities;
using Npgsql;
using NpgsqlTypes;

namespace CarbonPlatform.ServiceDefaults.Database;

/// <summary>
/// The columns of a table, or of the rows given to a statement, each once: its name, and where a row has its value.
/// All statements about the table are made of it, so none can list the columns in another order than the values.
/// <code>
/// private static readonly Columns&lt;Gap&gt; s_gap = new("gap") { { "source", gap => gap.Source }, { "opened",
/// gap => gap.IsOpened } }; batch.BatchCommands.Add(s_gap.Insert(gaps));
/// </code>
/// </summary>
/// <typeparam name="TRow">A row.</typeparam>
/// <param name="table">Name of the table.</param>
public sealed class Columns<TRow>(string table) : IEnumerable<string>
{
    private readonly List<Column> _columns = [];
    private readonly List<string> _shared = [];
    private string? _insert;
    private string? _insertOne;

    private sealed record Column(
        string Name,
        Func<IReadOnlyCollection<TRow>, NpgsqlParameter> OfRows,
        Func<TRow, NpgsqlParameter> OfRow
    );

    /// <summary>
    /// The names with commas between them, shared ones last: the order of all that is given and selected.
    /// </summary>
    public string Names => string.Join(", ", this);

    /// <summary>
    /// The rows as a table <c>given</c>, for UPDATE … FROM, DELETE … USING, JOIN;
    /// its parameters are those of <c>Of</c>, first in their statement.
    /// </summary>
    public string Given => $"unnest({Places(_columns.Count)}) AS given ({string.Join(", ", OwnNames)})";

    private IEnumerable<string> OwnNames => _columns.Select(column => column.Name);

    /// <summary>A column.</summary>
    /// <param name="name">Its name in the database.</param>
    /// <param name="value">Where a row has it.</param>
    public Columns<TRow> Add<T>(string name, Func<TRow, T> value)
    {
        _columns.Add(new Column(name, rows => Parameter.Column(rows, value), row => Parameter.Value(value(row))));
        return this;
    }

    /// <summary>A column whose type in the database the value does not tell, such as json.</summary>
    public Columns<TRow> Add<T>(string name, NpgsqlDbType type, Func<TRow, T> value)
    {
        _columns.Add(
            new Column(
                name,
                rows =>
                {
                    var parameter = Parameter.Column(rows, value);
                    parameter.NpgsqlDbType = NpgsqlDbType.Array | type;
                    return parameter;
                },
                row => new NpgsqlParameter<T> { TypedValue = value(row), NpgsqlDbType = type }
            )
        );
        return this;
    }

    /// <summary>A month, kept as its index.</summary>
    public Columns<TRow> Add(string name, Func<TRow, Month> value) => Add<int>(name, row => value(row).Index);

    /// <summary>A month, kept as its index, or none.</summary>
    public Columns<TRow> Add(string name, Func<TRow, Month?> value) => Add<int?>(name, row => value(row)?.Index);

    /// <summary>A plant, kept as its code, or none.</summary>
    public Columns<TRow> Add(string name, Func<TRow, PlantCode?> value) => Add<string?>(name, row => value(row)?.Value);

    /// <summary>A column that is the same in all rows of a statement and is given beside them.</summary>
    public Columns<TRow> Shared(string name)
    {
        _shared.Add(name);
        return this;
    }

    /// <summary>Inserts rows, one statement for all of them.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="then">ON CONFLICT …, RETURNING ….</param>
    /// <param name="shared">The values of the shared columns, in their order.</param>
    public NpgsqlBatchCommand Insert(
        IReadOnlyCollection<TRow> rows,
        string then = "",
        params ReadOnlySpan<NpgsqlParameter> shared
    )
    {
        var shares = string.Concat(_shared.Select((_, i) => $", ${_columns.Count + 1 + i}"));
        _insert ??= $"INSERT INTO {table} ({Names}) SELECT {string.Join(", ", OwnNames)}{shares} FROM {Given} ";
        return With(new NpgsqlBatchCommand(_insert + then), Of(rows), shared);
    }

    /// <summary>Inserts one row; for rows that hold arrays, which <c>unnest</c> would take apart.</summary>
    public NpgsqlBatchCommand InsertOne(TRow row, string then = "", params ReadOnlySpan<NpgsqlParameter> shared)
    {
        _insertOne ??= $"INSERT INTO {table} ({Names}) VALUES ({Places(_columns.Count + _shared.Count)}) ";
        return With(new NpgsqlBatchCommand(_insertOne + then), Of(row), shared);
    }

    /// <summary>The values of many rows, a parameter for each column.</summary>
    public IEnumerable<NpgsqlParameter> Of(IReadOnlyCollection<TRow> rows) =>
        _columns.Select(column => column.OfRows(rows));

    /// <summary>The values of one row, a parameter for each column.</summary>
    public IEnumerable<NpgsqlParameter> Of(TRow row) => _columns.Select(column => column.OfRow(row));

    /// <summary>
    /// <c>a = excluded.a, b = excluded.b</c>: what an insert that meets a row of its key writes over it.
    /// </summary>
    /// <param name="key">The columns that stay.</param>
    public string Overwrite(params string[] key) =>
        string.Join(", ", this.Except(key, StringComparer.Ordinal).Select(name => $"{name} = excluded.{name}"));

    /// <summary>The names.</summary>
    public IEnumerator<string> GetEnumerator() => OwnNames.Concat(_shared).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static string Places(int count) => string.Join(", ", Enumerable.Range(1, count).Select(i => $"${i}"));

    private static NpgsqlBatchCommand With(
        NpgsqlBatchCommand command,
        IEnumerable<NpgsqlParameter> own,
        ReadOnlySpan<NpgsqlParameter> shared
    )
    {
        foreach (var parameter in own)
            command.Parameters.Add(parameter);
        foreach (var parameter in shared)
            command.Parameters.Add(parameter);
        return command;
    }
}
