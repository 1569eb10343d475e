namespace CarbonPlatform.Calculation.Factors;

/// <summary>
/// The catalogue as it serves one month: every look-up of a method is an index here, nothing is searched per line.
/// </summary>
internal sealed class MonthFactors
{
    private readonly Factor?[] _factors;
    private readonly Served[] _series;
    private readonly Served[,] _seriesOfPlaces;
    private readonly FuelDefaults[,] _fuels;

    /// <summary>Looks everything up that the methods declare.</summary>
    /// <param name="lookup">For the month, and for a plant with factors of its own.</param>
    /// <param name="everybody">Of a plant with factors of its own: what serves everybody in the month; what none of its
    /// own concerns is taken from there.</param>
    public MonthFactors(FactorLookup lookup, MonthFactors? everybody = null)
    {
        var catalogue = lookup.Catalogue;
        Month = lookup.Month;
        Activities = catalogue.Activities;
        Uncertainties = catalogue.Uncertainties;
        Gases = catalogue.Gases;
        _factors = [.. FactorNeed.All.Select(lookup.Find)];

        // No plant has grids of its own.
        _series = everybody?._series ?? [.. SeriesNeed.All.Select(need => lookup.Serve(need.Series, need.Unit))];
        _seriesOfPlaces = everybody?._seriesOfPlaces ?? new Served[PlaceSeriesNeed.All.Count, catalogue.Places.Count];
        if (everybody is null)
        {
            foreach (var need in PlaceSeriesNeed.All)
            {
                foreach (var place in catalogue.Places)
                    _seriesOfPlaces[need.Index, place.Index] = lookup.Serve(need.Series, need.Unit, place);
            }
        }

        _fuels = new FuelDefaults[catalogue.Profiles.Count, catalogue.Fuels.Count];
        foreach (var profile in catalogue.Profiles)
        {
            foreach (var fuel in catalogue.Fuels.Values)
                _fuels[profile.Index, fuel.Index] =
                    everybody is null || lookup.HasOwnOf(profile, fuel)
                        ? new FuelDefaults(lookup, profile, fuel)
                        : everybody._fuels[profile.Index, fuel.Index];
        }
    }

    public Month Month { get; }

    /// <summary>Of a plant with factors of its own: as they serve its sources that have some of theirs.</summary>
    public IReadOnlyDictionary<string, MonthFactors>? OfSources { get; init; }

    public Activities Activities { get; }

    public Uncertainties Uncertainties { get; }

    public Gases Gases { get; }

    /// <summary>A factor that is always there.</summary>
    public Factor this[RequiredFactor need] => _factors[need.Index]!;

    /// <summary>A factor; null where the catalogue may lack it and does.</summary>
    public Factor? this[OptionalFactor need] => _factors[need.Index];

    /// <summary>What serves a series in the month; without a factor the line is a gap.</summary>
    public Served this[SeriesNeed need] => _series[need.Index];

    /// <summary>What serves a series at a place in the month; none abroad, and where the place has none.</summary>
    public Served this[PlaceSeriesNeed need, Place place] =>
        place.Index < 0 ? default : _seriesOfPlaces[need.Index, place.Index];

    /// <summary>The factors as they serve a source of the plant.</summary>
    public MonthFactors At(string source) => OfSources?.GetValueOrDefault(source) ?? this;

    public FuelDefaults Fuel(Profile profile, Fuel fuel) => _fuels[profile.Index, fuel.Index];
}
