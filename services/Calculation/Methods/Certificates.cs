using CarbonPlatform.Contracts;

namespace CarbonPlatform.Calculation.Methods;

/// <summary>
/// Power whose green certificate or carbon credit was sold: who bought that claims it. Here it avoids nothing and is
/// residual power in the market basis, and lines say so.
/// </summary>
internal static class Certificates
{
    private static readonly Phrase s_sold = Phrase.Of("choice.certificate-sold");
    private static readonly Phrase s_amount = Phrase.Of("name.amount.sold");

    /// <summary>Names the readings of a part, and gives the sum of those whose certificate was not sold.</summary>
    public static T Counted<T>(ref Figure<T> figure, in Part part, in Part counting)
        where T : struct, ITerm<T>
    {
        var all = figure.Total(part);
        return counting.Count < part.Count ? figure.Known(counting, Words.Amount) : all;
    }

    /// <summary>What was sold stands in the calculation too, and comes to nothing.</summary>
    public static T WithSold<T>(ref Figure<T> figure, T avoided, in Part part, in Part counting)
        where T : struct, ITerm<T> =>
        counting.Count < part.Count ? avoided + Constant.Zero * figure.Rest(part, counting, s_amount) : avoided;

    /// <summary>
    /// What a line of avoided emissions says: whether some was sold, and whether all that counts was not.
    /// </summary>
    public static LineStatuses StatusOf(in Part part, in Part counting) =>
        part.SoldStatus
        | (
            counting.Any(static (in Reading reading, string? _) => !Given.IsKept(reading))
                ? LineStatuses.None
                : LineStatuses.CertificateKept
        );

    /// <summary>Why a line is counted so, and that the certificate of some of its power was sold.</summary>
    public static Wording Why(Wording choice, LineStatuses status) =>
        status.HasFlag(LineStatuses.CertificateSold) ? choice + s_sold : choice;
}
