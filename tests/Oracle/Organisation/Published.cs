using CarbonPlatform.Oracle.Exact;
using CarbonPlatform.Quantities;

namespace CarbonPlatform.Oracle.Organisation;

/// <summary>A factor that was published: for everybody, for a plant, or for one source of a plant.</summary>
/// <param name="Id">What it takes the place of.</param>
/// <param name="Value">In the unit of the catalogue.</param>
/// <param name="From">First month that it serves.</param>
/// <param name="To">Last month that it serves.</param>
/// <param name="Plant">Whose own it is; null for everybody's.</param>
/// <param name="Source">To which source of the plant it is confined; null for all of them.</param>
internal sealed record PublishedFactor(
    string Id,
    Fraction Value,
    Month From,
    Month To,
    string? Plant = null,
    string? Source = null
)
{
    public bool Serves(Month month) => From <= month && month <= To;
}

/// <summary>Which factor serves which accounting years of a series from now on.</summary>
/// <param name="Series">The series.</param>
/// <param name="From">First accounting year.</param>
/// <param name="To">Last accounting year.</param>
/// <param name="Factor">Id of the factor; <c>{province}</c> and <c>{six-grid}</c> stand for the plant's place.</param>
/// <param name="Status">What a line must say that rests on it.</param>
internal sealed record PublishedYears(string Series, int From, int To, string Factor, string? Status);

/// <summary>What is published at once.</summary>
internal sealed record Publication(IReadOnlyList<PublishedFactor> Factors, IReadOnlyList<PublishedYears> Years);

/// <summary>
/// All that the group has published, oldest first. What comes later stands before what came earlier, in the months that
/// it serves.
/// </summary>
internal sealed record Published(IReadOnlyList<Publication> Publications)
{
    public static readonly Published Nothing = new([]);

    private readonly IReadOnlyList<PublishedFactor> _newestFirst =
    [
        .. Publications.Reverse().SelectMany(publication => publication.Factors),
    ];
    private readonly IReadOnlyList<PublishedYears> _newestYearsFirst =
    [
        .. Publications.Reverse().SelectMany(publication => publication.Years),
    ];

    /// <summary>What everybody counts with in a month.</summary>
    public Fraction? Everybodys(string id, Month month) =>
        _newestFirst.FirstOrDefault(factor => factor.Id == id && factor.Plant is null && factor.Serves(month))?.Value;

    /// <summary>What a plant has measured itself: at the source, else anywhere.</summary>
    public Fraction? Own(string id, Month month, string plant, string source) =>
        (
            _newestFirst.FirstOrDefault(factor =>
                factor.Id == id && factor.Plant == plant && factor.Source == source && factor.Serves(month)
            )
            ?? _newestFirst.FirstOrDefault(factor =>
                factor.Id == id && factor.Plant == plant && factor.Source is null && factor.Serves(month)
            )
        )?.Value;

    /// <summary>What was said last of a year of a series.</summary>
    public PublishedYears? Years(string series, int year) =>
        _newestYearsFirst.FirstOrDefault(years => years.Series == series && years.From <= year && year <= years.To);

    /// <summary>The last that was published of just this, whenever it serves.</summary>
    public PublishedFactor? Last(string id, string? plant, string? source) =>
        _newestFirst.FirstOrDefault(factor => (factor.Id, factor.Plant, factor.Source) == (id, plant, source));

    public Published And(Publication publication) => new([.. Publications, publication]);
}
