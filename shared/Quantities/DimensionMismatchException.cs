namespace CarbonPlatform.Quantities;

/// <summary>
/// A conversion between units of two dimensions was asked for. It takes a named factor,
/// so this is a fault of the program.
/// </summary>
public sealed class DimensionMismatchException : InvalidOperationException
{
    /// <summary>Says which units do not convert.</summary>
    public DimensionMismatchException(Unit from, Unit to)
        : base(
            $"{from.Symbol} ({from.Dimension.Name}) does not convert to {to.Symbol} ({to.Dimension.Name}) "
                + "without a named factor."
        )
    {
        From = from;
        To = to;
    }

    /// <summary>The unit of the quantity.</summary>
    public Unit From { get; }

    /// <summary>The unit that was asked for.</summary>
    public Unit To { get; }
}
