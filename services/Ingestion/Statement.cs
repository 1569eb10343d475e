using Npgsql;

namespace CarbonPlatform.Ingestion;

/// <summary>A statement with its parameters, in the order of their numbers.</summary>
internal static class Statement
{
    public static NpgsqlBatchCommand With(
        string sql,
        IEnumerable<NpgsqlParameter> parameters,
        params ReadOnlySpan<NpgsqlParameter> further
    )
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters)
            command.Parameters.Add(parameter);
        foreach (var parameter in further)
            command.Parameters.Add(parameter);
        return command;
    }
}
