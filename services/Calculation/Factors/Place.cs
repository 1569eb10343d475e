namespace CarbonPlatform.Calculation.Factors;

/// <summary>
/// Where a plant stands, as far as factors ask. A place without a grid (Tibet, Inner Mongolia without sub-region) has
/// no factors of that grid: a gap says so, nothing is filled in. Abroad no Chinese grid or displacement factor applies.
/// </summary>
internal sealed class Place
{
    /// <summary>ISO code of the country whose factors the catalogue holds.</summary>
    public const string China = "CN";

    private Place(int index, string name)
    {
        Index = index;
        Name = name;
    }

    /// <summary>Position in the tables of a month; -1 where no table has the place.</summary>
    public int Index { get; }

    /// <summary>For messages: <c>NM (west)</c>, <c>GN</c>.</summary>
    public string Name { get; }

    public bool IsAbroad { get; private init; }

    public string? Province { get; private init; }

    public string? SubRegion { get; private init; }

    /// <summary>Grid in the six-grid division.</summary>
    public string? SixGrid { get; private init; }

    public static Place Abroad(string country) => new(-1, country) { IsAbroad = true };

    /// <summary>In China, but no row of provinces.csv has it.</summary>
    public static Place Unknown(string? province) => new(-1, province ?? "a plant without province");

    public static List<Place> ReadAll(string folder)
    {
        var places = new List<Place>();
        foreach (var row in DataFile.Read(folder, "provinces.csv", "province", "sub_region", "zh", "en", "six_grid"))
        {
            var province = row.Required("province");
            var subRegion = row["sub_region"] is { Length: > 0 } text ? text : null;
            row.Required("zh");
            row.Required("en");
            if (places.Exists(p => p.Province == province && p.SubRegion == subRegion))
                throw row.Fault($"{province} {subRegion} stands twice");
            places.Add(
                new Place(places.Count, subRegion is null ? province : $"{province} ({subRegion})")
                {
                    Province = province,
                    SubRegion = subRegion,
                    SixGrid = row.OneOf("six_grid", "north", "northeast", "east", "central", "northwest", "south", "")
                        is { Length: > 0 } grid
                        ? grid
                        : null,
                }
            );
        }
        return places;
    }
}
