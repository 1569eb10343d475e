using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using CarbonPlatform.Contracts;
using CarbonPlatform.ServiceDefaults.Reporting;

namespace CarbonPlatform.Calculation.Factors;

/// <summary>A number of the catalogue as methods use it: its facts, and what follows from them.</summary>
internal sealed record Factor : FactorFacts
{
    /// <summary>Units a value may stand in; one that is not here is a typing error.</summary>
    public static readonly string[] Units =
    [
        "GJ/t",
        "GJ/10^4Nm3",
        "tC/GJ",
        "%",
        "1",
        "kgce/kg",
        "kgce/Nm3",
        "kgce/GJ",
        "kgce/kWh",
        "GJ/tce",
        "kgCO2/kWh",
        "tCO2/GJ",
        "g/kWh",
        "gce/kWh",
        "tCO2/MWh",
        "months",
        "W/m2",
        "kg/t",
        "kg/10^4Nm3",
        "kg/t per % S",
        "kg/10^4Nm3 per mg/m3 S",
        "t/tAl",
        "kg/tAl",
        "kg/tAl per min/cell-day",
        "kg/tAl per mV",
        "tCO2/t",
        "tCO2/10^4Nm3",
        "kg/Nm3",
        "kg/L",
        "kg/TJ",
        "kJ/kg",
        "kJ/kg/K",
        "°C",
        "tCO2/tAl",
        "tCO2e/tAl",
        "tCO2e/t",
        "MWh",
        "kgCO2e/kWh",
        "kgCO2e/MWh",
        "mg/Nm3",
        "kWh/t",
        "kWh/t per V",
        "kgce/t",
        "V",
        "h",
        "min",
        "1/cell-day",
        "min/cell-day",
        "g/gce",
    ];

    /// <summary>Standing of a plant's own factor: a test report vouches for it.</summary>
    public const string MeasuredStanding = "measured";

    public const decimal LargestUncertaintyPercent = 1000;

    // What a note of the files says last of a value that was not compared with the official text begins so.
    private static readonly string[] s_grounds =
    [
        "Rests on ",
        "Not found in print",
        "To be checked with the official text",
    ];

    /// <summary>A note without what it says of what an unverified value rests on; null where nothing is left.</summary>
    public static string? NoteWithoutGrounds(string? note)
    {
        if (note is null)
            return null;
        var end = s_grounds
            .Select(grounds => note.IndexOf(grounds, StringComparison.Ordinal))
            .Where(at => at >= 0)
            .DefaultIfEmpty(note.Length)
            .Min();
        var left = note[..end].TrimEnd();
        return left.Length == 0 ? null : left;
    }

    /// <summary>A version that serves.</summary>
    /// <param name="facts">All that is said of it.</param>
    /// <param name="publishedBy">Catalogue version that brought it; null for a delivered one.</param>
    /// <param name="rivals">Other values in print for the same.</param>
    [SetsRequiredMembers]
    public Factor(FactorFacts facts, int? publishedBy, IEnumerable<Rival>? rivals = null)
        : base(facts)
    {
        PublishedBy = publishedBy;
        Rivals = [.. rivals ?? []];
        (From, To) = facts.Span();
        SetVersion = $"{facts.Set}/{facts.Version}";
        Statuses =
            (facts.Status == Vouching.Provisional ? LineStatuses.UnverifiedFactor : LineStatuses.None)
            | (Rivals.Count == 0 ? LineStatuses.None : LineStatuses.DisputedFactor);
    }

    /// <summary>What a line names as its factor set: set and version. Lines of one set are correlated.</summary>
    public string SetVersion { get; }

    /// <summary>First month of activity it serves.</summary>
    public Month From { get; }

    /// <summary>Last month of activity it serves.</summary>
    public Month To { get; }

    /// <summary>
    /// What a line that rests on it says for it: unverified until somebody has compared the value with the official
    /// text, unless there is nothing to compare; disputed while another value is in print for the same.
    /// </summary>
    public LineStatuses Statuses { get; }

    /// <summary>Other values in print for the same.</summary>
    public IReadOnlyList<Rival> Rivals { get; }

    /// <summary>What a line rests on in which no other factor counts.</summary>
    public FactorSet Alone => new(SetVersion, Statuses);

    /// <summary>Catalogue version that brought it; null for a delivered one.</summary>
    public int? PublishedBy { get; }

    /// <summary>Whether it is a plant's own.</summary>
    public bool IsOwn => Plant is not null;

    public bool IsValidIn(Month month) => From <= month && month <= To;

    /// <summary>
    /// A factor is itself alone: what two versions say is compared by <see cref="FactorFacts.SaysTheSameAs"/>.
    /// </summary>
    public bool Equals(Factor? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);
}
