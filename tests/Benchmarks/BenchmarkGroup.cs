using System.Globalization;
using CarbonPlatform.Contracts;
using CarbonPlatform.DemoGroup.Api;
using CarbonPlatform.DemoGroup.Files;
using CarbonPlatform.DemoGroup.Group;
using CarbonPlatform.Quantities;

namespace CarbonPlatform.Benchmarks;

/// <summary>
/// A group of 510 plants in 11 units, each with the sources of a smelter that has its own power station, lime kiln and
/// calciner: 60 readings a month, taken from the demonstration group and varied by plant and month. The same number
/// always makes the same sheet.
/// </summary>
internal sealed class BenchmarkGroup
{
    public const int PlantCount = 510;
    public const int ReadingCount = 60;
    private const int UnitCount = 11;

    private static readonly string[] s_provinces = ["XJ", "SX", "YN", "HA", "GX", "NM", "GS", "QH", "SD", "GZ"];

    // The second plant's sources stand beside the first one's under names of their own.
    private const string Smelter = "XJ-A1";
    private const string Refinery = "SX-R1";
    private const string Prefix = "R-";
    private static readonly string[] s_fromRefinery =
    [
        "BOILER-1",
        "BOILER-2",
        "LIME-1",
        "STK-3",
        "CALC-1",
        "STK-2",
        "LINE-1",
        "GRID-1",
    ];

    private readonly Source[] _sources;
    private readonly Reading[] _readings;

    private BenchmarkGroup(Source[] sources, Reading[] readings)
    {
        _sources = sources;
        _readings = readings;
        Plants =
        [
            .. Enumerable
                .Range(0, PlantCount)
                .Select(i => new Plant(
                    Code(i),
                    $"Benchmark plant {i}",
                    $"基准厂{i}",
                    s_provinces[i % s_provinces.Length],
                    "1990-01",
                    new Membership($"UNIT-{i % UnitCount:D2}", "1990-01")
                )
                {
                    Kinds = ["smelter", "power", "alumina"],
                }),
        ];
    }

    public static StrategicUnit[] Units { get; } =
    [.. Enumerable.Range(0, UnitCount).Select(i => new StrategicUnit($"UNIT-{i:D2}", $"Unit {i}", $"单位{i}"))];

    public Plant[] Plants { get; }

    /// <summary>Sources of any plant, a stack before what discharges to it.</summary>
    public IReadOnlyList<Source> Sources => _sources;

    public static BenchmarkGroup Read()
    {
        var files = GroupFiles.At(null);
        var sources = files.ReadSources();
        var readings = files.ReadReadings().Where(reading => reading.Month == "2024-03").ToList();
        var refinery = s_fromRefinery.ToDictionary(code => code, code => Prefix + code, StringComparer.Ordinal);
        var all = readings
            .Where(reading => reading.Plant == Smelter)
            .Concat(
                readings
                    .Where(reading => reading.Plant == Refinery && refinery.ContainsKey(reading.Source))
                    .Select(reading => reading with { Source = refinery[reading.Source] })
            )
            .ToArray();
        if (all.Length != ReadingCount)
            throw new InvalidOperationException(
                $"The sheet of the benchmark has {all.Length} readings instead of {ReadingCount}: the "
                    + "demonstration group has changed."
            );
        return new BenchmarkGroup(
            [
                .. sources.Where(source => source.Plant == Smelter).Select(source => source.Source),
                .. sources
                    .Where(source => source.Plant == Refinery && refinery.ContainsKey(source.Source.Code))
                    .Select(source =>
                        source.Source with
                        {
                            Code = refinery[source.Source.Code],
                            DischargesTo =
                            [
                                .. source
                                    .Source.DischargesTo.Where(refinery.ContainsKey)
                                    .Select(code => refinery[code]),
                            ],
                        }
                    ),
            ],
            all
        );
    }

    public static string Code(int plant) => string.Create(CultureInfo.InvariantCulture, $"BM-{plant:D3}");

    /// <summary>A sheet as it is posted.</summary>
    public byte[] Body(int plant, Month month, int revision = 1) => Bodies.Sheet(Readings(plant, month, revision));

