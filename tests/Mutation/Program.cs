using System.Diagnostics;
using System.Globalization;
using CarbonPlatform.Mutation;
using CarbonPlatform.TestKit;

// Mutation [--write] [FILE.cs]...   changes each constant and operator of the methods' files once and asks the golden
// cases whether they notice. With --write the result goes to docs/methods/mutation.md. Ends with 0 only if at least 95
// % are noticed.
const decimal wanted = 95;
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var timer = Stopwatch.StartNew();
var workshop = new Workshop(Checkout.Root);
var files = args.Where(argument => argument != "--write").ToList();
var mutants = new List<Mutant>();
foreach (
    var tree in workshop.Methods.Where(tree =>
        files.Count == 0 || files.Contains(Path.GetFileName(tree.FilePath), StringComparer.Ordinal)
    )
)
    mutants.AddRange(Mutations.Of(tree, mutants.Count + 1));

var judge = new Judge(workshop.Methods);
var program = workshop.Compile(mutants, out var alone);
if (Judge.FirstObjection(program, mutant: 0, []) is { } unmutated)
    throw new InvalidOperationException($"The golden cases fail without any mutant: {unmutated}");
Console.WriteLine(
    $"{mutants.Count} mutants, {alone.Count} of them compiled alone, after {timer.Elapsed.TotalSeconds:F0} s"
);

Parallel.ForEach(mutants.Except(alone), mutant => judge.Decide(mutant, program));
foreach (var mutant in alone)
{
    if (workshop.Compile(mutant) is { } own)
        judge.Decide(mutant, own);
    else
        mutant.Fate = Fate.Stillborn;
}

var equivalents = Equivalents.Read(Path.Combine(Checkout.Root, "tests", "Mutation", "equivalents.csv"));
foreach (var mutant in mutants.Where(mutant => mutant.Fate == Fate.Survived))
    mutant.Because = equivalents.ReasonOf(mutant);

var report = new MutationReport(mutants);
foreach (var mutant in report.Survivors)
    Console.WriteLine($"survived  {mutant}{(mutant.Because is null ? "" : $"  (equivalent: {mutant.Because})")}");
if (files.Count == 0)
{
    foreach (var unused in equivalents.Unused)
        Console.WriteLine($"equivalents.csv has a row that fits no survivor: {unused}");
}
Console.WriteLine(
    $"{report.Noticed} of {report.Born} noticed ({report.Score:F1} %), {report.Stillborn} no programs; "
        + $"{timer.Elapsed.TotalSeconds:F0} s"
);
if (args.Contains("--write", StringComparer.Ordinal))
    report.Write(Path.Combine(Checkout.Root, "docs", "methods", "mutation.md"), timer.Elapsed);
return report.Score >= wanted ? 0 : 1;
