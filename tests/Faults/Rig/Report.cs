using CarbonPlatform.TestKit;
using Xunit;

namespace CarbonPlatform.Faults.Rig;

/// <summary>
/// Rows of the report's table, one file each under artifacts/faults-report,
/// for <c>deploy/local/faults</c> to put together.
/// </summary>
internal static class Report
{
    /// <summary>Writes a row.</summary>
    /// <param name="row">
    /// Number of the fault, with a letter where one has several parts; controls end in "control".
    /// </param>
    /// <param name="fault">What was done.</param>
    /// <param name="size">How much of it.</param>
    /// <param name="run">The run.</param>
    /// <param name="accounting">What became of it.</param>
    /// <param name="figures">What the row names besides.</param>
    public static void Write(
        string row,
        string fault,
        string size,
        FaultRun run,
        Accounting accounting,
        string figures = ""
    )
    {
        var answers = string.Join(
            ", ",
            run.Journal.Answers.Where(answer => answer.Key != "202")
                .OrderBy(answer => answer.Key, StringComparer.Ordinal)
                .Select(answer => $"{answer.Value} × {answer.Key}")
        );
        Write(
            row,
            fault,
            size,
            $"{accounting.Submissions} | {accounting.Lost} | {accounting.Duplicated} | "
                + $"{accounting.Unexpected} | {accounting.Recovered} | {accounting.Differences} of "
                + $"{accounting.Compared} | {run.Drain.TotalSeconds:0.0}",
            string.Join(
                "; ",
                new[] { figures, answers.Length > 0 ? "answers besides 202: " + answers : "" }.Where(text =>
                    text.Length > 0
                )
            )
        );
    }

    /// <summary>Writes a row that has no submissions of its own.</summary>
    public static void Write(string row, string fault, string size, string counts, string figures)
    {
        var line = $"| {row} | {fault} | {size} | {Sizes.Seed} | {counts} | {figures} |";
        var folder = Path.Combine(Checkout.Root, "artifacts", "faults-report");
        Directory.CreateDirectory(folder);
        var number = row[..row.TakeWhile(char.IsAsciiDigit).Count()];
        File.WriteAllText(Path.Combine(folder, $"{number.PadLeft(2, '0')}{row[number.Length..]}.md"), line + "\n");
        TestContext.Current.TestOutputHelper?.WriteLine(line);
    }
}
