using System.Globalization;
using System.IO.Compression;
using CarbonPlatform.TestKit;
using Npgsql;
using Shouldly;
using Xunit;

namespace CarbonPlatform.EndToEnd;

/// <summary>
/// Whoever runs 0.1.0 and brings this version up on its databases gets other figures only where the ledger says so: all
/// that moves is taken back and posted again, with its reason, and
/// <c>docs/upgrades/0.1.0-to-next.md</c> says what moves and why.
/// </summary>
public sealed class UpgradeTests(UpgradedPlatform platform) : IClassFixture<UpgradedPlatform>
{
    [Fact]
    public async Task Every_difference_is_taken_back_and_posted_again_in_an_entry_that_says_why()
    {
        var posted = await platform.PostedSinceAsync();

        var reasons = posted.Select(posting => posting.Reason).Distinct(StringComparer.Ordinal).ToList();
        // Catalogue and methods are newer, and the reason is the catalogue.
        reasons.ShouldBe(["factor"]);
        // A line that moved was taken back as it stood, and stands as it was posted, in one entry.
        var moved = Keys(platform.Before).Union(Keys(platform.After)).Where(Differs).ToList();
        moved.ShouldNotBeEmpty();
        var entries = posted.ToLookup(posting => posting.Line);
        foreach (var line in moved)
        {
            entries[line].Select(posting => posting.Sequence).Distinct().Count().ShouldBe(1, $"{line}");
            entries[line]
                .Where(posting => posting.IsReversal)
                .Select(posting => -posting.Amount)
                .ShouldBe(platform.Before.TryGetValue(line, out var before) ? [before.Amount] : [], $"{line}");
            entries[line]
                .Where(posting => !posting.IsReversal)
                .Select(posting => posting.Amount)
                .ShouldBe(platform.After.TryGetValue(line, out var after) ? [after.Amount] : [], $"{line}");
        }
        platform.After.Keys.ShouldBe(platform.Before.Keys, ignoreOrder: true);
        UpgradePage
            .Text()
            .ShouldContain(
                $"In {posted.Select(posting => posting.Sequence).Distinct().Count()} entries {entries.Count} lines are "
                    + $"posted again, {moved.Count} of them with another amount"
            );
        // The reason is true of what moved: no amount moved by the factors that it rested on before.
        moved.ShouldAllBe(line => platform.Before[line].FactorSet != platform.After[line].FactorSet);
        // What did not move was posted again only where it rests on something else now.
        entries.Where(line => !Differs(line.Key)).ShouldAllBe(line => line.Sum(posting => posting.Amount) == 0);

        bool Differs(LineName line) =>
            platform.Before.GetValueOrDefault(line)?.Amount != platform.After.GetValueOrDefault(line)?.Amount;

        static IEnumerable<LineName> Keys(IReadOnlyDictionary<LineName, LineAmount> lines) => lines.Keys;
    }

