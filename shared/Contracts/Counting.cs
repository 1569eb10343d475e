using System.Runtime.CompilerServices;
using System.Text.Json;

namespace CarbonPlatform.Contracts;

/// <summary>
/// How far the numbers go by which events count: revisions, versions, what is counted in a receipt. Whoever has a key
/// to sign with could name any number; one from which nobody can count on would keep what it names from ever changing
/// again.
/// </summary>
public static class Counting
{
    /// <summary>The highest number; what counts on from it still has a number to count to.</summary>
    public const int Highest = 1_000_000_000;

    /// <summary>
    /// By so much a revision or version may be ahead of the one that is held: everything that can be accepted while a
    /// service is away or set back, and a small part of the way to <see cref="Highest"/>.
    /// </summary>
    public const int LargestStep = 1_000_000;

    /// <summary>The next number; null when there is none left.</summary>
    public static int? Next(int number) => number < Highest ? number + 1 : null;

    /// <summary>Whether a number that is named may follow on the one that is held; 0 for none.</summary>
    public static bool MayFollow(int named, int held) => named <= Highest && (long)named - held <= LargestStep;

    internal static void Check(int? number, [CallerArgumentExpression(nameof(number))] string what = "")
    {
        if (number > Highest)
            throw new JsonException($"{what} {number} is above {Highest}.");
    }
}
