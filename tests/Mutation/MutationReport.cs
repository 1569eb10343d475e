using System.Globalization;
using System.Text;

namespace CarbonPlatform.Mutation;

/// <summary>What was noticed and what not.</summary>
internal sealed class MutationReport(IReadOnlyList<Mutant> mutants)
{
    public int Stillborn => mutants.Count(mutant => mutant.Fate == Fate.Stillborn);

    public int Noticed => mutants.Count(mutant => mutant.Fate == Fate.Noticed);

    /// <summary>Those that are programs.</summary>
    public int Born => mutants.Count - Stillborn;

    public decimal Score => Born == 0 ? 100 : 100m * Noticed / Born;

    public IEnumerable<Mutant> Survivors => mutants.Where(mutant => mutant.Fate == Fate.Survived);

    public void Write(string path, TimeSpan took)
    {
        var page = new StringBuilder();
        page.AppendLine("# Mutation");
        page.AppendLine();
        page.AppendLine(
            "What the golden cases notice: each constant and each operator of each method's file is changed "
                + "once (a number becomes one more, a truth value its opposite, a word that decides another, an "
                + "operator its opposite), and the cases of `tests/Calculation.Tests/Golden` are asked, with their "
                + "workings. `deploy/local/mutate` does it, in minutes; it ends with an error below 95 %."
        );
        page.AppendLine();
        page.AppendLine(
            $"Last done on {TimeProvider.System.GetLocalNow():yyyy-MM-dd}: **{Noticed} of {Born} noticed, "
                + $"{Score:F1} %**, in {took.TotalMinutes:F1} minutes. "
                + $"{Stillborn} more are no programs: the compiler notices them."
        );
        page.AppendLine();
        page.AppendLine("| file | mutants | noticed | survived |");
        page.AppendLine("|---|---|---|---|");
        foreach (
            var file in mutants
                .Where(mutant => mutant.Fate != Fate.Stillborn)
                .GroupBy(mutant => mutant.File, StringComparer.Ordinal)
        )
            page.AppendLine(
                CultureInfo.InvariantCulture,
                $"| {file.Key} | {file.Count()} | {file.Count(mutant => mutant.Fate == Fate.Noticed)} | "
                    + $"{file.Count(mutant => mutant.Fate == Fate.Survived)} |"
            );
        page.AppendLine();
        page.AppendLine("## Survivors");
        page.AppendLine();
        page.AppendLine(
            "Each makes no difference to any answer, for the reason said (`tests/Mutation/equivalents.csv`), "
                + "or is a case that is missing."
        );
        page.AppendLine();
        page.AppendLine("| file | original | changed | why |");
        page.AppendLine("|---|---|---|---|");
        foreach (var mutant in Survivors.DistinctBy(mutant => (mutant.File, mutant.Original, mutant.Changed)))
            page.AppendLine(
                CultureInfo.InvariantCulture,
                $"| {mutant.File} | `{Cell(mutant.Original)}` | `{Cell(mutant.Changed)}` | "
                    + $"{mutant.Because ?? "a case is missing"} |"
            );
        File.WriteAllText(path, page.ToString().Replace("\r\n", "\n", StringComparison.Ordinal));

        static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
    }
}