    [Fact]
    public async Task Every_reversal_is_the_exact_negative_of_what_0_1_0_posted()
    {
        var named = await platform.RowsAsync(
            "ledger",
            """
            SELECT count(*), count(*) FILTER (
                WHERE r.sequence IS NOT NULL AND r.line_id = p.line_id AND r.amount = -p.amount AND r.sequence <= $1)
            FROM posting p LEFT JOIN posting r
                ON r.sequence = p.reverses_sequence AND r.ordinal = p.reverses_ordinal
            WHERE p.sequence > $1 AND p.reverses_sequence IS NOT NULL
            """,
            platform.Position
        );

        ((long)named[0][0]).ShouldBeGreaterThan(0);
        named[0][1].ShouldBe(named[0][0]);
        (await platform.LedgerFaultsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_was_and_what_came_since_make_what_is()
    {
        var posted = (await platform.PostedSinceAsync()).ToLookup(posting => posting.Line.Account);

        var accounts = platform
            .Before.Keys.Concat(platform.After.Keys)
            .Select(line => line.Account)
            .Distinct()
            .ToList();
        accounts.Count.ShouldBeGreaterThan(40);
        foreach (var account in accounts)
            (Sum(platform.Before, account) + posted[account].Sum(posting => posting.Amount)).ShouldBe(
                Sum(platform.After, account),
                $"{account}"
            );
    }

    [Fact]
    public async Task As_of_before_the_upgrade_it_answers_what_0_1_0_would_have_answered()
    {
        using var client = new PlatformClient(platform.Address, platform.DepartmentKey);
        foreach (var basis in (string[])["displacement", "combined-margin", "grid-average"])
        {
            var totals = await client.GetAsync(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"totals?from=2023-09&to=2024-01&org=GROUP&basis={basis}&asOf={platform.Position}"
                )
            );
            var answered = totals["rows"]!
                .AsArray()
                .Where(row => ((string)row!["category"]!).StartsWith("avoided.", StringComparison.Ordinal))
                .ToDictionary(
                    row => new Account((string)row!["category"]!, (string?)row["basis"] ?? "", (string)row["measure"]!),
                    row => decimal.Parse((string)row!["quantity"]!, CultureInfo.InvariantCulture)
                );
            answered.ShouldNotBeEmpty();
            answered.ShouldAllBe(row => row.Value == Sum(platform.Before, row.Key));
        }
    }

    /// <summary>Each account that moves has a row on the page, with these figures, and no other has one.</summary>
    [Fact]
    public void The_page_says_what_moves()
    {
        var measured = platform
            .Before.Keys.Concat(platform.After.Keys)
            .Select(line => line.Account)
            .Distinct()
            .Where(account => Sum(platform.Before, account) != Sum(platform.After, account))
            .Select(account => new
            {
                Account = account,
                Before = Sum(platform.Before, account),
                After = Sum(platform.After, account),
                Methods = Changed(account, line => line.Method),
                Factors = Changed(account, line => line.FactorSet),
            })
            .Select(row =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{row.Account} | {row.Before:0.000000} | {row.After:0.000000} | {row.After - row.Before:0.000000} "
                        + $"| {row.Methods} | {row.Factors}"
                )
            )
            .Order(StringComparer.Ordinal)
            .ToList();

        if (Environment.GetEnvironmentVariable("CARBON_RENEW") is "1")
            UpgradePage.Renew(measured);
        UpgradePage
            .Rows()
            .Select(cells => string.Join(" | ", cells.SkipLast(1)))
            .Order(StringComparer.Ordinal)
            .ShouldBe(
                measured,
                ignoreOrder: false,
                customMessage: $"{UpgradePage.Name}: CARBON_RENEW=1 writes the figures anew"
            );
        UpgradePage.Rows().ShouldNotBeEmpty();
        UpgradePage.Rows().ShouldAllBe(cells => cells.Last().EndsWith('.'));
    }

    private static decimal Sum(IReadOnlyDictionary<LineName, LineAmount> lines, Account account) =>
        lines.Where(line => line.Key.Account == account).Sum(line => line.Value.Amount);

    /// <summary>What the lines of an account that moved rested on, and do now; once where it is the same.</summary>
    private string Changed(Account account, Func<LineAmount, string> take)
    {
        var moved = platform
            .Before.Keys.Union(platform.After.Keys)
            .Where(line =>
                line.Account == account
                && platform.Before.GetValueOrDefault(line)?.Amount != platform.After.GetValueOrDefault(line)?.Amount
            )
            .ToList();
        var (before, after) = (Of(platform.Before), Of(platform.After));
        return before == after ? after : $"{before} → {after}";

        string Of(IReadOnlyDictionary<LineName, LineAmount> lines) =>
            moved.Where(lines.ContainsKey).Select(line => take(lines[line])).Distinct().Order(StringComparer.Ordinal)
                is var all
            && all.Any()
                ? string.Join(", ", all)
                : "none";
    }
}

/// <summary>Under which account lines are added up.</summary>
public sealed record Account(string Category, string Basis, string Measure)
{
    public override string ToString() => $"{Category} | {(Basis.Length == 0 ? "-" : Basis)} | {Measure}";
}

