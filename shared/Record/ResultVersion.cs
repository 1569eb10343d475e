using System.Runtime.InteropServices;

namespace CarbonPlatform.Record;

/// <summary>
/// Version of a plant-month's result: revision of the sheet, then version of the factor catalogue, then version of
/// the methods, compared in that order. The higher one stands, whatever order events come in.
/// </summary>
/// <param name="Revision">Revision of the sheet.</param>
/// <param name="Catalogue">Version of the factor catalogue.</param>
/// <param name="Methods">Version of the methods.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ResultVersion(int Revision, int Catalogue, int Methods) : IComparable<ResultVersion>
{
    /// <inheritdoc/>
    public int CompareTo(ResultVersion other)
    {
        var byRevision = Revision.CompareTo(other.Revision);
        if (byRevision != 0)
            return byRevision;
        var byCatalogue = Catalogue.CompareTo(other.Catalogue);
        return byCatalogue != 0 ? byCatalogue : Methods.CompareTo(other.Methods);
    }

    /// <summary>Higher than.</summary>
    public static bool operator >(ResultVersion left, ResultVersion right) => left.CompareTo(right) > 0;

    /// <summary>Lower than.</summary>
    public static bool operator <(ResultVersion left, ResultVersion right) => left.CompareTo(right) < 0;

    /// <summary>Not lower than.</summary>
    public static bool operator >=(ResultVersion left, ResultVersion right) => left.CompareTo(right) >= 0;

    /// <summary>Not higher than.</summary>
    public static bool operator <=(ResultVersion left, ResultVersion right) => left.CompareTo(right) <= 0;
}
