using CarbonPlatform.Calculation.Factors;
using CarbonPlatform.ServiceDefaults.Reporting;

namespace CarbonPlatform.Calculation.Proposals;

/// <summary>
/// A proposed version of a factor with what it takes over from the version before: made whole, not yet held to the
/// rules.
/// </summary>
internal sealed class FactorDraft
{
    public FactorDraft(ProposedFactor given, Catalogue catalogue, IReadOnlyList<FactorFacts> earlierRows)
    {
        Given = given;
        Id = given.Id ?? "";
        _ = PlantCode.TryParse(given.Plant, out var plant);
        Plant = plant;
        var isNobodys = IsOwn && plant is null;
        Before = isNobodys ? null : catalogue.Versions(Id, plant, given.PlantSource).FirstOrDefault();
        Kin = Before ?? (IsOwn ? catalogue.Versions(Id).FirstOrDefault() : null);
        Beside = isNobodys
            ? []
            : [.. earlierRows.Where(row => (row.Id, row.Plant, row.PlantSource) == (Id, plant, given.PlantSource))];
    }

    /// <summary>As it was said.</summary>
    public ProposedFactor Given { get; }

    public string Id { get; }

    /// <summary>The plant whose own factor it is; null where it is everybody's, or no code.</summary>
    public PlantCode? Plant { get; }

    public bool IsOwn => Given.Plant is not null;

    /// <summary>The version before; null where it is the first.</summary>
    public Factor? Before { get; }

    /// <summary>
    /// The version before, or the factor whose place a new own one takes: what it is, its unit and to what it applies
    /// are as there.
    /// </summary>
    public Factor? Kin { get; }

    /// <summary>Rows of the same factor that stand before this one in the proposal.</summary>
    public IReadOnlyList<FactorFacts> Beside { get; }

    public int Version => (Before?.Version ?? 0) + Beside.Count + 1;

    public string What => Given.What ?? Kin?.What ?? "";

    public string AppliesTo => Given.AppliesTo ?? Kin?.AppliesTo ?? "";

    public string Unit => Given.Unit ?? Kin?.Unit ?? "";

    public string Set => IsOwn ? OwnSet : Given.Set ?? Kin?.Set ?? "";

    /// <summary>What holds by definition needs no comparing as long as its value stays.</summary>
    public string Status => Given.Status ?? (HoldsByDefinition ? Vouching.ByDefinition : Vouching.Provisional);

    /// <summary>Whether the version before holds by definition, and this one has the same value.</summary>
    public bool HoldsByDefinition => Before?.Status == Vouching.ByDefinition && Value == Before.Value;

    public string Standing => Given.Standing ?? (IsOwn ? Factor.MeasuredStanding : Kin?.Standing) ?? "";

    public decimal? Value => Given.Value ?? Before?.Value;

    public decimal? UncertaintyPercent => Given.UncertaintyPercent ?? Before?.UncertaintyPercent;

    /// <summary>Where neither end is given it serves when the version before did.</summary>
    public Month? ValidFrom => TakesOverValidity ? Before!.From.OpenAt(Month.Min) : Given.ValidFrom;

    /// <inheritdoc cref="ValidFrom"/>
    public Month? ValidTo => TakesOverValidity ? Before!.To.OpenAt(Month.Max) : Given.ValidTo;

    /// <summary>The months it is to serve, open ends closed.</summary>
    public (Month From, Month To) Span => (ValidFrom ?? Month.Min, ValidTo ?? Month.Max);

    /// <summary>
    /// The note of the version before. What it says of that version's grounds does not hold of a value from another
    /// source, or of one that was compared with the official text since.
    /// </summary>
    private string? NoteTakenOver =>
        Before is null ? null
        : Status == Vouching.Verified || Given.Source != Before.Source ? Factor.NoteWithoutGrounds(Before.Note)
        : Before.Note;

    private bool TakesOverValidity => Before is not null && Given.ValidFrom is null && Given.ValidTo is null;

    private string OwnSet => $"own-{Given.Plant}{(Given.PlantSource is null ? "" : $"-{Given.PlantSource}")}";

    /// <summary>As it would be kept. No rule may have anything against it.</summary>
    public FactorFacts ToFacts() =>
        new()
        {
            Id = Id,
            Version = Version,
            Set = Set,
            What = What,
            AppliesTo = AppliesTo,
            Value = Value!.Value,
            Unit = Unit,
            ValidFrom = ValidFrom,
            ValidTo = ValidTo,
            DataYear = Given.DataYear ?? (TakesOverValidity ? Before!.DataYear : null),
            Source = Given.Source!,
            Standing = Standing,
            Status = Status,
            UncertaintyPercent = UncertaintyPercent!.Value,
            Note = Given.Note ?? NoteTakenOver,
            Reference = Given.Reference ?? (Status == Vouching.ByDefinition ? Before!.Reference : null),
            Plant = Plant,
            PlantSource = Given.PlantSource,
            Explanation = Given.Explanation,
        };
}