/// <summary>A line of a plant-month.</summary>
public sealed record LineName(
    string Plant,
    int Month,
    string Source,
    string Activity,
    Account Account,
    string Counterparty
);

/// <summary>What a line comes to, and what it rests on.</summary>
public sealed record LineAmount(decimal Amount, string Method, string FactorSet);

/// <summary>A posting of the ledger since the upgrade.</summary>
public sealed record PostedSince(long Sequence, string Reason, LineName Line, decimal Amount, bool IsReversal);

/// <summary>The page for whoever upgrades.</summary>
internal static class UpgradePage
{
    public const string Name = "docs/upgrades/0.1.0-to-next.md";

    private static readonly string s_file = Path.Combine(Checkout.Root, Name);

    /// <summary>Writes the rows anew; why is for people to say, and stays where it stood.</summary>
    public static void Renew(IEnumerable<string> measured)
    {
        var why = Rows().ToDictionary(cells => string.Join(" | ", cells.Take(3)), cells => cells[^1]);
        var lines = File.ReadAllLines(s_file).ToList();
        var first = lines.FindIndex(IsHead) + 2;
        var end = lines.FindIndex(first, line => !line.StartsWith('|'));
        lines.RemoveRange(first, (end < 0 ? lines.Count : end) - first);
        lines.InsertRange(
            first,
            measured.Select(row =>
                $"| {row} | {why.GetValueOrDefault(string.Join(" | ", row.Split(" | ").Take(3)), "?")} |"
            )
        );
        File.WriteAllLines(s_file, lines);
    }

    private static bool IsHead(string line) => line.StartsWith("| category |", StringComparison.Ordinal);

    /// <summary>All of it, however its lines break.</summary>
    public static string Text() => string.Join(' ', File.ReadAllLines(s_file));

    /// <summary>Cells of the rows of its table of what moves, without the head.</summary>
    public static List<string[]> Rows() =>
        [
            .. File.ReadLines(s_file)
                .SkipWhile(line => !IsHead(line))
                .TakeWhile(line => line.StartsWith('|'))
                .Skip(2)
                .Select(line => line.Trim('|', ' ').Split(" | ", StringSplitOptions.TrimEntries)),
        ];
}

/// <summary>This version, brought up on the databases that 0.1.0 left (<c>tests/Schema/Filled</c>).</summary>
public sealed class UpgradedPlatform() : LocalPlatform("upgrade")
{
    private const string Old = "0.1.0";

    /// <summary>Lines as 0.1.0 left them.</summary>
    public IReadOnlyDictionary<LineName, LineAmount> Before { get; private set; } = null!;

    /// <summary>Lines as they stand since.</summary>
    public IReadOnlyDictionary<LineName, LineAmount> After { get; private set; } = null!;

