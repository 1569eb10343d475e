using CarbonPlatform.Oracle.Exact;
using CarbonPlatform.Oracle.Organisation;
using CarbonPlatform.Oracle.Tables;
using CarbonPlatform.Quantities;

namespace CarbonPlatform.Oracle.Methods;

/// <summary>Emissions that hydro, wind and solar power spares, by three ways of counting.</summary>
internal static class Avoided
{
    private const int PeriodMonths = 84;
    private const int Periods = 3;

    private static readonly string[] s_imports =
    [
        "electricity.grid",
        "electricity.hydro",
        "electricity.wind",
        "electricity.solar",
        "electricity.nuclear",
    ];

    public static void Add(MonthBook book)
    {
        foreach (var reading in book.Readings)
        {
            var parts = reading.Activity.Split('.');
            var origin = parts[^1];
            if (origin is not ("hydro" or "wind" or "solar"))
                continue;
            if (parts is ["generation", _] or ["electricity", "self", _])
                Claim(book, reading, origin, bought: false);
            // In the group the generator claims; while nobody vouches for it, nobody does here.
            else if (
                parts[0] == "electricity"
                && Electricity.IsProven(reading)
                && book.OfGroup(reading.Text("supplierPlant")) is null
                && reading.ClaimedFrom is null
            )
                Claim(book, reading, origin, bought: true);
        }
    }

    private static void Claim(MonthBook book, Reading reading, string origin, bool bought)
    {
        var category = bought ? $"avoided.{origin}.bought" : $"avoided.{origin}";
        var sold = Electricity.IsSold(reading);
        var kept = AllThatCountsIsKept() ? "certificate-kept" : null;
        var kWh = reading.In("kWh");
        Post("displacement", "CO2", ThermalPower.Co2(book));
        Post("displacement", "SO2", ThermalPower.So2(book));
        Post("displacement", "NOx", ThermalPower.Nox(book));
        Post("displacement", "PM", ThermalPower.Dust(book));
        Post("displacement", "ENERGY", ThermalPower.Coal(book));
        Post("grid-average", "CO2", Grid.NationalAverage(book));
        Margin();

        // The Chinese factors are not for plants abroad. tCO2/MWh and kg/kWh are the same number.
        void Post(string basis, string measure, Factor? factor)
        {
            if (AllIsSold())
                book.Add(reading, category, basis, measure, 0, null, "certificate-sold");
            else if (factor is null || book.IsAbroad)
                book.Miss(reading, category, basis, measure, "no-factor");
            else if (sold)
                book.Add(reading, category, basis, measure, 0, null, [.. factor.Statuses, "certificate-sold", kept]);
            else
                book.Add(reading, category, basis, measure, kWh * factor.Value, null, [.. factor.Statuses, kept]);
        }

        void Margin()
        {
            const string basis = "combined-margin";
            var station = book.Source(reading.Source);
            var ofHydro = origin == "hydro" && !bought;
            var density = ofHydro ? station.PowerDensity : null;
            if (AllIsSold())
            {
                book.Add(reading, category, basis, "CO2", 0, null, "certificate-sold");
                return;
            }

            if (density is { } least && least <= book.Value("cdm.minimum-power-density", reading.Source, 4))
            {
                book.Miss(reading, category, basis, "CO2", "density-too-low");
                return;
            }

            var month = station.CreditingStart is { } start && !bought ? book.Month - Month.Of(start) : (int?)null;
            if (month >= Periods * PeriodMonths)
            {
                book.Miss(reading, category, basis, "CO2", "crediting-ended");
                return;
            }

            if (ofHydro && density is null && station.Technology != "run-of-river")
            {
                book.Miss(reading, category, basis, "CO2", "density-unknown");
                return;
            }

            var factor = Grid.CombinedMargin(
                book,
                origin != "hydro" ? origin
                    : month is >= 0 and < PeriodMonths ? "hydro-first"
                    : "hydro-later"
            );
            if (factor is null || book.IsAbroad)
            {
                book.Miss(reading, category, basis, "CO2", "no-factor");
                return;
            }

            if (sold)
            {
                book.Add(reading, category, basis, "CO2", 0, null, [.. factor.Statuses, "certificate-sold", kept]);
                return;
            }

            // What the station took from the grid is borne by what it delivered, each reading by its share.
            var imports = Imports();
            var avoided = (kWh - Borne(imports)) * factor.Value;
            if (density is { } thin && thin <= book.Value("cdm.clean-power-density", reading.Source, 10))
                avoided -= kWh * book.Value("hydro.reservoir-emissions", reading.Source, 90) / 1000;
            book.Add(
                [reading, .. imports],
                reading.Activity,
                category,
                basis,
                "CO2",
                avoided,
                null,
                isDefault: false,
                [.. factor.Statuses, kept]
            );
        }

        bool AllIsSold() => book.Of(reading.Source, reading.Activity).Where(IsClaimed).All(Electricity.IsSold);

        bool AllThatCountsIsKept() =>
            book.Of(reading.Source, reading.Activity)
                .Where(other => IsClaimed(other) && !Electricity.IsSold(other))
                .All(other => other.Text("certificateSold") == "no");

        bool IsClaimed(Reading other) =>
            !bought
            || (
                Electricity.IsProven(other)
                && book.OfGroup(other.Text("supplierPlant")) is null
                && other.ClaimedFrom is null
            );

        Reading[] Imports()
        {
            var station = book.Source(reading.Source);
            var first = book
                .Readings.Where(other => other.Source == reading.Source)
                .Select(other => other.Activity)
                .Where(activity => activity is "generation.hydro" or "generation.solar" or "generation.wind")
                .Order(StringComparer.Ordinal)
                .FirstOrDefault();
            return first == reading.Activity && (station.Kind is "hydro-station" or "wind-farm" or "solar-farm")
                ? [.. book.Readings.Where(r => r.Source == reading.Source && s_imports.Contains(r.Activity))]
                : [];
        }

        Fraction Borne(Reading[] imports)
        {
            var taken = Sum(imports);
            var counted = Sum(book.Of(reading.Source, reading.Activity).Where(other => !Electricity.IsSold(other)));
            return counted <= taken ? kWh : taken * kWh / counted;
        }

        static Fraction Sum(IEnumerable<Reading> readings) =>
            readings.Aggregate((Fraction)0, (sum, other) => sum + other.In("kWh"));
    }
}
