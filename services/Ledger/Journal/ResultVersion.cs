using System.Runtime.InteropServices;

namespace CarbonPlatform.Ledger.Journal;

/// <summary>
/// Version of a plant-month's result: revision of the sheet, then version of the factor catalogue, then version of the methods,
/// compared in that order. The higher one stands, whatever order events come in.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ResultVersion(int Revision, int Catalogue, int Methods) : IComparable<ResultVersion>
{
    public int CompareTo(ResultVersion other)
    {
        var byRevision = Revision.CompareTo(other.Revision);
        if (byRevision != 0)
            return byRevision;
        var byCatalogue = Catalogue.CompareTo(other.Catalogue);
        return byCatalogue != 0 ? byCatalogue : Methods.CompareTo(other.Methods);
    }

    public static bool operator >(ResultVersion left, ResultVersion right) => left.CompareTo(right) > 0;

    public static bool operator <(ResultVersion left, ResultVersion right) => left.CompareTo(right) < 0;

    public static bool operator >=(ResultVersion left, ResultVersion right) => left.CompareTo(right) >= 0;

    public static bool operator <=(ResultVersion left, ResultVersion right) => left.CompareTo(right) <= 0;
}
