using CarbonPlatform.Calculation.Factors;
using CarbonPlatform.Calculation.Methods;
using CarbonPlatform.Contracts;

namespace CarbonPlatform.Calculation.Tests;

/// <summary>
/// Sheets in the short notation of the golden files. Sources: <c>BOILER-1 boiler technology=grate to=STACK-1 | STACK-1
/// stack</c>; readings: <c>BOILER-1 fuel.anthracite#LOT@METER 1000 t ncv=24.5 @estimated; …</c>; place: <c>SX</c>,
/// <c>NM/west</c>, <c>!GN</c> (abroad), <c>-</c>.
/// </summary>
internal static class Sheets
{
    private const string Plant = "XX-P1";

    private static readonly DeliveredData s_delivered = DeliveredData.Read();

    public static readonly Catalogue Catalogue = Catalogue.Of(s_delivered);

    public static ReadingsAcceptedEvent Event(
        string month,
        string place,
        string sources,
        string readings,
        string group = "",
        int revision = 1
    )
    {
        var abroad = place.StartsWith('!');
        var province = abroad || place == "-" ? null : place.Split('/')[0];
        return new ReadingsAcceptedEvent
        {
            Plant = PlantCode.Parse(Plant),
            Month = Month.Parse(month),
            Revision = revision,
            SubmissionId = new Guid("018e6d2c-8a40-7c11-9a54-2f1a6b0c77d1"),
            Reason = Reasons.Reading,
            AcceptedAt = new DateTimeOffset(2025, 1, 2, 3, 4, 5, TimeSpan.Zero),
            Country = abroad ? place[1..] : "CN",
            Province = province,
            SubRegion = place.Contains('/') ? place.Split('/')[1] : null,
            Sources = [.. sources.Split('|', StringSplitOptions.TrimEntries).Select(Source)],
            GroupPlants = [.. Plants(group).Select(plant => plant.TrimEnd('?'))],
            UnconfirmedSuppliers = Unconfirmed(group),
            Claims = Claims(group),
            Readings = [.. readings.Split(';', StringSplitOptions.TrimEntries).Select(Reading)],
        };
    }

    /// <summary>A plant of the group behind which stands a question mark is confirmed as supplier by nobody.</summary>
    private static UnconfirmedSupplier[]? Unconfirmed(string group) =>
        Plants(group).Any(plant => plant.EndsWith('?'))
            ?
            [
                .. Plants(group)
                    .Where(plant => plant.EndsWith('?'))
                    .SelectMany(plant => Carriers.All.Select(of => new UnconfirmedSupplier(plant.TrimEnd('?'), of))),
            ]
            : null;

    private static IEnumerable<string> Plants(string group) =>
        group.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(plant => plant.Split(':')[0]);

