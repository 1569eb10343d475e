using System.Text.Json.Serialization;

namespace CarbonPlatform.Contracts;

/// <summary>How a quantity was obtained, best first. A line carries the worst of its readings.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Quality>))]
public enum Quality
{
    /// <summary>Read from a meter in custody transfer or a calibrated instrument.</summary>
    [JsonStringEnumMemberName("measured")]
    Measured,

    /// <summary>Taken from a settlement or invoice, which rests on a meter that both sides accept.</summary>
    [JsonStringEnumMemberName("settled")]
    Settled,

    /// <summary>Read from the plant's own meter.</summary>
    [JsonStringEnumMemberName("own-meter")]
    OwnMeter,

    /// <summary>Estimated by the plant.</summary>
    [JsonStringEnumMemberName("estimated")]
    Estimated,

    /// <summary>Rests on a default because the plant gave nothing better.</summary>
    [JsonStringEnumMemberName("default")]
    Default,
}

/// <summary>What a reader must know of a figure.</summary>
[Flags]
[JsonConverter(typeof(LineStatusesConverter))]
public enum LineStatuses
{
    /// <summary>Nothing to say.</summary>
    None = 0,

    /// <summary>
    /// <c>provisional-factor</c>: the year's factor is not at hand (not published, or not in the catalogue); the
    /// latest one serves.
    /// </summary>
    ProvisionalFactor = 1,

    /// <summary>
    /// <c>proof-pending</c>: the proof of origin has not arrived, or the plant of the group that is to have generated
    /// the power has not reported the month.
    /// </summary>
    ProofPending = 2,

    /// <summary><c>carried-forward</c>: the last edition at hand of a series.</summary>
    CarriedForward = 4,

    /// <summary>
    /// <c>unverified-factor</c>: a factor it rests on has not been compared with the official text yet.
    /// </summary>
    UnverifiedFactor = 8,

    /// <summary>
    /// <c>supplier-unconfirmed</c>: a plant of the group is named as supplier and nobody has confirmed it; the line
    /// counts as if it came from outside the group.
    /// </summary>
    SupplierUnconfirmed = 16,

    /// <summary>
    /// <c>disputed-factor</c>: another value is in print for a factor it rests on, and nobody can tell which is right.
    /// </summary>
    DisputedFactor = 32,

    /// <summary>
    /// <c>fallback-technology</c>: nothing is printed for the technology, and the values of another one serve.
    /// </summary>
    FallbackTechnology = 64,

    /// <summary>
    /// <c>out-of-range</c>: the result is higher than anything in print; the readings have to be looked into.
    /// </summary>
    OutOfRange = 128,

    /// <summary>
    /// <c>certificate-sold</c>: the green certificate or carbon credit of some of its power was sold; that power avoids
    /// nothing here and is residual by the market. Where all of it was sold the line takes no factor.
    /// </summary>
    CertificateSold = 256,

    /// <summary>
    /// <c>certificate-kept</c>: of all the power that counts as avoided on the line it is said that neither its green
    /// certificate nor its carbon credit was sold.
    /// </summary>
    CertificateKept = 512,
}

/// <summary>What one plant supplies to another.</summary>
public static class Carriers
{
    /// <summary>Electricity, in kWh.</summary>
    public const string Electricity = "electricity";

    /// <summary>Steam, hot water, heat, in GJ.</summary>
    public const string Heat = "heat";

    /// <summary>All carriers.</summary>
    public static IReadOnlyList<string> All { get; } = [Electricity, Heat];

    /// <summary>What a reading that names a supplier says was supplied.</summary>
    public static string Of(string activity) =>
        activity.StartsWith("heat.", StringComparison.Ordinal) ? Heat : Electricity;
}

/// <summary>Why an entry came to be.</summary>
public static class Reasons
{
    /// <summary>First readings of a plant-month.</summary>
    public const string Reading = "reading";

    /// <summary>A plant changed readings it had handed in.</summary>
    public const string Correction = "correction";

    /// <summary>The organisation's record of the plant or a source changed for a past month.</summary>
    public const string MasterData = "master-data";

    /// <summary>A factor was published.</summary>
    public const string Factor = "factor";

    /// <summary>A method changed.</summary>
    public const string Method = "method";

    /// <summary>What another plant of the group generated or claims changed what this one holds.</summary>
    public const string Claim = "claim";

    /// <summary>A record of the organisation.</summary>
    public const string Organisation = "organisation";

    /// <summary>All reasons.</summary>
    public static IReadOnlyList<string> All { get; } =
    [Reading, Correction, MasterData, Factor, Method, Claim, Organisation];
}

/// <summary>Kinds of gap.</summary>
public static class GapKinds
{
    /// <summary>No factor is known for the case.</summary>
    public const string NoFactor = "no-factor";

    /// <summary>Something that must be reported was not.</summary>
    public const string NotReported = "not-reported";

    /// <summary>What was reported does not allow a result.</summary>
    public const string NotComputable = "not-computable";

    /// <summary>More is claimed from a plant of the group than it generated or passed on and did not sell.</summary>
    public const string ClaimNotHeld = "claim-not-held";

