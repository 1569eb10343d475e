using System.Globalization;
using System.IO.Compression;
using CarbonPlatform.TestKit;
using Npgsql;

namespace CarbonPlatform.Schema;

/// <summary>
/// The databases that a version of the platform left, filled (<c>Filled/VERSION/SERVICE.sql.gz</c>, made by
/// <c>./deploy/local/dump</c>), and how many rows each table of them holds (<c>rows.csv</c> beside them).
/// </summary>
internal static class FilledDatabase
{
    private static readonly string s_folder = Path.Combine(Checkout.Root, "tests", "Schema", "Filled");

    /// <summary>Version and service of every one.</summary>
    public static IReadOnlyList<(string Version, string Service)> All { get; } =
    [
        .. Directory
            .EnumerateFiles(s_folder, "*.sql.gz", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(file => (new FileInfo(file).Directory!.Name, Path.GetFileName(file)[..^".sql.gz".Length])),
    ];

    /// <summary>A database that holds what that of the version held, as that version's migrations left it.</summary>
    public static async Task<TestDatabase> LoadAsync(string version, string service)
    {
        var database = await TestDatabase.CreateAsync(service);
        await using var connection = new NpgsqlConnection(database.Superuser);
        await connection.OpenAsync();
        await using var load = new NpgsqlCommand(await StatementsAsync(version, service), connection);
        await load.ExecuteNonQueryAsync();
        return database;
    }

    /// <summary>How many rows the tables of the version's database hold.</summary>
    public static IReadOnlyDictionary<string, long> Rows(string version, string service) =>
        File.ReadLines(Path.Combine(s_folder, version, "rows.csv"))
            .Select(line => line.Split(','))
            .Where(cells => cells[0] == service)
            .ToDictionary(
                cells => cells[1],
                cells => long.Parse(cells[2], CultureInfo.InvariantCulture),
                StringComparer.Ordinal
            );

    private static async Task<string> StatementsAsync(string version, string service)
    {
        await using var file = File.OpenRead(Path.Combine(s_folder, version, service + ".sql.gz"));
        await using var unpacked = new GZipStream(file, CompressionMode.Decompress);
        using var text = new StreamReader(unpacked);
        return await text.ReadToEndAsync();
    }
}
