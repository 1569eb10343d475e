namespace CarbonPlatform.Quantities;

/// <summary>
/// An exact result does not fit a decimal of 96 bits: no amount of this world, so a factor or a unit is wrong.
/// </summary>
public sealed class ExactOverflowException : OverflowException
{
    /// <summary>Says how many decimals were asked for.</summary>
    public ExactOverflowException(int decimals)
        : base($"The exact result is too large for a decimal with {decimals} decimals.") { }
}
