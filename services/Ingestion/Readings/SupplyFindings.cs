using CarbonPlatform.Contracts;
using CarbonPlatform.Ingestion.Organisation;

namespace CarbonPlatform.Ingestion.Readings;

/// <summary>
/// What the two ends of a supply are told: the receiver that its supplier is not confirmed, the supplier that somebody
/// names it, and both that more was received than the supplier has. A plant hears no figure of another one, but what
/// that one says it got from it.
/// </summary>
internal static class SupplyFindings
{
    /// <summary>The meters at the two ends of a line differ, and steam is counted by mass or by heat.</summary>
    private const decimal Allowance = 1.05m;

    /// <summary>What is worth a look; the sheet is accepted all the same.</summary>
    /// <param name="sheet">The sheet as it stands now.</param>
    /// <param name="asNamed">It is from before suppliers were asked.</param>
    /// <param name="given">Those of its readings that the request gave.</param>
    /// <param name="others">The sheets of the month around it, see <see cref="NamingSheet.Around"/>.</param>
    /// <param name="organisation">The organisation.</param>
    public static IEnumerable<Finding> Find(
        ReadingsAcceptedEvent sheet,
        bool asNamed,
        IReadOnlyList<GivenReading> given,
        IReadOnlyList<NamingSheet> others,
        OrganisationState organisation
    )
    {
        foreach (var supplier in sheet.UnconfirmedSuppliers ?? [])
        {
            var reading = sheet.Readings.First(r => Names(r, supplier.Plant, supplier.Carrier));
            yield return CounterpartyFindings.SupplierUnconfirmed(
                PlaceOf(supplier.Plant, supplier.Carrier, given),
                sheet,
                supplier,
                organisation.SupplyIn(supplier.Plant, sheet.Plant.Value, supplier.Carrier, sheet.Month) is not null
            ) with
            {
                Reading = ReadingKey.Of(reading),
            };
        }

        if (organisation.IsInGroup(sheet.Plant, sheet.Month))
        {
            foreach (var other in others.OrderBy(other => other.Plant))
            {
                foreach (
                    var supply in other.Supplies.Where(supply =>
                        supply.Supplier == sheet.Plant.Value
                        && organisation.SupplyIn(sheet.Plant.Value, other.Plant.Value, supply.Carrier, sheet.Month)
                            is null
                    )
                )
                    yield return CounterpartyFindings.SupplyUnconfirmed(sheet, other.Plant, supply);
            }
        }

        foreach (var finding in Factors(sheet, asNamed, given, others, organisation))
            yield return finding;

        var own = new NamingSheet(sheet.Plant, sheet.Month, asNamed, SheetSupply.Of(sheet.Readings));
        List<NamingSheet> all = [own, .. others];
        foreach (var carrier in Carriers.All)
        {
            if (IsTooMuch(sheet.Plant.Value, carrier, all, organisation, out var received, out var passedOn))
                yield return CounterpartyFindings.MoreReceivedThanPassedOn(sheet.Plant, carrier, received, passedOn);
            foreach (var supply in own.Supplies)
            {
                if (
                    supply.Carrier == carrier
                    && own.Counts(supply, organisation)
                    && IsTooMuch(supply.Supplier!, carrier, all, organisation, out _, out _)
                )
                    yield return CounterpartyFindings.MoreReceivedThanSupplied(
                        PlaceOf(supply.Supplier!, carrier, given),
                        supply.Supplier!,
                        carrier,
                        sheet.Month
                    );
            }
        }
    }

    /// <summary>
    /// By the factor that a receiver states something is taken off at its supplier. Both are told: what the supplier's
    /// own power or heat came to is not known where sheets are taken in.
    /// </summary>
    private static IEnumerable<Finding> Factors(
        ReadingsAcceptedEvent sheet,
        bool asNamed,
        IReadOnlyList<GivenReading> given,
        IReadOnlyList<NamingSheet> others,
        OrganisationState organisation
    )
    {
        var own = new NamingSheet(sheet.Plant, sheet.Month, asNamed, SheetSupply.Of(sheet.Readings));
        foreach (var supply in own.Supplies.Where(supply => supply.Factors is not null))
        {
            if (own.Counts(supply, organisation))
                yield return CounterpartyFindings.FactorOfSupplier(
                    PlaceOf(supply.Supplier!, supply.Carrier, given),
                    supply,
                    sheet.Month
                );
        }
        foreach (var other in others.OrderBy(other => other.Plant))
        {
            foreach (
                var supply in other.Supplies.Where(supply =>
                    supply.Supplier == sheet.Plant.Value
                    && supply.Factors is not null
                    && other.Counts(supply, organisation)
                )
            )
                yield return CounterpartyFindings.FactorByReceiver(sheet.Plant, other.Plant, supply, sheet.Month);
        }
    }

    /// <summary>Of a supplier that has not reported yet nothing is said.</summary>
    private static bool IsTooMuch(
        string supplier,
        string carrier,
        List<NamingSheet> sheets,
        OrganisationState organisation,
        out decimal received,
        out decimal passedOn
    )
    {
        received = sheets.Sum(sheet =>
            sheet
                .Supplies.Where(supply => supply.Supplier == supplier && supply.Carrier == carrier)
                .Where(supply => sheet.Counts(supply, organisation))
                .Sum(supply => supply.Quantity)
        );
        var reported = sheets.Find(sheet => sheet.Plant.Value == supplier);
        passedOn = reported?.Supplies.FirstOrDefault(s => s.Supplier is null && s.Carrier == carrier)?.Quantity ?? 0;
        return reported is not null && received > passedOn * Allowance;
    }

    private static Place PlaceOf(string supplier, string carrier, IReadOnlyList<GivenReading> given) =>
        given.FirstOrDefault(reading => Names(reading.Reading, supplier, carrier))?.Place.Of("attributes.supplierPlant")
        ?? Place.Sheet;

    private static bool Names(ReadingRecord reading, string supplier, string carrier) =>
        reading.Attributes?.GetValueOrDefault("supplierPlant") == supplier && Carriers.Of(reading.Activity) == carrier;
}