    /// <summary>The crediting periods of a station are over: nothing is avoided by the combined margin.</summary>
    public const string CreditingEnded = "crediting-ended";

    /// <summary>The power density of a reservoir is not known, nor therefore what it emits.</summary>
    public const string DensityUnknown = "density-unknown";

    /// <summary>
    /// The power density of a reservoir is too low for its station to be credited: nothing is avoided by the combined
    /// margin.
    /// </summary>
    public const string DensityTooLow = "density-too-low";

    /// <summary>All kinds.</summary>
    public static IReadOnlyList<string> All { get; } =
    [NoFactor, NotReported, NotComputable, ClaimNotHeld, CreditingEnded, DensityUnknown, DensityTooLow];

    /// <summary>
    /// Whether a gap of a kind keeps a month from closing. Those that do not say that something is not counted, and are
    /// counted apart.
    /// </summary>
    public static bool BlocksClosing(string kind) => kind is not (CreditingEnded or DensityUnknown or DensityTooLow);
}

/// <summary>The categories under which amounts stand in the ledger.</summary>
public static class Categories
{
#pragma warning disable CS1591 // The codes are the field's words; docs/words.md explains each.
    public const string Combustion = "scope1.combustion";
    public const string Anode = "scope1.anode";
    public const string Pfc = "scope1.pfc";
    public const string Carbonate = "scope1.carbonate";
    public const string Reductant = "scope1.reductant";
    public const string AnodeProduction = "scope1.anode-production";
    public const string Fugitive = "scope1.fugitive";
    public const string Biogenic = "biogenic";
    public const string PurchasedElectricity = "scope2.electricity";
    public const string ExportedElectricity = "scope2.electricity.exported";
    public const string PurchasedHeat = "scope2.heat";
    public const string ExportedHeat = "scope2.heat.exported";
    public const string AirCombustion = "air.combustion";
    public const string AirProcess = "air.process";
    public const string WaterDischarge = "water.discharge";
    public const string AvoidedHydro = "avoided.hydro";
    public const string AvoidedWind = "avoided.wind";
    public const string AvoidedSolar = "avoided.solar";
    public const string AvoidedHydroBought = "avoided.hydro.bought";
    public const string AvoidedWindBought = "avoided.wind.bought";
    public const string AvoidedSolarBought = "avoided.solar.bought";
    public const string EnergyConsumed = "energy.consumed";
    public const string EnergyGenerated = "energy.generated";
    public const string EnergyGross = "energy.gross";
    public const string EnergyExported = "energy.exported";
    public const string EnergyCurtailed = "energy.curtailed";
    public const string Use = "use";
    public const string Output = "output";
    public const string Statistic = "statistic";
#pragma warning restore CS1591

    /// <summary>Whether amounts under it are avoided ones, which are never subtracted from emissions.</summary>
    public static bool IsAvoided(string category) => category.StartsWith("avoided.", StringComparison.Ordinal);

    /// <summary>All categories.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        Combustion,
        Anode,
        Pfc,
        Carbonate,
        Reductant,
        AnodeProduction,
        Fugitive,
        Biogenic,
        PurchasedElectricity,
        ExportedElectricity,
        PurchasedHeat,
        ExportedHeat,
        AirCombustion,
        AirProcess,
        WaterDischarge,
        AvoidedHydro,
        AvoidedWind,
        AvoidedSolar,
        AvoidedHydroBought,
        AvoidedWindBought,
        AvoidedSolarBought,
        EnergyConsumed,
        EnergyGenerated,
        EnergyGross,
        EnergyExported,
        EnergyCurtailed,
        Use,
        Output,
        Statistic,
    ];
}

/// <summary>
/// Where one category is counted by several methods side by side, each method is a basis. Bases of a family are never
/// added; a query picks one of each family, the first one unless it says otherwise.
/// </summary>
public static class Bases
{
    /// <summary>Scope 2 by the national average factor.</summary>
    public const string LocationNational = "location-national";

    /// <summary>Scope 2 by the province's average factor.</summary>
    public const string LocationProvincial = "location-provincial";

    /// <summary>Scope 2 by contracts, the rest by the residual factor.</summary>
    public const string Market = "market";

    /// <summary>Avoided by displacing the year's average thermal power.</summary>
    public const string Displacement = "displacement";

    /// <summary>Avoided by the combined margin of the grid (CDM).</summary>
    public const string CombinedMargin = "combined-margin";

    /// <summary>Avoided by the national average of the grid.</summary>
    public const string GridAverage = "grid-average";

    /// <summary>Electricity as standard coal by its heat: 0.1229 kgce/kWh.</summary>
    public const string Equivalent = "equivalent";

    /// <summary>Electricity as standard coal by the coal a thermal plant burns for it.</summary>
    public const string Equal = "equal";

    /// <summary>Families by name, each with its bases, the default first.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Families { get; } =
        new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal)
        {
            ["scope2"] = [LocationNational, LocationProvincial, Market],
            ["avoided"] = [Displacement, CombinedMargin, GridAverage],
            ["energy"] = [Equivalent, Equal],
        };
}
