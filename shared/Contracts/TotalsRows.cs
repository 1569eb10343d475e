using System.Text.Json.Serialization;

namespace CarbonPlatform.Contracts;

/// <summary>What a row of totals is of. Of the dimensions it has those that were asked for.</summary>
public abstract record TotalsKeyedRow
{
    /// <summary>Month, yyyy-MM.</summary>
    [JsonPropertyOrder(-9), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TotalsKey? Month { get; init; }

    /// <summary>Unit of the organisation; null when the plant's record has not arrived or names none.</summary>
    [JsonPropertyOrder(-8), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TotalsKey? OrgUnit { get; init; }

    /// <summary>Plant.</summary>
    [JsonPropertyOrder(-7), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TotalsKey? Plant { get; init; }

    /// <summary>Source.</summary>
    [JsonPropertyOrder(-6), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TotalsKey? Source { get; init; }

    /// <summary>Process.</summary>
    [JsonPropertyOrder(-5), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TotalsKey? Process { get; init; }

    /// <summary>Activity.</summary>
    [JsonPropertyOrder(-4), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TotalsKey? Activity { get; init; }

    /// <summary>Category.</summary>
    [JsonPropertyOrder(-3)]
    public required string Category { get; init; }

    /// <summary>Basis; null where the category has none.</summary>
    [JsonPropertyOrder(-2)]
    public required string? Basis { get; init; }

    /// <summary>The amount, exact, as a string.</summary>
    public required string Quantity { get; init; }

    /// <summary>The amount's unit.</summary>
    [JsonPropertyOrder(1)]
    public required string Unit { get; init; }

    /// <summary>
    /// What of the amount rests on factors that were compared with their official texts, or on none, as what is
    /// measured does: exact, in the same unit. The rest says unverified-factor line by line. Rows add up in this as in
    /// their amounts.
    /// </summary>
    [JsonPropertyOrder(3)]
    public required string OnVerifiedFactors { get; init; }

    /// <summary>
    /// What of the amount rests on factors of which another value is in print, exact, in the same unit; absent where
    /// nothing does. <c>GET /factors/disputes</c> says what the other values would make of it.
    /// </summary>
    [JsonPropertyOrder(3), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? OnDisputedFactors { get; init; }

    /// <summary>
    /// What of the amount rests on the latest factor of a series because the one of the year is not at hand,
    /// exact, in the same unit; absent where nothing does.
    /// </summary>
    [JsonPropertyOrder(3), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? OnProvisionalFactors { get; init; }

    /// <summary>
    /// What of the amount rests on the last edition at hand of a series, which is of another year, exact, in the same
    /// unit; absent where nothing does.
    /// </summary>
    [JsonPropertyOrder(3), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? OnCarriedForwardFactors { get; init; }

    /// <summary>
    /// Of an avoided amount, whether certificates or credits of the power were sold; absent elsewhere. What was sold is
    /// not in the amount.
    /// </summary>
    [JsonPropertyOrder(3), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? CertificatesSold { get; init; }

    /// <summary>
    /// True for what is taken off because the supplier counts it already and no source, process or activity of the
    /// supplier's can hold it.
    /// </summary>
    [JsonPropertyOrder(4), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Elimination { get; init; }

    /// <summary>
    /// Between which bounds it lies with 95 %; there when it was asked for, the amount is not zero and every line
    /// says how well it is known.
    /// </summary>
    [JsonPropertyOrder(5), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TotalsBounds? Uncertainty { get; init; }
}

/// <summary>A total.</summary>
public sealed record TotalsRow : TotalsKeyedRow
{
    /// <summary>Measure.</summary>
    [JsonPropertyOrder(-1)]
    public required string Measure { get; init; }

    /// <summary>
    /// Share of the amount that rests on measured, settled or own-meter readings; null when the amount is zero.
    /// </summary>
    [JsonPropertyOrder(2)]
    public required string? MeasuredShare { get; init; }

    /// <summary>
    /// What the total rests on, the largest first, when that was asked for; together it is the total.
    /// </summary>
    [JsonPropertyOrder(6), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<TotalsProvenance>? Provenance { get; init; }
}

/// <summary>How much of a total rests on the same grounds.</summary>
/// <param name="Quality">The worst quality among the readings.</param>
/// <param name="Method">Method and its version.</param>
/// <param name="FactorSet">
/// Factor set and its version; null where no factor was used, given where the values came with the readings. What
/// stands behind a set: <c>GET /factors?set=…</c>.
/// </param>
/// <param name="Statuses">provisional-factor, proof-pending, carried-forward, unverified-factor,
/// supplier-unconfirmed, disputed-factor, fallback-technology, out-of-range, certificate-sold,
/// certificate-kept.</param>
/// <param name="Quantity">The amount in the total's unit, exact, as a string.</param>
public sealed record TotalsProvenance(
    string Quality,
    string Method,
    string? FactorSet,
    IReadOnlyList<string> Statuses,
    string Quantity
);

/// <summary>Greenhouse gases as CO2e.</summary>
/// <param name="Gwp">The set of warming potentials.</param>
/// <param name="GwpStatus">verified when every potential used was compared with the report, else provisional.</param>
/// <param name="Rows">Totals per key, all gases together.</param>
/// <param name="WithoutPotential">
/// Gases among the rows for which the set has no value; they are not in the CO2e.
/// </param>
public sealed record TotalsCo2e(
    string Gwp,
    string GwpStatus,
    IReadOnlyList<TotalsCo2eRow> Rows,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        IReadOnlyList<string>? WithoutPotential = null
)
{
    /// <summary>
    /// Gases among the rows that warm and are not of the Kyoto basket (HCFC-22); they are not in the CO2e.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? OutsideKyoto { get; init; }

    /// <summary>
    /// Scope 1, scope 2 and both with their bounds, when these were asked for and rows are not grouped any finer.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<TotalsScope>? Scopes { get; init; }
}

/// <summary>A total in CO2e.</summary>
public sealed record TotalsCo2eRow : TotalsKeyedRow;

/// <summary>CO2e of a scope.</summary>
/// <param name="Scope">scope1, scope2 (by the basis of the question) or scope1+2; exports are not taken off.</param>
/// <param name="Quantity">The amount, exact, as a string.</param>
/// <param name="Unit">The amount's unit.</param>
/// <param name="OnVerifiedFactors">
/// What of the amount rests on factors that were compared with their official texts, or on none, as what is measured
/// does.
/// </param>
/// <param name="Uncertainty">Between which bounds it lies with 95 %.</param>
public sealed record TotalsScope(
    string Scope,
    string Quantity,
    string Unit,
    string OnVerifiedFactors,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] TotalsBounds? Uncertainty = null
)
{
    /// <summary>
    /// What of the amount rests on factors of which another value is in print; absent where nothing does.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? OnDisputedFactors { get; init; }

    /// <summary>
    /// What of the amount rests on the latest factor of a series because the one of the year is not at hand;
    /// absent where nothing does.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? OnProvisionalFactors { get; init; }

    /// <summary>What of the amount rests on the last edition at hand of a series; absent where nothing does.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? OnCarriedForwardFactors { get; init; }
}
