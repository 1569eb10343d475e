namespace CarbonPlatform.Calculation.Methods;

/// <summary>
/// Attributes of readings that several methods read. One that a single method reads stands in its file.
/// </summary>
internal static class Given
{
    /// <summary>Net calorific value, GJ per t or per 10^4 Nm3.</summary>
    public static readonly NumberAttribute Ncv = AttributeNeed.Number("ncv");

    /// <summary>tC/GJ.</summary>
    public static readonly NumberAttribute CarbonContent = AttributeNeed.Number("carbonContent");

    public static readonly NumberAttribute OxidationPercent = AttributeNeed.Percent("oxidationPercent");

    public static readonly NumberAttribute SulphurPercent = AttributeNeed.Percent("sulphurPercent");

    public static readonly NumberAttribute RemovalPercent = AttributeNeed.Percent("removalPercent");

    /// <summary>kgCO2/kWh of electricity, tCO2/GJ of heat.</summary>
    public static readonly NumberAttribute SupplierFactor = AttributeNeed.Number("supplierFactor");

    /// <summary>What proves where power comes from.</summary>
    public static readonly TextAttribute Proof = AttributeNeed.Text("proof");

    /// <summary>Where power that is supplied to others comes from.</summary>
    public static readonly TextAttribute Origin = AttributeNeed.Text("origin");

    /// <summary>Whether the green certificate or the carbon credit of the power was sold.</summary>
    public static readonly TextAttribute CertificateSold = AttributeNeed.Text("certificateSold", "yes", "no");

    /// <summary>
    /// Settlement, certificate, or contract and settlement; a contract alone or a pending proof is none.
    /// </summary>
    public static bool IsProven(in Reading reading) =>
        reading.Facts?[Proof] is "settlement" or "certificate" or "contract-and-settlement";

    /// <summary>
    /// Whether power that is said to be free of fossils is residual by the market: not proven, sold, or not held.
    /// </summary>
    public static bool IsResidual(in Reading reading) =>
        !IsProven(reading) || IsSold(reading) || Claims.IsOpen(reading);

    /// <summary>Whether a proof, or the month of a supplier that would bear it out, is still to come.</summary>
    public static bool IsPending(in Reading reading) => !IsProven(reading) || Claims.IsPending(reading);

    /// <summary>Whoever bought its certificate or credit claims it.</summary>
    public static bool IsSold(in Reading reading) => reading.Facts?[CertificateSold] == "yes";

    /// <summary>It is said that its certificate or credit was not sold.</summary>
    public static bool IsKept(in Reading reading) => reading.Facts?[CertificateSold] == "no";
}
