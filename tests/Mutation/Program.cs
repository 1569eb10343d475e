using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using CarbonPlatform.Mutation;
using CarbonPlatform.TestKit;

// Mutation [--write] [FILE.cs]...   changes each constant and operator of the methods' files once and asks the golden cases whether they
// notice. With --write the result goes to docs/methods/mutation.md. Ends with 0 only if at least 95 % are noticed.
const decimal wanted = 95;
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var timer = Stopwatch.StartNew();
var workshop = new Workshop(Checkout.Root);
var files = args.Where(argument => argument != "--write").ToList();
var mutants = new List<Mutant>();
foreach (var tree in workshop.Methods.Where(tree => files.Count == 0 || files.Contains(Path.GetFileName(tree.FilePath), StringComparer.Ordinal)))
    mutants.AddRange(Mutations.Of(tree, mutants.Count + 1));

// The cases of the file's own methods first: they notice soonest.
var firstAsked = workshop.Methods.ToDictionary(
    tree => Path.GetFileName(tree.FilePath),
    tree => (IReadOnlyList<string>)[.. Regex.Matches(tree.ToString(), "\"(?<method>[a-z0-9-]+)/[0-9]+\"", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Select(match => match.Groups["method"].Value).Distinct(StringComparer.Ordinal)],
    StringComparer.Ordinal);

var program = workshop.Compile(mutants, out var alone);
if (Ask(program, null, []) is { } unmutated) throw new InvalidOperationException($"The golden cases fail without any mutant: {unmutated}");
Console.WriteLine($"{mutants.Count} mutants, {alone.Count} of them compiled alone, after {timer.Elapsed.TotalSeconds:F0} s");

Parallel.ForEach(mutants.Except(alone), mutant => Decide(mutant, program));
foreach (var mutant in alone)
{
    if (workshop.Compile(mutant) is { } own) Decide(mutant, own);
    else mutant.Fate = Fate.Stillborn;
}

var equivalents = Equivalents.Read(Path.Combine(Checkout.Root, "tests", "Mutation", "equivalents.csv"));
foreach (var mutant in mutants.Where(mutant => mutant.Fate == Fate.Survived)) mutant.Because = equivalents.ReasonOf(mutant);

var report = new MutationReport(mutants);
foreach (var mutant in report.Survivors) Console.WriteLine($"survived  {mutant}{(mutant.Because is null ? "" : $"  (equivalent: {mutant.Because})")}");
if (files.Count == 0)
{
    foreach (var unused in equivalents.Unused) Console.WriteLine($"equivalents.csv has a row that fits no survivor: {unused}");
}
Console.WriteLine($"{report.Noticed} of {report.Born} noticed ({report.Score:F1} %), {report.Stillborn} no programs; {timer.Elapsed.TotalSeconds:F0} s");
if (args.Contains("--write", StringComparer.Ordinal)) report.Write(Path.Combine(Checkout.Root, "docs", "methods", "mutation.md"), timer.Elapsed);
return report.Score >= wanted ? 0 : 1;

void Decide(Mutant mutant, Assembly assembly)
{
    mutant.Because = Ask(assembly, mutant.Id, firstAsked[mutant.File]);
    mutant.Fate = mutant.Because is null ? Fate.Survived : Fate.Noticed;
}

// The first difference; null when there is none.
static string? Ask(Assembly assembly, int? mutant, IReadOnlyList<string> first)
{
    try
    {
        assembly.GetType("CarbonPlatform.Mutation.Chosen")!.GetMethod("Choose")!.Invoke(null, [mutant ?? 0]);
        return (string?)assembly.GetType("CarbonPlatform.Calculation.Tests.GoldenFile")!.GetMethod("FirstObjection")!.Invoke(null, [first]);
    }
    catch (TargetInvocationException failure)
    {
        return failure.InnerException!.GetType().Name;
    }
}
