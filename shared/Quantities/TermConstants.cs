namespace CarbonPlatform.Quantities;

/// <summary>A whole number that a formula fixes.</summary>
public sealed class Constant
{
    /// <summary>What counts nothing.</summary>
    public static readonly Constant Zero = new(0);

    /// <summary>Sulphur dioxide is twice as heavy as its sulphur.</summary>
    public static readonly Constant Two = new(2);

    /// <summary>The whole of a percentage.</summary>
    public static readonly Constant Hundred = new(100);

    private Constant(int value) => (Text, Value) = ($"{value}", value);

    /// <summary>As it is written.</summary>
    public string Text { get; }

    /// <summary>As it counts.</summary>
    public Exact Value { get; }
}

/// <summary>Multiplies or divides by numbers that a formula fixes; as it is written, and as it counts.</summary>
public sealed class Conversion(string text, Exact value)
{
    /// <summary>Of a percentage.</summary>
    public static readonly Conversion OfPercent = new("/ 100", 0.01m);

    /// <summary>From carbon to carbon dioxide.</summary>
    public static readonly Conversion CarbonToCo2 = new("× 44 / 12", Exact.Ratio(44, 12));

    /// <summary>From methane to the carbon dioxide that it burns to.</summary>
    public static readonly Conversion MethaneToCo2 = new("× 44 / 16", Exact.Ratio(44, 16));

    /// <summary>From tonnes to kilograms, from tonnes of standard coal to kilograms of it.</summary>
    public static readonly Conversion TonnesToKg = new("× 1000", 1000m);

    /// <summary>From Nm3 to ten thousand of them.</summary>
    public static readonly Conversion ToTenThousands = new("/ 10000", 0.0001m);

    /// <summary>From grams to kilograms, from megajoules to gigajoules, from GJ × kg/TJ to kilograms.</summary>
    public static readonly Conversion FromThousandths = new("/ 1000", 0.001m);

    /// <summary>From milligrams to kilograms.</summary>
    public static readonly Conversion MilligramsToKg = new("/ 1000000", 0.000001m);

    /// <summary>From milligrams to tonnes.</summary>
    public static readonly Conversion MilligramsToTonnes = new("/ 1000000000", 0.000000001m);

    /// <summary>As it is written behind what is converted.</summary>
    public string Text { get; } = text;

    /// <summary>As it counts.</summary>
    public Exact Value { get; } = value;

    /// <summary>Several as one: they are written one after the other and cost one multiplication.</summary>
    public static Conversion operator *(Conversion left, Conversion right) =>
        new($"{left.Text} {right.Text}", left.Value * right.Value);
}
