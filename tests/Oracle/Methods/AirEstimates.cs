using CarbonPlatform.Oracle.Exact;
using CarbonPlatform.Oracle.Organisation;
using CarbonPlatform.Oracle.Tables;

namespace CarbonPlatform.Oracle.Methods;

/// <summary>SO2 and NOx estimated from fuels and from sulphur balances where not every stack is measured.</summary>
internal static class AirEstimates
{
    public static void Add(MonthBook book)
    {
        foreach (
            var reading in book.Readings.Where(r =>
                r.Activity.StartsWith("fuel.", StringComparison.Ordinal) && r.Activity != "fuel.biomass"
            )
        )
        {
            var source = book.Source(reading.Source);
            if (!Stacks.AllMeasured(book, source, "so2"))
                Sulphur(book, source, reading);
            if (!Stacks.AllMeasured(book, source, "nox"))
                Nitrogen(book, source, reading);
        }

        foreach (var source in book.Sources.Where(s => !Stacks.AllMeasured(book, s, "so2")))
            Balance(book, source);
    }

    private static void Sulphur(MonthBook book, Source source, Reading reading)
    {
        var form = Fuels.Form(reading.Activity);
        if (book.IsUnknown(reading) && SaysAny(book, reading, "sulphurPercent"))
            book.Miss(reading, "air.combustion", null, "SO2", "no-factor");
        else if (reading.Share("sulphurPercent") is { } sulphur)
        {
            var released =
                1
                - (
                    reading.Share("sulphurRetentionPercent")
                    ?? book.Value("air.sulphur-retention", source.Code, 15) / 100
                );
            var emitted = 2 * reading.In("t") * sulphur * released * (1 - (reading.Share("removalPercent") ?? 0));
            book.Add(reading, "air.combustion", null, "SO2", emitted * 1000);
        }
        else if (
            form is FuelForm.Coal or FuelForm.OtherSolid or FuelForm.CoalGas
            || reading.Activity == "fuel.fuel-oil"
        )
        {
            NotReported(book, source, reading, "SO2");
        }
    }

    private static void Nitrogen(MonthBook book, Source source, Reading reading)
    {
        var gas = Fuels.IsGas(reading.Activity);
        var perUnit =
            reading.Number("noxKgPerUnit")
            ?? (
                Fuels.Form(reading.Activity) == FuelForm.Coal && source.Technology == "grate"
                    ? book.Value("air.nox.grate.coal", source.Code, Processes.CoalOnGrate)
                : gas && Processes.Burners.TryGetValue(source.Technology ?? "", out var burner)
                    ? book.Value($"air.nox.{source.Technology}.natural-gas", source.Code, burner)
                : (Fraction?)null
            );
        if (book.IsUnknown(reading) && (perUnit is not null || SaysAny(book, reading, "noxKgPerUnit")))
            book.Miss(reading, "air.combustion", null, "NOx", "no-factor");
        else if (perUnit is { } kg)
            book.Add(reading, "air.combustion", null, "NOx", reading.In(gas ? "万Nm3" : "t") * kg);
        else
            NotReported(book, source, reading, "NOx");
    }

    private static bool SaysAny(MonthBook book, Reading reading, string attribute) =>
        book.Of(reading.Source, reading.Activity).Any(other => other.Text(attribute) is not null);

    private static void NotReported(MonthBook book, Source source, Reading reading, string measure)
    {
        if (source.Kind is "boiler" or "thermal-unit" or "kiln" or "furnace" && !source.Waives(measure, book.Month))
            book.Miss(reading, "air.combustion", null, measure, "not-reported");
    }

    private static void Balance(MonthBook book, Source source)
    {
        var feed = book.Sum(source.Code, "sulphur.feed", "t");
        var acid = book.Sum(source.Code, "sulphur.acid", "t");
        var rest = new[] { "sulphur.slag", "sulphur.dust", "sulphur.metal" }
            .Select(activity => book.Sum(source.Code, activity, "t"))
            .ToList();
        if (feed is null && acid is null && rest.TrueForAll(r => r is null))
            return;

        var lost = rest.Aggregate(feed - acid, (left, part) => left - (part ?? 0));
        if (lost is { IsNegative: false } sulphur)
            book.Add(
                [
                    .. book.Readings.Where(r =>
                        r.Source == source.Code && r.Activity.StartsWith("sulphur.", StringComparison.Ordinal)
                    ),
                ],
                "sulphur.feed",
                "air.process",
                null,
                "SO2",
                2 * sulphur * 1000
            );
        else
            book.Miss(source.Code, "sulphur.feed", "air.process", null, "SO2", "not-computable");
    }
}
