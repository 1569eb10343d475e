using CarbonPlatform.Contracts;
using CarbonPlatform.Quantities;

namespace CarbonPlatform.Ledger.Tests;

/// <summary>A line as a test writes it.</summary>
internal sealed record SheetLine(
    string Source,
    string Activity,
    string Category,
    string? Basis,
    string Measure,
    decimal Amount,
    string? Counterparty = null,
    decimal? Quantity = null,
    Quality Quality = Quality.Measured,
    string Process = "other",
    string Method = "fuel-combustion/1",
    string? FactorSet = "ndrc-2013/1",
    LineStatuses Statuses = LineStatuses.None,
    decimal? ActivityUncertainty = 2m,
    decimal? FactorUncertainty = 5m
);

/// <summary>The calculated result of a revision, put together line by line.</summary>
internal sealed record Sheet(string Plant, string Month, int Revision = 1)
{
    public int Catalogue { get; init; } = 1;

    public int Methods { get; init; } = 1;

    public string Reason { get; init; } = Reasons.Reading;

    public IReadOnlyList<SheetLine> Lines { get; init; } = [];

    public IReadOnlyList<GapRecord> Gaps { get; init; } = [];

    /// <summary>How many readings it has; as many as lines unless given, and at least one.</summary>
    public int? Readings { get; init; }

    public Sheet With(params SheetLine[] lines) => this with { Lines = [.. Lines, .. lines] };

    public Sheet WithGaps(params GapRecord[] gaps) => this with { Gaps = gaps };

    /// <summary>Coal burnt in a boiler: the plain case of a line without basis or counterparty.</summary>
    public Sheet WithCoal(decimal co2, string source = "BOILER-1", Quality quality = Quality.Measured) =>
        With(
            new SheetLine(
                source,
                "fuel.bituminous-coal",
                Categories.Combustion,
                null,
                "CO2",
                co2,
                Quality: quality,
                Quantity: co2 / 2
            )
        );

    /// <summary>
    /// Power by a direct line from another plant: one amount in all three bases, and energy that the supplier counts
    /// too.
    /// </summary>
    public Sheet WithDirectPower(decimal co2, string supplier, string source = "GRID-1") =>
        With([
            .. Bases
                .Families["scope2"]
                .Select(basis => new SheetLine(
                    source,
                    "electricity.direct.fossil",
                    Categories.PurchasedElectricity,
                    basis,
                    "CO2",
                    co2,
                    supplier
                )),
            .. Bases
                .Families["energy"]
                .Select(basis => new SheetLine(
                    source,
                    "electricity.direct.fossil",
                    Categories.EnergyConsumed,
                    basis,
                    "ENERGY",
                    decimal.Round(co2 / 10, 6),
                    supplier
                )),
            new SheetLine(source, "electricity.direct.fossil", Categories.EnergyConsumed, null, "ELECTRICITY", co2 * 2),
        ]);

