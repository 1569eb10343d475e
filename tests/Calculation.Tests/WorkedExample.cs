namespace CarbonPlatform.Calculation.Tests;

/// <summary>An example that somebody has published, as WorkedExamples.csv has it.</summary>
internal sealed record WorkedExample
{
    private static readonly string[] s_columns =
    [
        "id",
        "name",
        "title",
        "publisher",
        "url",
        "date",
        "kind",
        "month",
        "place",
        "sources",
        "readings",
        "factors",
        "line",
        "unit",
        "published",
        "tolerance",
        "gives",
        "reproduces",
        "why",
    ];

    public static readonly IReadOnlyList<WorkedExample> All =
    [
        .. DataFile
            .Read(AppContext.BaseDirectory, "WorkedExamples.csv", s_columns)
            .GroupBy(row => row["id"], StringComparer.Ordinal)
            .Select(rows => new WorkedExample
            {
                Id = rows.Key,
                Title = rows.First()["title"],
                Publisher = rows.First()["publisher"],
                Month = rows.First()["month"],
                Place = rows.First()["place"],
                Sources = rows.First()["sources"],
                Readings = rows.First()["readings"],
                Factors = rows.First()["factors"],
                Figures = [.. rows.Select(row => new PublishedFigure(row))],
            }),
    ];

    public required string Id { get; init; }
    public required string Title { get; init; }
    public required string Publisher { get; init; }
    public required string Month { get; init; }
    public required string Place { get; init; }
    public required string Sources { get; init; }
    public required string Readings { get; init; }
    public required string Factors { get; init; }
    public required IReadOnlyList<PublishedFigure> Figures { get; init; }

    /// <summary>The factors that have to be published first: the plant's own for three years, or everybody's.</summary>
    public object Proposal(PlantCode plant)
    {
        var first = CarbonPlatform.Quantities.Month.Parse(Month);
        return new
        {
            reason = Title,
            factors = Factors
                .Split(';', StringSplitOptions.TrimEntries)
                .Select(text => text.Split(' '))
                .Select(words => new
                {
                    id = words[1],
                    value = words[2],
                    uncertaintyPercent = words[4][1..],
                    source = Title,
                    reference = Title,
                    plant = words[0] == "own" ? plant.Value : null,
                    validFrom = words[0] == "own" ? $"{first}" : null,
                    validTo = words[0] == "own" ? $"{first.AddMonths(35)}" : null,
                    explanation = "as published",
                }),
        };
    }
}

/// <summary>A published figure, and what is given here.</summary>
internal sealed class PublishedFigure(DataRow row)
{
    public string Id => row["id"];

    public string Line => row["line"];

    public string Unit => row["unit"];

    public decimal Published => row.Number("published");

    /// <summary>The amount here, in the unit of the measure.</summary>
    public string Gives => row["gives"];

    /// <summary>yes, no or gap.</summary>
    public string Reproduces => row["reproduces"];

    public string Why => row["why"];

    /// <summary>In the unit of the measure.</summary>
    public decimal Tolerance(decimal published, IReadOnlyDictionary<string, decimal> units)
    {
        var words = row["tolerance"].Split(' ');
        var number = decimal.Parse(words[0], System.Globalization.CultureInfo.InvariantCulture);
        return words[1] == "%" ? published * number / 100 : number * units[words[1]];
    }
}