    /// <summary>
    /// Behind a plant of the group stands what is held of claims from it: <c>SX-W1:wind=100/150</c> delivered and
    /// claimed, with <c>+40</c> of which 40 name nobody; <c>SX-W1:wind=-</c> while it has not reported.
    /// </summary>
    private static ClaimShare[]? Claims(string group)
    {
        var claims = group
            .Split(',', StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(plant => plant.Split(':').Skip(1).Select(said => (plant.Split(':')[0].TrimEnd('?'), said)))
            .Select(claim => Claim(claim.Item1, claim.said))
            .ToArray();
        return claims.Length == 0 ? null : claims;
    }

    private static ClaimShare Claim(string supplier, string said)
    {
        var (power, kWh) = (said.Split('=')[0], said.Split('=')[1].Split('+'));
        var numbers = kWh[0] == "-" ? null : kWh[0].Split('/');
        return new ClaimShare
        {
            Power = power,
            Supplier = supplier,
            Delivered = numbers is null ? null : decimal.Parse(numbers[0]),
            Claimed = numbers is null ? null : decimal.Parse(numbers[1]),
            Unnamed = kWh.Length > 1 ? decimal.Parse(kWh[1]) : null,
        };
    }

    public static Lines Calculate(
        ReadingsAcceptedEvent accepted,
        bool withWorking = false,
        Catalogue? catalogue = null
    ) =>
        EmissionLines.Calculate(
            SheetReader.Read(accepted, catalogue ?? Catalogue),
            (catalogue ?? Catalogue).For(accepted.Month, accepted.Plant),
            withWorking ? new Working() : null
        );

    /// <summary>
    /// The delivered catalogue with published factors: <c>own anode.sulphur 1.4 % ±4</c> is the plant's own,
    /// <c>own@POT-1 …</c> of that source, <c>all …</c> everybody's next version; a blank in a unit is written <c>_</c>.
    /// </summary>
    public static Catalogue CatalogueWith(string factors)
    {
        if (factors.Length == 0)
            return Catalogue;
        var rows = new ProposedRows
        {
            Factors = [.. factors.Split(';', StringSplitOptions.TrimEntries).Select(Published)],
        };
        return Catalogue.Of(s_delivered, Catalogue.Version + 1, [new Publication(Catalogue.Version + 1, rows)]);
    }

    public static Lines Calculate(
        string month,
        string place,
        string sources,
        string readings,
        string group = "",
        bool withWorking = false
    ) => Calculate(Event(month, place, sources, readings, group), withWorking);

    /// <summary>Source, activity, kind and counterparty of a line, as the golden files write it.</summary>
    public static string Key(ReadingsAcceptedEvent accepted, in EmissionLine line) =>
        $"{SourceAt(accepted, line.Source)} {line.Activity.Code} "
        + $"{line.Kind}{(line.Counterparty is null ? "" : " < " + line.Counterparty)}";

    public static string Key(ReadingsAcceptedEvent accepted, in Gap gap) =>
        $"gap {gap.GapKind} {SourceAt(accepted, gap.Source)} {gap.Activity?.Code ?? "-"} {gap.Kind}";

    public static SourceSnapshot SourceOf(ReadingsAcceptedEvent accepted, in EmissionLine line)
    {
        var code = SourceAt(accepted, line.Source);
        return accepted.Sources.Single(source => source.Code == code);
    }

    private static string SourceAt(ReadingsAcceptedEvent accepted, int index) =>
        accepted.Sources.Select(s => s.Code).Order(StringComparer.Ordinal).ElementAt(index);

    private static SourceSnapshot Source(string text)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var facts = words
            .Skip(2)
            .Select(word => word.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
        var unknown = facts
            .Keys.Except(
                ["process", "technology", "to", "creditingStart", "powerDensity", "profile", "waived"],
                StringComparer.Ordinal
            )
            .ToList();
        if (unknown.Count > 0)
            throw new FormatException($"{text}: {unknown[0]} is no member of a source.");
        return new SourceSnapshot
        {
            Code = words[0],
            Kind = words[1],
            Process = facts.GetValueOrDefault("process") ?? "other",
            Technology = facts.GetValueOrDefault("technology"),
            DischargesTo = facts.GetValueOrDefault("to")?.Split(',') ?? [],
            CreditingStart = facts.TryGetValue("creditingStart", out var start)
                ? DateOnly.ParseExact(start, "yyyy-MM-dd")
                : null,
            PowerDensity = facts.TryGetValue("powerDensity", out var density) ? decimal.Parse(density) : null,
            Profile = facts.GetValueOrDefault("profile"),
            Waived = [.. (facts.GetValueOrDefault("waived")?.Split(',') ?? []).Select(Waived)],
        };
    }

    /// <summary>A measure that need not be reported.</summary>
    public static WaivedMeasure Waived(string measure) =>
        new()
        {
            Measure = measure,
            Kind = "measured-quarterly",
            Reason = "order 12/2024",
            SignedBy = "signer",
            SignedBySubject = "wang",
            SignedAt = new DateTimeOffset(2024, 1, 15, 0, 0, 0, TimeSpan.Zero),
        };

    private static FactorFacts Published(string text)
    {
        if (text.Split(' ') is not [var whose, var id, var value, var unit, ['±', .. var uncertainty]])
            throw new FormatException($"{text} is no published factor.");
        var known = Catalogue.Versions(id).FirstOrDefault();
        var source = whose.Split('@') is [_, var one] ? one : null;
        return new FactorFacts
        {
            Id = id,
            Version = whose == "all" ? (known?.Version ?? 0) + 1 : 1,
            Set = whose == "all" ? known?.Set ?? "published" : $"own-{Plant}{(source is null ? "" : "-" + source)}",
            What = known?.What ?? id.Split('.')[^1],
            AppliesTo = known?.AppliesTo ?? id.Split('.')[^2],
            Value = decimal.Parse(value),
            Unit = unit.Replace('_', ' '),
            ValidFrom = whose == "all" ? null : Month.Parse("2020-01"),
            Source = "report",
            Standing = whose == "all" ? "T" : "measured",
            Status = "provisional",
            UncertaintyPercent = decimal.Parse(uncertainty),
            Reference = "report 7",
            Plant = whose == "all" ? null : PlantCode.Parse(Plant),
            PlantSource = source,
        };
    }

    private static ReadingRecord Reading(string text)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var key = words[1];
        string? meter = null,
            lot = null;
        if (key.IndexOf('@') is > 0 and var at)
            (key, meter) = (key[..at], key[(at + 1)..]);
        if (key.IndexOf('#') is > 0 and var hash)
            (key, lot) = (key[..hash], key[(hash + 1)..]);
        var quality = words.Skip(4).FirstOrDefault(word => word[0] == '@');
        var attributes = words
            .Skip(4)
            .Where(word => word[0] != '@')
            .Select(word => word.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
        return new ReadingRecord
        {
            Source = words[0],
            Activity = key,
            Meter = meter,
            Lot = lot,
            Quantity = decimal.Parse(words[2]),
            Unit = words[3],
            Quality = QualityOf(quality?[1..] ?? "measured"),
            Attributes = attributes.Count == 0 ? null : attributes,
        };
    }

    public static Quality QualityOf(string name) =>
        name switch
        {
            "measured" => Quality.Measured,
            "own-meter" => Quality.OwnMeter,
            "settled" => Quality.Settled,
            "estimated" => Quality.Estimated,
            "default" => Quality.Default,
            _ => throw new FormatException($"{name} is no quality."),
        };
}
