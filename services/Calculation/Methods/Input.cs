namespace CarbonPlatform.Calculation.Methods;

/// <summary>A value that may come with a reading, declared as a static field of the method's file.</summary>
/// <param name="Attribute">The attribute that carries it.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Unit">In which it counts.</param>
internal sealed record Input(NumberAttribute Attribute, Phrase Name, string Unit)
{
    /// <summary>What the catalogue's value in its place is called, where that is another thing.</summary>
    public Phrase Default { get; init; } = Name;
}