    /// <summary>A sheet as Ingestion tells Calculation of it.</summary>
    public ReadingsAcceptedEvent Accepted(int plant, Month month, int revision = 1) =>
        new()
        {
            Plant = PlantCode.Trusted(Code(plant)),
            Month = month,
            Revision = revision,
            SubmissionId = new Guid(
                plant,
                (short)month.Year,
                (short)month.Number,
                BitConverter.GetBytes((long)revision)
            ),
            Reason = revision == 1 ? Reasons.Reading : Reasons.Correction,
            AcceptedAt = new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero),
            Country = "CN",
            Province = Plants[plant].Province,
            Sources = [.. _sources.OrderBy(source => source.Code, StringComparer.Ordinal).Select(Snapshot)],
            GroupPlants = [Supplier(plant)],
            Readings =
            [
                .. Readings(plant, month, revision)
                    .Select(reading => new ReadingRecord
                    {
                        Source = reading.Source,
                        Activity = reading.Activity,
                        Quantity = decimal.Parse(reading.Quantity, CultureInfo.InvariantCulture),
                        Unit = reading.Unit,
                        Quality = Enum.Parse<Quality>(
                            reading.Quality.Replace("-", "", StringComparison.Ordinal),
                            ignoreCase: true
                        ),
                        Attributes =
                            reading.Attributes.Length == 0
                                ? null
                                : GroupFiles.Pairs(reading.Attributes).ToDictionary(StringComparer.Ordinal),
                    })
                    .OrderBy(reading => reading.Source, StringComparer.Ordinal)
                    .ThenBy(reading => reading.Activity, StringComparer.Ordinal),
            ],
        };

    /// <summary>A plant as Ingestion tells the ledger of it.</summary>
    public OrganisationChangedEvent Changed(int plant) =>
        new()
        {
            Kind = OrganisationChangedEvent.PlantKind,
            Code = Code(plant),
            Version = 1,
            ChangedAt = new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero),
            ChangedBy = "benchmarks",
            Plant = new PlantRecord
            {
                Code = Code(plant),
                Name = Plants[plant].Name,
                Country = "CN",
                Province = Plants[plant].Province,
                From = Month.Parse(Plants[plant].From),
                Memberships =
                [
                    new MembershipRecord
                    {
                        Unit = Plants[plant].Memberships[0].Unit,
                        From = Month.Parse(Plants[plant].From),
                        OwnershipSharePercent = 100,
                    },
                ],
            },
        };

    private IEnumerable<Reading> Readings(int plant, Month month, int revision)
    {
        for (var i = 0; i < _readings.Length; i++)
        {
            var reading = _readings[i];
            // Between 0.9 and 1.1 of the original, with the decimals the meter shows. A correction changes every tenth
            // reading.
            var spread =
                (plant * 7919L + month.Index * 104_729L + i * 1_299_709L + (i % 10 == 0 ? revision : 1) * 15_485_863L)
                % 2_000;
            var quantity = decimal.Parse(reading.Quantity, CultureInfo.InvariantCulture);
            quantity = decimal.Round(quantity * (9_000 + spread) / 10_000, quantity.Scale);
            yield return reading with
            {
                Plant = Code(plant),
                Month = month.ToString(),
                Quantity = quantity.ToString(CultureInfo.InvariantCulture),
                Attributes = reading.Attributes.Replace(
                    "supplierPlant=SX-T1",
                    "supplierPlant=" + Supplier(plant),
                    StringComparison.Ordinal
                ),
            };
        }
    }

    private static string Supplier(int plant) => Code((plant + 1) % PlantCount);

    private static SourceSnapshot Snapshot(Source source) =>
        new()
        {
            Code = source.Code,
            Kind = source.Kind,
            Process = source.Process,
            Technology = source.Technology.Length == 0 ? null : source.Technology,
            CapacityMegawatts = source.Capacities.Length == 0 ? null : source.Capacities[^1].Megawatts,
            DischargesTo = source.DischargesTo,
        };
}
