using CarbonPlatform.Oracle.Organisation;
using CarbonPlatform.Oracle.Tables;
using CarbonPlatform.Quantities;

namespace CarbonPlatform.Oracle.Methods;

/// <summary>Emissions that hydro, wind and solar power spares, by three ways of counting.</summary>
internal static class Avoided
{
    private const int FirstPeriodMonths = 84;

    public static void Add(MonthBook book)
    {
        foreach (var reading in book.Readings)
        {
            var parts = reading.Activity.Split('.');
            if (parts[^1] is not ("hydro" or "wind" or "solar"))
                continue;
            var claimed = parts[0] switch
            {
                "generation" => true,
                "electricity" when parts[1] == "self" => true,
                "electricity" when parts.Length == 2 => Electricity.IsProven(reading)
                    && book.OfGroup(reading.Text("supplierPlant")) is null,
                _ => false, // direct lines: the supplier claims
            };
            if (claimed)
                Claim(book, reading, parts[^1], bought: parts is ["electricity", _]);
        }
    }

    private static void Claim(MonthBook book, Reading reading, string origin, bool bought)
    {
        var category = "avoided." + origin;
        var kWh = reading.In("kWh");
        Post("displacement", "CO2", ThermalPower.Co2(book));
        Post("displacement", "SO2", ThermalPower.So2(book));
        Post("displacement", "NOx", ThermalPower.Nox(book));
        Post("displacement", "PM", ThermalPower.Dust(book));
        Post("displacement", "ENERGY", ThermalPower.Coal(book));
        Post("grid-average", "CO2", Grid.NationalAverage(book));

        var station = book.Source(reading.Source);
        if (
            origin == "hydro"
            && !bought
            && station.PowerDensity <= book.Value("cdm.minimum-power-density", reading.Source, 4)
        )
            return;
        var later =
            origin == "hydro"
            && !bought
            && station.CreditingStart is { } start
            && book.Month >= Month.Of(start).AddMonths(FirstPeriodMonths);
        Post(
            "combined-margin",
            "CO2",
            Grid.CombinedMargin(
                book,
                origin != "hydro" ? origin
                    : later ? "hydro-later"
                    : "hydro-first"
            )
        );

        // The Chinese factors are not for plants abroad. tCO2/MWh and kg/kWh are the same number.
        void Post(string basis, string measure, Factor? factor)
        {
            if (factor is null || book.IsAbroad)
                book.Miss(reading, category, basis, measure, "no-factor");
            else
                book.Add(reading, category, basis, measure, kWh * factor.Value, null, factor.Statuses);
        }
    }
}
