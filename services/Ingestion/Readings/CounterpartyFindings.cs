using CarbonPlatform.Contracts;
using CarbonPlatform.Quantities;

namespace CarbonPlatform.Ingestion.Readings;

/// <summary>What is said of suppliers and customers that readings name, to the one side and to the other.</summary>
internal static class CounterpartyFindings
{
    public static Finding PlantUnknown(
        Place place,
        string code,
        string what,
        string attribute,
        string plant,
        Month month,
        string? proposal
    ) =>
        new(
            Severity.Note,
            place,
            code,
            $"{plant} is named as {what} and is no plant of the group in {month}: it counts as outside the group.",
            $"The code of a plant of the group; of a {what} outside of it no {attribute}."
        )
        {
            Proposal = proposal,
        };

    public static Finding SupplierUnconfirmed(
        Place place,
        ReadingsAcceptedEvent sheet,
        UnconfirmedSupplier supplier,
        bool isRefused
    ) =>
        new(
            Severity.Note,
            place,
            SheetCodes.SupplierUnconfirmed,
            $"{supplier.Plant} is named as supplier of {supplier.Carrier}, and "
                + (isRefused ? "it was stated that it is not" : "nobody has confirmed it")
                + $" in {sheet.Month}: it counts as if it came from outside the group, nothing is taken off at "
                + $"{supplier.Plant}, and nothing is claimed as avoided.",
            $"{supplier.Plant} or the environment department confirms it (PUT /plants/{supplier.Plant}/supplies/"
                + $"{sheet.Plant}); or the reading without supplierPlant."
        );

    public static Finding SupplyUnconfirmed(ReadingsAcceptedEvent sheet, PlantCode receiver, SheetSupply supply) =>
        new(
            Severity.Note,
            Place.Sheet,
            SheetCodes.SupplyUnconfirmed,
            $"{receiver} reports {DecimalText.Plain(supply.Quantity)} {SheetSupply.UnitOf(supply.Carrier)} of "
                + $"{supply.Carrier} from {sheet.Plant} in {sheet.Month}, which nobody has confirmed.",
            $"This plant or the environment department confirms or refuses it (PUT /plants/{sheet.Plant}/supplies/"
                + $"{receiver})."
        );

    public static Finding MoreReceivedThanPassedOn(PlantCode supplier, string carrier, decimal received, decimal own) =>
        new(
            Severity.Note,
            Place.Sheet,
            SheetCodes.MoreReceivedThanSupplied,
            $"Plants of the group report {DecimalText.Plain(received)} {SheetSupply.UnitOf(carrier)} of {carrier} "
                + $"from {supplier}, which reports {DecimalText.Plain(own)} as generated or passed on.",
            "What was generated and passed on in full; or what the receivers report, corrected (GET /supply-links)."
        );

    public static Finding MoreReceivedThanSupplied(Place place, string supplier, string carrier, Month month) =>
        new(
            Severity.Note,
            place,
            SheetCodes.MoreReceivedThanSupplied,
            $"Plants of the group report more {carrier} from {supplier} in {month} than it reports as generated or "
                + "passed on.",
            "The quantity that was received; or what the supplier reports, corrected."
        );

    public static Finding NamedAsCustomer(Place place, string supplier, decimal quantity, string power, Month month) =>
        new(
            Severity.Note,
            place,
            SheetCodes.NamedAsCustomer,
            $"{supplier} names this plant as its customer for {DecimalText.Plain(quantity)} kWh of {power} power in "
                + $"{month} for which no reading names a supplier of the group: {supplier} claims what it avoids, and "
                + "this plant does not.",
            $"supplierPlant {supplier} on the reading of it, if it is the supplier; else {supplier} corrects its "
                + "customerPlant."
        );

    public static Finding FactorOfSupplier(Place place, SheetSupply supply, Month month) =>
        new(
            Severity.Note,
            place,
            SheetCodes.SupplierFactorByReceiver,
            $"This plant states {supply.FactorsText()} for {supply.Carrier} from {supply.Supplier} in {month}. By that "
                + $"its CO2 is counted here and taken off at {supply.Supplier}; the platform holds it against nothing.",
            "The factor that the supplier has given; without supplierFactor the factor of the catalogue counts."
        );

    public static Finding FactorByReceiver(PlantCode supplier, PlantCode receiver, SheetSupply supply, Month month) =>
        new(
            Severity.Note,
            Place.Sheet,
            SheetCodes.SupplierFactorByReceiver,
            $"{receiver} states {supply.FactorsText()} for {supply.Carrier} from {supplier} in {month}. By that CO2 is "
                + "taken off at this plant; the platform holds it against nothing.",
            $"The factor that this plant has given; else {receiver} or the environment department corrects it."
        );
}
