using CarbonPlatform.Oracle.Organisation;

namespace CarbonPlatform.Oracle.Methods;

/// <summary>All lines and gaps of a sheet.</summary>
internal static class PlantMonth
{
    public static MonthBook Calculate(Group group, Sheet sheet)
    {
        var book = new MonthBook(group, sheet);
        Combustion.Add(book);
        CombustionGases.Add(book);
        Electricity.Add(book);
        Heat.Add(book);
        Avoided.Add(book);
        Anodes.Add(book);
        Perfluorocarbons.Add(book);
        RawMaterials.Add(book);
        AnodePlant.Add(book);
        Stacks.Add(book);
        AirEstimates.Add(book);
        Water.Add(book);
        Statistics.Add(book);
        Missing.Add(book, sheet);
        return book;
    }
}