    public EmissionsCalculatedEvent ToEvent()
    {
        var sources = Lines.Select(line => new SourceProcess(line.Source, line.Process)).Distinct().ToList();
        var lines = Lines
            .OrderBy(line => line.Source, StringComparer.Ordinal)
            .ThenBy(line => line.Activity, StringComparer.Ordinal)
            .ThenBy(line => line.Category, StringComparer.Ordinal)
            .ThenBy(line => line.Basis, StringComparer.Ordinal)
            .ThenBy(line => line.Measure, StringComparer.Ordinal)
            .ThenBy(line => line.Counterparty, StringComparer.Ordinal)
            .ToList();
        var codes = lines
            .SelectMany(line => new[] { line.Activity, line.Category, line.Basis, line.Measure, line.Counterparty })
            .OfType<string>()
            .Distinct(StringComparer.Ordinal)
            .ToList();
        var provenances = lines.Select(ProvenanceOf).Distinct().ToList();
        return new EmissionsCalculatedEvent
        {
            Plant = Quantities.PlantCode.Parse(Plant),
            Month = Quantities.Month.Parse(Month),
            Revision = Revision,
            CatalogueVersion = Catalogue,
            MethodsVersion = Methods,
            SubmissionId = new Guid(Revision, 7, 7, [1, 2, 3, 4, 5, 6, 7, 8]),
            Reason = Reason,
            CalculatedAt = new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero),
            ReadingCount = Readings ?? Math.Max(1, lines.Count),
            Sources = sources,
            Codes = codes,
            Provenances = provenances,
            Lines = new LineColumns
            {
                Source = [.. lines.Select(line => sources.FindIndex(source => source.Code == line.Source))],
                Activity = [.. lines.Select(line => codes.IndexOf(line.Activity))],
                Category = [.. lines.Select(line => codes.IndexOf(line.Category))],
                Basis = [.. lines.Select(line => line.Basis is null ? -1 : codes.IndexOf(line.Basis))],
                Measure = [.. lines.Select(line => codes.IndexOf(line.Measure))],
                Counterparty =
                [
                    .. lines.Select(line => line.Counterparty is null ? -1 : codes.IndexOf(line.Counterparty)),
                ],
                Amount = [.. lines.Select(line => line.Amount)],
                ActivityQuantity = [.. lines.Select(line => line.Quantity ?? line.Amount)],
                Provenance = [.. lines.Select(line => provenances.IndexOf(ProvenanceOf(line)))],
            },
            Gaps = Gaps,
        };
    }

    public static GapRecord Gap(
        string source,
        string kind = GapKinds.NotReported,
        string detail = "Give sulphurPercent."
    ) =>
        new()
        {
            Source = source,
            Activity = "fuel.bituminous-coal",
            Category = Categories.AirCombustion,
            Measure = "SO2",
            Kind = kind,
            Detail = detail,
        };

    private static Provenance ProvenanceOf(SheetLine line) =>
        new()
        {
            Quality = line.Quality,
            Method = line.Method,
            FactorSet = line.FactorSet,
            Statuses = line.Statuses,
            ActivityUncertaintyPercent = line.ActivityUncertainty,
            FactorUncertaintyPercent = line.FactorUncertainty,
        };
}

/// <summary>Records of the organisation.</summary>
internal static class Organisation
{
    public static OrganisationChangedEvent Unit(string code, int version = 1) =>
        new()
        {
            Kind = OrganisationChangedEvent.UnitKind,
            Code = code,
            Version = version,
            ChangedAt = new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero),
            ChangedBy = "tests",
            Unit = new UnitRecord
            {
                Code = code,
                Name = code + " unit",
                NameZh = "单位",
            },
        };

    /// <summary>A plant with memberships written as ("2020-01", "ALU").</summary>
    public static OrganisationChangedEvent Plant(
        string code,
        int version,
        params (string From, string Unit)[] memberships
    ) =>
        new()
        {
            Kind = OrganisationChangedEvent.PlantKind,
            Code = code,
            Version = version,
            ChangedAt = new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero),
            ChangedBy = "tests",
            Plant = new PlantRecord
            {
                Code = code,
                Name = code + " plant",
                Country = "CN",
                Province = "SX",
                From = Month.Parse(memberships[0].From),
                Memberships =
                [
                    .. memberships.Select(membership => new MembershipRecord
                    {
                        Unit = membership.Unit,
                        From = Month.Parse(membership.From),
                        OwnershipSharePercent = 100,
                    }),
                ],
            },
        };

    /// <summary>The same record with sources, written as ("POT-1", "potline").</summary>
    public static OrganisationChangedEvent WithSources(
        this OrganisationChangedEvent record,
        params (string Code, string Kind)[] sources
    ) =>
        record with
        {
            Plant = record.Plant! with
            {
                Sources =
                [
                    .. sources.Select(source => new SourceRecord
                    {
                        Code = source.Code,
                        Name = source.Code,
                        Kind = source.Kind,
                        Process = "other",
                    }),
                ],
            },
        };
}
