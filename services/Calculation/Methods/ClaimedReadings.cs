using CarbonPlatform.Calculation.Factors;
using CarbonPlatform.Contracts;

namespace CarbonPlatform.Calculation.Methods;

/// <summary>
/// Takes readings of power that is claimed from plants of the group apart into what the plant holds of them and what it
/// does not. What is held of a reading is rounded down at 6 decimals of a kWh, and the rest is not held, so that what
/// all consumers of a supplier hold together is never more than there is. Claims that name nobody and are claimed from
/// a supplier all the same are taken from the readings in their order.
/// </summary>
internal sealed class ClaimedReadings
{
    private const int DecimalsShown = 12;

    private readonly Dictionary<(string Power, string Supplier), ClaimShare> _shares = [];
    private readonly List<Unnamed> _unnamed = [];

    private ClaimedReadings(IReadOnlyList<ClaimShare> shares)
    {
        foreach (var share in shares)
        {
            _shares.Add((share.Power, share.Supplier), share);
            if (share.Unnamed is { } unnamed)
                _unnamed.Add(new Unnamed(share) { Rest = unnamed });
        }
    }

    /// <summary>Null for a sheet that holds all it claims.</summary>
    /// <exception cref="UnreadableSheetException">A share stands twice, or says what cannot be.</exception>
    public static ClaimedReadings? Of(ReadingsAcceptedEvent accepted)
    {
        if (accepted.Claims is not { Count: > 0 } claims)
            return null;
        if (
            claims.DistinctBy(share => (share.Power, share.Supplier)).Count() < claims.Count
            || claims.Any(share =>
                (share.Delivered is null) != (share.Claimed is null)
                || share.Delivered < 0
                || share.Claimed <= 0
                || share.Unnamed <= 0
            )
        )
            throw new UnreadableSheetException("The shares of what the sheet claims contradict each other.");
        return new ClaimedReadings(claims);
    }

    /// <summary>The readings of an activity, each in as many parts as it has states.</summary>
    public Reading[] Apart(Activity activity, Reading[] readings)
    {
        if (
            activity.Code != $"electricity.{activity.Subject}"
            && activity.Code != $"electricity.direct.{activity.Subject}"
        )
            return readings;
        var parts = new List<Reading>(readings.Length);
        foreach (ref readonly var reading in readings.AsSpan())
        {
            if (!Given.IsProven(reading))
                parts.Add(reading);
            else if ((reading.Facts?.GroupSupplier ?? reading.Facts?.UnconfirmedSupplier) is { } supplier)
                AddNamed(reading, activity, supplier, parts);
            else
                AddUnnamed(reading, activity, parts);
        }
        return [.. parts];
    }

    private void AddNamed(in Reading reading, Activity activity, string supplier, List<Reading> parts)
    {
        if (_shares.TryGetValue((activity.Subject, supplier), out var share))
            Add(reading, activity, reading.Amount, share, parts);
        else
            parts.Add(reading);
    }

    private void AddUnnamed(in Reading reading, Activity activity, List<Reading> parts)
    {
        var rest = reading.Amount;
        foreach (var unnamed in _unnamed)
        {
            if (unnamed.Share.Power != activity.Subject || unnamed.Rest.IsZero || rest.IsZero)
                continue;
            var claimed = rest < unnamed.Rest ? rest : unnamed.Rest;
            rest -= claimed;
            unnamed.Rest -= claimed;
            Add(reading, activity, claimed, unnamed.Share, parts);
        }
        // A reading of nothing is one all the same.
        if (!rest.IsZero || reading.Amount.IsZero)
            parts.Add(PartOf(reading, activity, rest, reading.Claim));
    }

    private static void Add(in Reading reading, Activity activity, Exact claimed, ClaimShare share, List<Reading> parts)
    {
        if (share is not { Delivered: { } delivered, Claimed: { } all })
        {
            parts.Add(PartOf(reading, activity, claimed, new Claim(share.Supplier, ClaimState.Pending)));
            return;
        }
        var held = delivered < all ? (claimed * delivered / all).FloorToDecimal6() : claimed;
        if (!held.IsZero || claimed.IsZero)
            parts.Add(PartOf(reading, activity, held, new Claim(share.Supplier, ClaimState.Held)));
        if (!(claimed - held).IsZero)
            parts.Add(PartOf(reading, activity, claimed - held, new Claim(share.Supplier, ClaimState.NotHeld)));
    }

    private static Reading PartOf(in Reading reading, Activity activity, Exact amount, Claim? claim) =>
        amount == reading.Amount
            ? reading with
            {
                Claim = claim,
            }
            : reading with
            {
                Amount = amount,
                Quantity = AsWritten(amount * activity.Unit.RatioTo(reading.Unit)),
                Claim = claim,
            };

    private static decimal AsWritten(Exact quantity) =>
        quantity.TryToDecimal(out var exact) ? exact : quantity.RoundToFit(DecimalsShown);

    private sealed class Unnamed(ClaimShare share)
    {
        public ClaimShare Share { get; } = share;

        public Exact Rest { get; set; }
    }
}
