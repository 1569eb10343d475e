using CarbonPlatform.Quantities;
using CarbonPlatform.Vocabulary;

namespace CarbonPlatform.Ingestion.Vocabulary;

/// <summary>
/// Everything that readings and records may say, as it is answered. It is made once: it changes with a new version of
/// the platform only.
/// </summary>
internal sealed record VocabularyView
{
    public required IReadOnlyList<Activity> Activities { get; init; }
    public required IReadOnlyList<Attribute> Attributes { get; init; }
    public required IReadOnlyList<UnitOfMeasure> Units { get; init; }

    /// <summary>Kinds of source.</summary>
    public required IReadOnlyList<Kind> Kinds { get; init; }
    public required IReadOnlyList<NamedCode> Processes { get; init; }
    public required IReadOnlyList<NamedCode> Profiles { get; init; }

    /// <summary>Provinces of CN; plants abroad name theirs freely.</summary>
    public required IReadOnlyList<Province> Provinces { get; init; }

    /// <summary>How a quantity was obtained.</summary>
    public required IReadOnlyList<NamedCode> Qualities { get; init; }

    /// <summary>Greenhouse gases that are counted, and what else goes into air and water.</summary>
    public required IReadOnlyList<Gas> Gases { get; init; }

    /// <summary>What a reading may be of.</summary>
    /// <param name="Dimension">What it counts in.</param>
    /// <param name="Unit">Its amounts are converted to this one.</param>
    /// <param name="Units">
    /// Those it may be posted in; each has further spellings. Of a liquid fuel those of volume are among them, of a gas
    /// those of heat.
    /// </param>
    /// <param name="Attributes">What a reading may carry beside its quantity.</param>
    /// <param name="Required">What it must carry.</param>
    /// <param name="Kinds">The kinds of source at which it can be read; null for every one.</param>
    /// <param name="Ranges">Closer bounds that attributes have here than elsewhere.</param>
    internal sealed record Activity(
        string Code,
        string Zh,
        string En,
        string Dimension,
        string Unit,
        IReadOnlyList<string> Units,
        IReadOnlyList<string> Attributes,
        IReadOnlyList<string> Required,
        IReadOnlyList<string>? Kinds,
        IReadOnlyList<Range> Ranges
    );

    /// <summary>What an attribute may be at one activity.</summary>
    internal sealed record Range(string Attribute, decimal? Low, decimal? High);

    /// <summary>What a reading may carry beside its quantity.</summary>
    /// <param name="Type">decimal, whole, choice, text, plant or date.</param>
    /// <param name="Unit">The unit that a number is read in; empty for none.</param>
    /// <param name="Expected">What a value must be.</param>
    /// <param name="ChoiceNames">What the choices are called, in their order.</param>
    /// <param name="Beside">
    /// The dimension of the unit that it stands beside, and no other; null where the unit is nothing to it.
    /// </param>
    /// <param name="RequiredBeside">It must stand beside a unit of that dimension.</param>
    internal sealed record Attribute(
        string Name,
        string Zh,
        string En,
        AttributeType Type,
        string Unit,
        decimal? Low,
        decimal? High,
        IReadOnlyList<string> Choices,
        string Expected,
        IReadOnlyList<NamedCode> ChoiceNames,
        string? Beside,
        bool RequiredBeside
    );

    /// <summary>A unit.</summary>
    /// <param name="Factor">So many of the base unit it is, exactly.</param>
    /// <param name="Base">The base unit of its dimension.</param>
    /// <param name="Spellings">How it may be written besides.</param>
    internal sealed record UnitOfMeasure(
        string Symbol,
        string Dimension,
        decimal Factor,
        string Base,
        IReadOnlyList<string> Spellings
    );

    /// <summary>A kind of source.</summary>
    /// <param name="DefaultProcess">Process of a source that names none.</param>
    /// <param name="Technologies">Those that methods know.</param>
    /// <param name="TechnologiesClosed">No other technology is taken.</param>
    internal sealed record Kind(
        string Code,
        string Zh,
        string En,
        string DefaultProcess,
        IReadOnlyList<string> Technologies,
        bool TechnologiesClosed
    );

    /// <summary>A measure by mass.</summary>
    /// <param name="Code">As totals name it.</param>
    /// <param name="Unit">In which it is kept.</param>
    internal sealed record Gas(string Code, string Zh, string En, string Unit, bool IsGreenhouseGas);

    public static VocabularyView Of(ActivityVocabulary activities, OrganisationVocabulary organisation) =>
        new()
        {
            Activities =
            [
                .. activities.All.Select(activity => new Activity(
                    activity.Code,
                    activity.Zh,
                    activity.En,
                    activity.Dimension.Name,
                    activity.CanonicalUnit.Symbol,
                    [
                        .. activity
                            .Others.Prepend(activity.Dimension)
                            .SelectMany(dimension => dimension.Units)
                            .Select(unit => unit.Symbol),
                    ],
                    [.. activity.Attributes.Keys.Order(StringComparer.Ordinal)],
                    [.. activity.Required.Select(attribute => attribute.Name)],
                    activities.Places.KindsOf(activity.Code),
                    [
                        .. activity
                            .Attributes.Values.Where(attribute => attribute != activities.Attributes[attribute.Name])
                            .Select(attribute => new Range(
                                attribute.Name,
                                attribute.Low?.Value,
                                attribute.High?.Value
                            )),
                    ]
                )),
            ],
            Attributes =
            [
                .. activities
                    .Attributes.Values.OrderBy(attribute => attribute.Name, StringComparer.Ordinal)
                    .Select(attribute => new Attribute(
                        attribute.Name,
                        attribute.Zh,
                        attribute.En,
                        attribute.Type,
                        attribute.Unit,
                        attribute.Low?.Value,
                        attribute.High?.Value,
                        attribute.Choices,
                        attribute.Expected,
                        [
                            .. activities
                                .Choices[attribute.Name]
                                .Select(choice => new NamedCode(choice.Code, choice.Zh, choice.En)),
                        ],
                        attribute.Beside?.Name,
                        attribute.IsRequiredBeside
                    )),
            ],
            Units =
            [
                .. Unit.All.Select(unit => new UnitOfMeasure(
                    unit.Symbol,
                    unit.Dimension.Name,
                    unit.Factor,
                    unit.Dimension.Base.Symbol,
                    [.. unit.Spellings]
                )),
            ],
            Kinds =
            [
                .. organisation
                    .Kinds.Values.OrderBy(kind => kind.Code, StringComparer.Ordinal)
                    .Select(kind => new Kind(
                        kind.Code,
                        kind.Zh,
                        kind.En,
                        kind.DefaultProcess,
                        kind.Technologies,
                        kind.TechnologiesClosed
                    )),
            ],
            Processes = ByCode(organisation.Processes.Values),
            Profiles = ByCode(organisation.Profiles.Values),
            Provinces = [.. organisation.Provinces.Values.OrderBy(province => province.Code, StringComparer.Ordinal)],
            Qualities = organisation.Qualities,
            Gases =
            [
                .. Measure
                    .All.Where(measure => measure.Unit == Unit.Kilogram)
                    .Select(measure => (measure, Name: activities.Measures[measure.Code]))
                    .Select(gas => new Gas(
                        gas.Name.Code,
                        gas.Name.Zh,
                        gas.Name.En,
                        gas.measure.Unit.Symbol,
                        gas.measure.IsGreenhouseGas
                    )),
            ],
        };

    private static List<NamedCode> ByCode(IEnumerable<NamedCode> codes) =>
        [.. codes.OrderBy(code => code.Code, StringComparer.Ordinal)];
}
