using CarbonPlatform.Contracts;
using CarbonPlatform.Messaging;
using CarbonPlatform.Quantities;

namespace CarbonPlatform.Ingestion.Tests.Delivery;

/// <summary>What Calculation and the ledger send back.</summary>
internal static class Receipts
{
    public static IncomingEvent Posted(
        string plant,
        string month,
        int revision,
        long position,
        long? sequence = null,
        int postings = 7,
        string hash = "aa"
    ) =>
        new(
            EventTypes.EntryPosted,
            EventJson.Serialize(
                new EntryPostedEvent
                {
                    Kind = EntryPostedEvent.PlantMonthKind,
                    Plant = PlantCode.Parse(plant),
                    Month = Month.Parse(month),
                    Revision = revision,
                    CatalogueVersion = 1,
                    MethodsVersion = 1,
                    LinesHash = hash,
                    Sequence = sequence ?? position,
                    RecordedAt = new DateTimeOffset(2025, 1, 15, 12, 0, 1, TimeSpan.Zero),
                    Position = position,
                    RootHash = $"root-{position}",
                    Postings = postings,
                    OpenGaps = 1,
                }
            ),
            1
        );

    /// <summary>A revision that can never be applied.</summary>
    public static IncomingEvent Refused(
        string plant,
        string month,
        int revision,
        string reason = "an amount is too large",
        string type = EventTypes.PostingRefused
    ) =>
        new(
            type,
            EventJson.Serialize(
                new RefusedEvent
                {
                    Kind = EntryPostedEvent.PlantMonthKind,
                    Plant = PlantCode.Parse(plant),
                    Month = Month.Parse(month),
                    Revision = revision,
                    Reason = reason,
                    RefusedAt = new DateTimeOffset(2025, 1, 15, 12, 0, 1, TimeSpan.Zero),
                }
            ),
            1
        );

    public static IncomingEvent RecordRefused(string kind, string code, int version) =>
        new(
            EventTypes.PostingRefused,
            EventJson.Serialize(
                new RefusedEvent
                {
                    Kind = EntryPostedEvent.OrganisationKind,
                    RecordKind = kind,
                    RecordCode = code,
                    RecordVersion = version,
                    Reason = "the memberships are not in order",
                    RefusedAt = new DateTimeOffset(2025, 1, 15, 12, 0, 1, TimeSpan.Zero),
                }
            ),
            1
        );

    public static IncomingEvent RecordApplied(string kind, string code, int version) =>
        new(
            EventTypes.EntryPosted,
            EventJson.Serialize(
                new EntryPostedEvent
                {
                    Kind = EntryPostedEvent.OrganisationKind,
                    RecordKind = kind,
                    RecordCode = code,
                    RecordVersion = version,
                    Sequence = 1,
                    RecordedAt = new DateTimeOffset(2025, 1, 15, 12, 0, 1, TimeSpan.Zero),
                    Position = 1,
                    RootHash = "root",
                    Postings = 0,
                    OpenGaps = 0,
                }
            ),
            1
        );

    /// <summary>Two lines of coal CO2 in one sum, one of electricity, one gap.</summary>
    public static IncomingEvent Calculated(
        string plant,
        string month,
        int revision,
        int catalogue = 1,
        int methods = 1,
        decimal co2 = 1000.5m
    ) =>
        new(
            EventTypes.EmissionsCalculated,
            EventJson.Serialize(
                new EmissionsCalculatedEvent
                {
                    Plant = PlantCode.Parse(plant),
                    Month = Month.Parse(month),
                    Revision = revision,
                    CatalogueVersion = catalogue,
                    MethodsVersion = methods,
                    SubmissionId = Guid.CreateVersion7(),
                    Reason = Reasons.Reading,
                    CalculatedAt = new DateTimeOffset(2025, 1, 15, 12, 0, 1, TimeSpan.Zero),
                    ReadingCount = 2,
                    Sources = [new("BOILER-1", "power"), new("GRID-1", "other")],
                    Codes =
                    [
                        "fuel.bituminous-coal",
                        "electricity.grid",
                        "scope1.combustion",
                        "scope2.electricity",
                        "location-national",
                        "CO2",
                    ],
                    Provenances = [new Provenance { Quality = Quality.Measured, Method = "fuel-combustion/1" }],
                    Lines = new LineColumns
                    {
                        Source = [0, 0, 1],
                        Activity = [0, 0, 1],
                        Category = [2, 2, 3],
                        Basis = [-1, -1, 4],
                        Measure = [5, 5, 5],
                        Counterparty = [-1, -1, -1],
                        Amount = [co2, 0.000001m, 5366000m],
                        ActivityQuantity = [1, 1, 1],
                        Provenance = [0, 0, 0],
                    },
                    Gaps =
                    [
                        new GapRecord
                        {
                            Source = "BOILER-1",
                            Category = "air.combustion",
                            Measure = "NOx",
                            Kind = GapKinds.NotReported,
                            Detail = "No NOx reading.",
                        },
                    ],
                }
            ),
            1
        );
}
