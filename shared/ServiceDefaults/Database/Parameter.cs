using CarbonPlatform.Quantities;
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

    /// <summary>A month, kept as its index.</summary>
    public static NpgsqlParameter<int> Value(Month month) => Value(month.Index);

    /// <summary>A plant, kept as its code, or none.</summary>
    public static NpgsqlParameter<string?> Value(PlantCode? plant) => Value(plant?.Value);

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

    /// <summary>The month of every row, kept as its index.</summary>
    public static NpgsqlParameter<int[]> Column<TRow>(IReadOnlyCollection<TRow> rows, Func<TRow, Month> month) =>
        Column(rows, row => month(row).Index);

    /// <summary>The plant of every row, kept as its code.</summary>
    public static NpgsqlParameter<string[]> Column<TRow>(IReadOnlyCollection<TRow> rows, Func<TRow, PlantCode> plant) =>
        Column(rows, row => plant(row).Value);
}
