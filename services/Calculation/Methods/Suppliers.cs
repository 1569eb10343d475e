namespace CarbonPlatform.Calculation.Methods;

/// <summary>Readings of one activity by their supplier of the group; those of others are together.</summary>
internal static class Suppliers
{
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
