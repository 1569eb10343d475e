namespace CarbonPlatform.Oracle.Random;

/// <summary>How large a random group is.</summary>
/// <param name="Plants">Plants in the end; some may come late.</param>
/// <param name="Months">Months that may be reported.</param>
/// <param name="Sparseness">A source reports one in so many of the activities that it can have.</param>
internal sealed record GroupSize(int Plants, int Months, int Sparseness)
{
    private const int MostPlants = 30;
    private const int MostMonths = 24;

    /// <summary>The same size for the same seed; every twentieth is as large as they come.</summary>
    public static GroupSize Of(int seed)
    {
        var dice = new Dice((ulong)seed);
        var (plants, months) =
            seed % 20 == 0 ? (MostPlants, MostMonths) : (1 + dice.Below(MostPlants), 1 + dice.Below(MostMonths));
        // Large groups say less in each sheet.
        return new GroupSize(plants, months, plants * months > 100 ? 6 : 2 + dice.Below(3));
    }
}