    /// <summary>The ledger's position as 0.1.0 left it.</summary>
    public long Position { get; private set; }

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await SettledAsync();
        After = await LinesAsync();
    }

    /// <summary>Postings that came since the upgrade.</summary>
    public async Task<IReadOnlyList<PostedSince>> PostedSinceAsync() =>
        [
            .. (
                await RowsAsync(
                    "ledger",
                    """
                    SELECT e.sequence, e.reason, e.plant, e.month, l.source, l.activity, l.category,
                        coalesce(l.basis, ''), l.measure, coalesce(l.counterparty, ''), p.amount,
                        p.reverses_sequence IS NOT NULL
                    FROM entry e JOIN posting p USING (sequence) JOIN line l ON l.id = p.line_id
                    WHERE e.sequence > $1
                    """,
                    Position
                )
            ).Select(row => new PostedSince(
                (long)row[0],
                (string)row[1],
                NameOf(row.AsSpan(2)),
                (decimal)row[10],
                (bool)row[11]
            )),
        ];

    /// <summary>The databases are there before the first service is.</summary>
    protected override async Task PrepareAsync()
    {
        await StartServersAsync();
        // Passwords that nobody will use: starting the platform gives the roles others.
        var passwords = Services
            .SelectMany(service => (string[])[$"{service}_migrator", $"{service}_service"])
            .Select(role => $"SET carbon.{role}_password = '{Guid.NewGuid():N}';");
        await ExecuteAsync("postgres", string.Concat(passwords) + FileOf("deploy", "postgres", "roles.sql"));
        foreach (var service in Services)
        {
            await ExecuteAsync("postgres", $"CREATE DATABASE {service} OWNER {service}_owner");
            await LoadAsync(service);
        }
        Before = await LinesAsync();
        Position = await ScalarAsync<long>("ledger", "SELECT max(sequence) FROM entry");
        // Its keys were given to others: as an administrator does who has lost his.
        Directory.CreateDirectory(Path.Combine(Home, "config"));
        await File.WriteAllTextAsync(Path.Combine(Home, "config", "api-keys.begun"), "");
    }

    private static string FileOf(params string[] path) => File.ReadAllText(Path.Combine([Checkout.Root, .. path]));

    private async Task LoadAsync(string service)
    {
        await using var file = File.OpenRead(
            Path.Combine(Checkout.Root, "tests", "Schema", "Filled", Old, service + ".sql.gz")
        );
        await using var unpacked = new GZipStream(file, CompressionMode.Decompress);
        using var text = new StreamReader(unpacked);
        await using var connection = new NpgsqlConnection(ConnectionString(service));
        await connection.OpenAsync();
        await using var load = new NpgsqlCommand(await text.ReadToEndAsync(), connection);
        await load.ExecuteNonQueryAsync();
    }

    private async Task<IReadOnlyDictionary<LineName, LineAmount>> LinesAsync() =>
        (
            await RowsAsync(
                "ledger",
                """
                SELECT m.plant, m.month, l.source, l.activity, l.category, coalesce(l.basis, ''), l.measure,
                    coalesce(l.counterparty, ''), c.amount, p.method, coalesce(p.factor_set, 'none')
                FROM plant_month m
                    CROSS JOIN LATERAL unnest(m.line_ids, m.amounts, m.provenance_ids)
                        AS c (line_id, amount, provenance_id)
                    JOIN line l ON l.id = c.line_id JOIN provenance p ON p.id = c.provenance_id
                """
            )
        ).ToDictionary(row => NameOf(row), row => new LineAmount((decimal)row[8], (string)row[9], (string)row[10]));

    private static LineName NameOf(ReadOnlySpan<object> row) =>
        new(
            (string)row[0],
            (int)row[1],
            (string)row[2],
            (string)row[3],
            new Account((string)row[4], (string)row[5], (string)row[6]),
            (string)row[7]
        );

    /// <summary>Every plant-month was looked at again, and what came of it is in the ledger.</summary>
    private async Task SettledAsync()
    {
        await Eventually.ShouldAsync(
            async () =>
                await ScalarAsync<bool>(
                    "calculation",
                    """
                    SELECT bool_and(catalogue_version = (SELECT max(version) FROM catalogue_version)
                        AND methods_version = (SELECT max(methods_version) FROM run)) AND max(methods_version) > 2
                    FROM plant_month WHERE revision > 0
                    """
                ),
            "every plant-month by the methods and the catalogue of this version"
        );
        foreach (var service in Outboxes)
            await OutboxEmptyAsync(service);
        await Eventually.ShouldAsync(
            async () =>
                (
                    await StandingAsync("calculation", "plant_month m JOIN run r USING (plant, month, result_event_id)")
                ).SequenceEqual(await StandingAsync("ledger", "plant_month r")),
            "the ledger holding what Calculation sent"
        );
        await OutboxEmptyAsync("ledger");
    }

    private async Task<IEnumerable<string>> StandingAsync(string database, string tables) =>
        (
            await RowsAsync(
                database,
                $"""
                SELECT concat_ws(' ', r.plant, r.month, r.revision, r.catalogue_version, r.methods_version)
                FROM {tables} ORDER BY 1
                """
            )
        ).Select(row => (string)row[0]);
}
