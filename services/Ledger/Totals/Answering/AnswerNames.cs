using System.Runtime.CompilerServices;
using CarbonPlatform.ServiceDefaults.Identity;

namespace CarbonPlatform.Ledger.Totals.Answering;

/// <summary>
/// Everything that an answer depends on, as a text: the ledger and its position, the question, what the caller may see,
/// and the program that makes it. Two questions of one name have the same answer.
/// </summary>
internal static class AnswerNames
{
    private static readonly string s_program = typeof(AnswerNames).Module.ModuleVersionId.ToString("N");

    // By the caller as an object: its ticket comes with each of its calls.
    private static readonly ConditionalWeakTable<Caller, string> s_confines = [];

    public static string Of(TotalsQuestion question, KnownPosition position, Caller caller, string format) =>
        string.Join(
            '\n',
            s_program,
            position.Sequence.ToString(System.Globalization.CultureInfo.InvariantCulture),
            Convert.ToHexString(position.Root),
            question.Text,
            format,
            s_confines.GetValue(caller, static of => ConfinesOf(of))
        );

    private static string ConfinesOf(Caller caller) =>
        caller.Plants is { } plants
            ? string.Join(',', plants.Select(plant => plant.Value).Order(StringComparer.Ordinal))
            : "*";
}
