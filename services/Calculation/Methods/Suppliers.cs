using CarbonPlatform.Contracts;

namespace CarbonPlatform.Calculation.Methods;

/// <summary>
/// Readings of one activity by their supplier of the group; those of others are together, and with them those whose
/// supplier is named and not confirmed.
/// </summary>
internal static class Suppliers
{
    private static readonly Phrase s_unconfirmed = Phrase.Of("choice.supplier-unconfirmed");

    /// <summary>Names the supplier of a reading in the working.</summary>
    public static void Say<T>(ref Figure<T> figure, in Reading reading)
        where T : struct, ITerm<T>
    {
        figure.Say(Words.Supplier, reading.Facts?.GroupSupplier);
        figure.Say(Words.UnconfirmedSupplier, reading.Facts?.UnconfirmedSupplier);
    }

    /// <summary>Why a line is counted so, and that its supplier is not taken at the receiver's word.</summary>
    public static Wording Why(Wording choice, LineStatuses status) =>
        status.HasFlag(LineStatuses.SupplierUnconfirmed) ? choice + s_unconfirmed : choice;

    /// <summary>Whether no earlier reading has the same supplier in the market basis.</summary>
    public static bool IsFirstByMarket(ActivityReadings readings, int index)
    {
        var supplier = readings.Readings[index].MarketSupplier;
        for (var i = 0; i < index; i++)
        {
            if (readings.Readings[i].MarketSupplier == supplier)
                return false;
        }
        return true;
    }

    /// <summary>Whether no earlier reading has the same supplier, so that each supplier is taken once.</summary>
    public static bool IsFirst(ActivityReadings readings, int index, out string? supplier)
    {
        supplier = readings.Readings[index].Facts?.GroupSupplier;
        for (var i = 0; i < index; i++)
        {
            if (readings.Readings[i].Facts?.GroupSupplier == supplier)
                return false;
        }
        return true;
    }
}
