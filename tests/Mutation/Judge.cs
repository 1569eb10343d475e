using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace CarbonPlatform.Mutation;

/// <summary>Asks the golden cases whether they notice a mutant.</summary>
/// <param name="methods">The files of the methods.</param>
internal sealed class Judge(IEnumerable<SyntaxTree> methods)
{
    // The cases of the file's own methods are asked first: they notice soonest.
    private readonly Dictionary<string, IReadOnlyList<string>> _first = methods.ToDictionary(
        tree => Path.GetFileName(tree.FilePath),
        tree =>
            (IReadOnlyList<string>)
                [
                    .. Regex
                        .Matches(
                            tree.ToString(),
                            "\"(?<method>[a-z0-9-]+)/[0-9]+\"",
                            RegexOptions.ExplicitCapture,
                            TimeSpan.FromSeconds(1)
                        )
                        .Select(match => match.Groups["method"].Value)
                        .Distinct(StringComparer.Ordinal),
                ],
        StringComparer.Ordinal
    );

    /// <summary>Says of a mutant in a program whether it was noticed, and by what.</summary>
    public void Decide(Mutant mutant, Assembly program)
    {
        mutant.Because = FirstObjection(program, mutant.Id, _first[mutant.File]);
        mutant.Fate = mutant.Because is null ? Fate.Survived : Fate.Noticed;
    }

    /// <summary>The first difference a mutant makes; null when it makes none. 0 is no mutant.</summary>
    public static string? FirstObjection(Assembly program, int mutant, IReadOnlyList<string> first)
    {
        try
        {
            program.GetType("CarbonPlatform.Mutation.Chosen")!.GetMethod("Choose")!.Invoke(null, [mutant]);
            return (string?)
                program
                    .GetType("CarbonPlatform.Calculation.Tests.GoldenFile")!
                    .GetMethod("FirstObjection")!
                    .Invoke(null, [first]);
        }
        catch (TargetInvocationException failure)
        {
            return failure.InnerException!.GetType().Name;
        }
    }
}
