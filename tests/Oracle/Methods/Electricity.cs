using CarbonPlatform.Oracle.Exact;
using CarbonPlatform.Oracle.Organisation;
using CarbonPlatform.Oracle.Tables;

namespace CarbonPlatform.Oracle.Methods;

/// <summary>Electricity bought through the grid, by direct line, made for own use, and supplied to others.</summary>
internal static class Electricity
{
    private const string Bought = "scope2.electricity";
    private const string Supplied = "scope2.electricity.exported";

    public static void Add(MonthBook book)
    {
        foreach (var reading in book.Readings)
        {
            switch (reading.Activity)
            {
                case "electricity.grid":
                case "electricity.hydro" or "electricity.wind" or "electricity.solar" or "electricity.nuclear":
                    FromGrid(book, reading);
                    break;
                case "electricity.direct.hydro" or "electricity.direct.wind" or "electricity.direct.solar":
                    RenewableLine(book, reading);
                    break;
                case "electricity.direct.fossil":
                    FossilLine(book, reading);
                    break;
                case "electricity.self.hydro" or "electricity.self.wind" or "electricity.self.solar":
                    Consumed(book, reading);
                    book.AddElectricalEnergy(reading, "energy.consumed");
                    if (IsSold(reading))
                        ByMarket(book, reading, Bought, null, false, "certificate-sold");
                    break;
                case "electricity.self.thermal": // its energy is that of the fuel
                    Consumed(book, reading);
                    break;
                case "electricity.exported":
                    Exported(book, reading);
                    break;
                default:
                    break;
            }
        }
    }

    public static bool IsProven(Reading reading) =>
        reading.Text("proof") is "settlement" or "certificate" or "contract-and-settlement";

    /// <summary>It is claimed from a plant of the group that is not known to have it for this one.</summary>
    public static bool IsOpen(Reading reading) => reading.ClaimedFrom is not null && reading.Standing != Standing.Held;

    /// <summary>Whoever bought the certificate or the credit of it claims it.</summary>
    public static bool IsSold(Reading reading) => reading.Text("certificateSold") == "yes";

    private static void FromGrid(MonthBook book, Reading reading)
    {
        var nonFossil = reading.Activity != "electricity.grid";
        var (_, status) = book.SupplierOf(reading);
        ByPlace(book, reading, Bought, null, null);
        if (nonFossil)
            ByContract(book, reading, null, status);
        else
            ByMarket(book, reading, Bought, null, false, status);
        Consumed(book, reading);
        book.AddElectricalEnergy(reading, "energy.consumed");
    }

    private static void RenewableLine(MonthBook book, Reading reading)
    {
        var (supplier, status) = book.SupplierOf(reading);
        if (IsProven(reading))
        {
            book.Add(reading, Bought, "location-national", "CO2", 0, supplier, status);
            book.Add(reading, Bought, "location-provincial", "CO2", 0, supplier, status);
        }
        else
            ByPlace(book, reading, Bought, supplier, status);
        // What was sold, or is not its to give, no supplier has counted.
        ByContract(book, reading, IsSold(reading) || IsOpen(reading) ? null : supplier, status);
        Consumed(book, reading);
        book.AddElectricalEnergy(reading, "energy.consumed");
    }

    /// <summary>Power that is said to be free of fossils, by the market.</summary>
    private static void ByContract(MonthBook book, Reading reading, string? supplier, string? status)
    {
        ByMarket(
            book,
            reading,
            Bought,
            supplier,
            IsProven(reading) && !IsSold(reading) && !IsOpen(reading),
            !IsProven(reading) || (IsOpen(reading) && reading.Standing == Standing.NotKnown) ? "proof-pending" : null,
            IsSold(reading) ? "certificate-sold" : null,
            status
        );
        if (IsOpen(reading) && reading.Standing == Standing.NotHeld)
            book.Lack(reading, Bought, "market", "CO2", "claim-not-held");
    }

    private static void FossilLine(MonthBook book, Reading reading)
    {
        var (supplier, status) = book.SupplierOf(reading);
        var factor =
            reading.Number("supplierFactor") is { } given ? new Factor(given)
            : book.IsAbroad ? null
            : Grid.Fossil(book);
        if (factor is not null)
            InAllBases(book, reading, Bought, reading.In("kWh") * factor.Value, supplier, [.. factor.Statuses, status]);
        else
        {
            foreach (var basis in new[] { "location-national", "location-provincial", "market" })
                book.Miss(reading, Bought, basis, "CO2", "no-factor", supplier);
        }

        Consumed(book, reading);
        book.AddElectricalEnergy(reading, "energy.consumed", supplier, status);
    }

    private static void Exported(MonthBook book, Reading reading)
    {
        book.Add(reading, "energy.exported", null, "ELECTRICITY", reading.In("kWh"));
        if (book.OfGroup(reading.Text("customerPlant")) is not null)
            return; // the receiver owns CO2 and energy
        if (reading.Text("origin") is "hydro" or "wind" or "solar")
            InAllBases(book, reading, Supplied, 0, null);
        else
        {
            ByPlace(book, reading, Supplied, null, null);
            ByMarket(book, reading, Supplied, null, false);
        }

        book.AddElectricalEnergy(reading, "energy.exported");
    }

    private static void Consumed(MonthBook book, Reading reading) =>
        book.Add(reading, "energy.consumed", null, "ELECTRICITY", reading.In("kWh"));

    private static void InAllBases(
        MonthBook book,
        Reading reading,
        string category,
        Fraction amount,
        string? supplier,
        params string?[] statuses
    )
    {
        foreach (var basis in new[] { "location-national", "location-provincial", "market" })
            book.Add(reading, category, basis, "CO2", amount, supplier, statuses);
    }

    private static void ByPlace(MonthBook book, Reading reading, string category, string? supplier, string? status)
    {
        Post("location-national", book.IsAbroad ? null : Grid.NationalAverage(book));
        Post("location-provincial", book.IsAbroad ? null : Grid.Provincial(book));

        void Post(string basis, Factor? factor)
        {
            if (factor is null)
                book.Miss(reading, category, basis, "CO2", "no-factor", supplier);
            else
                book.Add(
                    reading,
                    category,
                    basis,
                    "CO2",
                    reading.In("kWh") * factor.Value,
                    supplier,
                    [.. factor.Statuses, status]
                );
        }
    }

    private static void ByMarket(
        MonthBook book,
        Reading reading,
        string category,
        string? supplier,
        bool provenNonFossil,
        params string?[] statuses
    )
    {
        var factor =
            provenNonFossil ? new Factor(0)
            : book.IsAbroad ? null
            : Grid.Residual(book);
        if (factor is null)
            book.Miss(reading, category, "market", "CO2", "no-factor", supplier);
        else
            book.Add(
                reading,
                category,
                "market",
                "CO2",
                reading.In("kWh") * factor.Value,
                supplier,
                [.. factor.Statuses, .. statuses]
            );
    }
}
