namespace CarbonPlatform.Oracle.Methods;

/// <summary>What goes out with the waste water.</summary>
internal static class Water
{
    public static void Add(MonthBook book)
    {
        foreach (var source in book.Sources)
        {
            foreach (var (code, measure) in new[] { ("cod", "COD"), ("ammonia-nitrogen", "NH3N") })
            {
                var (mass, concentration) = ($"discharge.{code}.mass", $"discharge.{code}.concentration");
                if (book.Sum(source.Code, mass, "kg") is { } kg)
                {
                    book.Add(book.Of(source.Code, mass), mass, "water.discharge", null, measure, kg);
                }
                else if (book.Sum(source.Code, concentration, "mg/L") is { } mgPerL)
                {
                    if (book.Sum(source.Code, "discharge.wastewater", "m3") is { } volume)
                        book.Add(
                            [.. book.Of(source.Code, concentration), .. book.Of(source.Code, "discharge.wastewater")],
                            concentration,
                            "water.discharge",
                            null,
                            measure,
                            mgPerL * volume / 1000
                        );
                    else
                        book.Miss(source.Code, concentration, "water.discharge", null, measure, "not-computable");
                }
            }
        }
    }
}
