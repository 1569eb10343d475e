namespace CarbonPlatform.DemoGroup.Group;

/// <summary>From a month on one plant supplies another with electricity or heat.</summary>
internal sealed record SupplyLink(string Supplier, string Receiver, string Carrier, string From)
{
    private const string Attribute = "supplierPlant=";

    /// <summary>Every supply that readings name, from the first month that does.</summary>
    public static IEnumerable<SupplyLink> In(IEnumerable<Reading> readings) =>
        readings
            .SelectMany(reading =>
                reading
                    .Attributes.Split(';')
                    .Where(pair => pair.StartsWith(Attribute, StringComparison.Ordinal))
                    .Select(pair => (Supplier: pair[Attribute.Length..], Of: reading))
            )
            .GroupBy(
                named => (named.Supplier, named.Of.Plant, Carrier: named.Of.Activity.Split('.')[0]),
                named => named.Of.Month
            )
            .Select(g => new SupplyLink(g.Key.Supplier, g.Key.Plant, g.Key.Carrier, g.Min(StringComparer.Ordinal)!))
            .OrderBy(supply => supply.Supplier, StringComparer.Ordinal)
            .ThenBy(supply => supply.Receiver, StringComparer.Ordinal)
            .ThenBy(supply => supply.Carrier, StringComparer.Ordinal);
}
