using CarbonPlatform.Contracts;

namespace CarbonPlatform.Calculation.Methods;

/// <summary>
/// What lines and gaps say of power that is claimed from plants of the group. What the plant does not hold is residual
/// power in the market basis and a gap; what cannot be known before the supplier has reported is residual meanwhile.
/// </summary>
internal static class Claims
{
    private static readonly Phrase s_held = Phrase.Of("name.claim.held");
    private static readonly Phrase s_notHeld = Phrase.Of("name.claim.not-held");
    private static readonly Phrase s_pending = Phrase.Of("name.claim.pending");
    private static readonly Phrase s_whyNotHeld = Phrase.Of("choice.claim.not-held");
    private static readonly Phrase s_whyPending = Phrase.Of("choice.claim.pending");

    /// <summary>Whether a reading is claimed and cannot be counted as what it claims to be.</summary>
    public static bool IsOpen(in Reading reading) => reading.Claim is { State: not ClaimState.Held };

    /// <summary>Whether a reading waits for the month of its supplier.</summary>
    public static bool IsPending(in Reading reading) => reading.Claim is { State: ClaimState.Pending };

    /// <summary>Names in a working how the claim of a reading stands, and from whom it is.</summary>
    public static void Record(Working working, in Reading reading)
    {
        if (reading.Claim is { } claim)
            working.Given(
                claim.State switch
                {
                    ClaimState.Held => s_held,
                    ClaimState.NotHeld => s_notHeld,
                    _ => s_pending,
                },
                claim.Supplier
            );
    }

    /// <summary>Why a line of the market basis is counted so, and that some of its power is not held.</summary>
    public static Wording Why(Wording choice, in Part part)
    {
        if (part.Any(static (in Reading reading, string? _) => reading.Claim is { State: ClaimState.NotHeld }))
            choice += s_whyNotHeld;
        if (part.Any(static (in Reading reading, string? _) => IsPending(reading)))
            choice += s_whyPending;
        return choice;
    }

    /// <summary>Says of each supplier what is claimed of it and not held.</summary>
    public static void WriteGaps(in MethodCase source, ActivityReadings readings)
    {
        SortedDictionary<string, Exact>? notHeld = null;
        foreach (ref readonly var reading in readings.Readings)
        {
            if (reading.Claim is not { State: ClaimState.NotHeld } claim)
                continue;
            notHeld ??= new SortedDictionary<string, Exact>(StringComparer.Ordinal);
            notHeld[claim.Supplier] = notHeld.GetValueOrDefault(claim.Supplier) + reading.Amount;
        }
        if (notHeld is null)
            return;
        var kWh = string.Join(" and ", notHeld.Select(of => $"{Shown(of.Value)} kWh from {of.Key}"));
        var suppliers = string.Join(" and ", notHeld.Keys);
        source.Lines.AddGap(
            readings.Activity,
            ScopeTwoKinds.Purchased.Market,
            GapKinds.ClaimNotHeld,
            $"Of the {readings.Activity.Subject} power that is claimed {kWh} are not held: plants of the group claim "
                + $"more than {suppliers} generated or passed on and did not sell. They are residual power: "
                + $"correct what is claimed here, or what is reported by {suppliers}."
        );

        static string Shown(Exact amount) => $"{DecimalText.Trimmed(amount.ToDecimal6())}";
    }
}
