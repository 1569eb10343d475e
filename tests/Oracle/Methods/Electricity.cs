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

    /// <summary>Whoever bought the certificate or the credit of it claims it.</summary>
    public static bool IsSold(Reading reading) => reading.Text("certificateSold") == "yes";

    private static void FromGrid(MonthBook book, Reading reading)
    {
        var nonFossil = reading.Activity != "electricity.grid";
        var (_, status) = book.SupplierOf(reading);
        ByGrid(
            book,
            reading,
            Bought,
            null,
            [null, null, status],
            provenNonFossil: nonFossil && IsProven(reading) && !IsSold(reading),
            unproven: nonFossil && !IsProven(reading),
            sold: IsSold(reading)
        );
        Consumed(book, reading);
        book.AddElectricalEnergy(reading, "energy.consumed");
    }

    private static void RenewableLine(MonthBook book, Reading reading)
    {
        var (supplier, status) = book.SupplierOf(reading);
        if (IsProven(reading) && IsSold(reading))
        {
            book.Add(reading, Bought, "location-national", "CO2", 0, supplier, status);
            book.Add(reading, Bought, "location-provincial", "CO2", 0, supplier, status);
            ByMarket(book, reading, Bought, supplier, false, "certificate-sold", status);
        }
        else if (IsProven(reading))
            InAllBases(book, reading, Bought, 0, supplier, status);
        else
            ByGrid(
                book,
                reading,
                Bought,
                supplier,
                [status, status, status],
                provenNonFossil: false,
                unproven: true,
                sold: IsSold(reading)
            );
        Consumed(book, reading);
        book.AddElectricalEnergy(reading, "energy.consumed");
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
            ByGrid(book, reading, Supplied, null, [null, null, null], provenNonFossil: false, unproven: false);
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

    private static void ByGrid(
        MonthBook book,
        Reading reading,
        string category,
        string? supplier,
        string?[] ofBases,
        bool provenNonFossil,
        bool unproven,
        bool sold = false
    )
    {
        Post("location-national", book.IsAbroad ? null : Grid.NationalAverage(book), ofBases[0]);
        Post("location-provincial", book.IsAbroad ? null : Grid.Provincial(book), ofBases[1]);
        ByMarket(
            book,
            reading,
            category,
            supplier,
            provenNonFossil,
            unproven ? "proof-pending" : null,
            sold ? "certificate-sold" : null,
            ofBases[2]
        );

        void Post(string basis, Factor? factor, params string?[] statuses)
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
                    [.. factor.Statuses, .. statuses]
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
