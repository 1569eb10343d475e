using Npgsql;

namespace CarbonPlatform.ServiceDefaults;

/// <summary>
/// Parameters whose type the compiler knows, so that nothing is boxed and no type is guessed from a value.
/// </summary>
public static class Parameter
{
    /// <summary>One value.</summary>
    /// <param name="value">The value; null becomes NULL.</param>
    public static NpgsqlParameter<T> Value<T>(T value) => new() { TypedValue = value };

    /// <summary>
    /// One value of every row, as the array of a column that <c>unnest</c> takes apart again:
    /// a statement for all rows instead of one for each.
    /// </summary>
    /// <param name="rows">The rows.</param>
    /// <param name="value">The column's value in a row.</param>
    public static NpgsqlParameter<T[]> Column<TRow, T>(IReadOnlyCollection<TRow> rows, Func<TRow, T> value)
    {
        var values = new T[rows.Count];
        var i = 0;
        foreach (var row in rows)
            values[i++] = value(row);
        return new NpgsqlParameter<T[]> { TypedValue = values };
    }
}
