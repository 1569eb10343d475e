using System.Text.Json.Serialization;
using CarbonPlatform.ServiceDefaults;

namespace CarbonPlatform.Ingestion.Readings;

/// <summary>What becomes of a reading with a finding.</summary>
internal enum Severity
{
    /// <summary>It is refused.</summary>
    Error,

    /// <summary>It is taken with a written explanation only.</summary>
    Warning,

    /// <summary>It is taken.</summary>
    Note,
}

/// <summary>Between what a value was expected to lie.</summary>
/// <param name="Unit">Of both; empty for a number without one.</param>
/// <param name="Source">Where the limits come from: a standard, the vocabulary, the plant's own past.</param>
internal sealed record Limits(decimal? Low, decimal? High, string Unit, string Source);

/// <summary>What validation says of a reading, or of a sheet as a whole.</summary>
/// <param name="Code">What was found, in stable kebab-case.</param>
/// <param name="Message">What was wrong, or is worth a look.</param>
/// <param name="Expected">What would be right.</param>
internal sealed record Finding(Severity Severity, Place Place, string Code, string Message, string Expected)
{
    /// <summary>The reading it is about, as far as it is known which one is meant.</summary>
    public ReadingKey? Reading { get; init; }

    public Limits? Limits { get; init; }

    /// <summary>What was evidently meant.</summary>
    public string? Proposal { get; init; }

    /// <summary>What the plant says to it.</summary>
    public string? Explanation { get; init; }

    /// <summary>As one of the faults of a refused request.</summary>
    public RefusalItem ToRefusalItem() => new(Place.Position, Place.Path, Code, Message, Told);

    /// <summary>As it is told with a sheet that is taken.</summary>
    /// <param name="inChinese">The caller prefers Chinese to English.</param>
    public FindingView ToView(bool inChinese = false) =>
        new(
            Place.Position,
            Place.Path,
            Code,
            inChinese ? Wordings.Delivered.Said(Code, Message) : Message,
            inChinese ? Wordings.Delivered.Text(Code, Told) ?? Told : Told,
            Limits,
            Proposal,
            Explanation
        );

    private string Told => Proposal is null ? Expected : $"Did you mean '{Proposal}'? {Expected}";
}

/// <summary>A finding of an accepted sheet as it is answered. What it does not say is not written.</summary>
/// <param name="Position">Index of the reading from 0; null when it concerns the sheet as a whole.</param>
/// <param name="Path">Where in the request.</param>
/// <param name="Code">What was found, in stable kebab-case.</param>
/// <param name="Message">What is worth a look.</param>
/// <param name="Expected">What would be right.</param>
internal sealed record FindingView(
    int? Position,
    string Path,
    string Code,
    string Message,
    string Expected,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Limits? Limits,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Proposal,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Explanation
);
