namespace CarbonPlatform.Contracts;

/// <summary>What an amount of a line may be, agreed between who calculates and who posts.</summary>
public static class Amounts
{
    /// <summary>
    /// Below this, with six decimals: 10^18 kilograms are a thousand times what the world emits in a year.
    /// </summary>
    public const decimal Limit = 1_000_000_000_000_000_000m;
}
