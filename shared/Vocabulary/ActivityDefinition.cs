using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults.Data;

namespace CarbonPlatform.Vocabulary;

/// <summary>
/// An activity that a reading may name: a row of <c>activities.csv</c>, whose head says what each column means.
/// </summary>
public sealed record ActivityDefinition
{
    /// <summary>As plants write it.</summary>
    public required string Code { get; init; }

    /// <summary>What the plant reads off, in English.</summary>
    public required string En { get; init; }

    /// <summary>The same in Chinese.</summary>
    public required string Zh { get; init; }

    /// <summary>A unit of another dimension is refused, those of <see cref="Others"/> aside.</summary>
    public required Dimension Dimension { get; init; }

    /// <summary>
    /// Dimensions that its quantities may be given in besides: of a liquid fuel the volume, of a gas the heat. An
    /// attribute that stands beside them says how they become quantities of its own.
    /// </summary>
    public required IReadOnlyList<Dimension> Others { get; init; }

    /// <summary>The unit its amounts are converted to.</summary>
    public required Unit CanonicalUnit { get; init; }

    /// <summary>Name of the method that it is for, as in docs/methods.</summary>
    public required string Method { get; init; }

    /// <summary>What a reading of it may carry, by name.</summary>
    public required FrozenDictionary<string, AttributeDefinition> Attributes { get; init; }

    /// <summary>Those it must carry.</summary>
    public required IReadOnlyList<AttributeDefinition> Required { get; init; }

    /// <summary>The word for what a reading of it starts.</summary>
    public required string Starts { get; init; }

    /// <summary>What the method looks up; empty for most.</summary>
    public required string Subject { get; init; }

    /// <summary>Of statistics: category of the line they give; else empty.</summary>
    public required string Category { get; init; }

    /// <summary>Of statistics: measure of the line they give; else empty.</summary>
    public required string Measure { get; init; }

    /// <summary>The unit in which what is given in a dimension is compared: its own, m3, GJ.</summary>
    public Unit UnitOf(Dimension dimension) =>
        dimension == Dimension ? CanonicalUnit
        : dimension == Dimension.Energy ? Unit.Gigajoule
        : dimension.Base;

    /// <summary>Reads the unit of a quantity of it; faults as <see cref="Unit"/> has them.</summary>
    public bool TryParseUnit(
        string symbol,
        [NotNullWhen(true)] out Unit? unit,
        [NotNullWhen(false)] out InputFault? fault
    )
    {
        var meant = Unit.Suggest(symbol)?.Dimension;
        return Unit.TryParse(
            symbol,
            meant is not null && Others.Contains(meant) ? meant : Dimension,
            out unit,
            out fault
        );
    }

    /// <summary>Where it stands, so that whoever cannot work with it can say so.</summary>
    public required DataRow Row { get; init; }
}
