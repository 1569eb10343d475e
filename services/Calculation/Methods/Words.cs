namespace CarbonPlatform.Calculation.Methods;

/// <summary>Names of numbers, and sentences, that more than one method uses.</summary>
internal static class Words
{
    public static readonly Phrase Amount = Phrase.Of("name.amount");
    public static readonly Phrase NonFossil = Phrase.Of("name.amount.non-fossil");
    public static readonly Phrase Ncv = Phrase.Of("name.ncv");
    public static readonly Phrase CarbonContent = Phrase.Of("name.carbon-content");
    public static readonly Phrase Oxidation = Phrase.Of("name.oxidation");
    public static readonly Phrase StandardCoal = Phrase.Of("name.standard-coal");
    public static readonly Phrase Coefficient = Phrase.Of("name.coefficient");
    public static readonly Phrase Sulphur = Phrase.Of("name.sulphur");
    public static readonly Phrase Removal = Phrase.Of("name.removal");
    public static readonly Phrase Factor = Phrase.Of("name.factor");
    public static readonly Phrase SupplierFactor = Phrase.Of("name.supplier-factor");
    public static readonly Phrase NationalAverage = Phrase.Of("name.national-average");
    public static readonly Phrase Concentration = Phrase.Of("name.concentration");
    public static readonly Phrase ReportedMass = Phrase.Of("name.reported-mass");
    public static readonly Phrase MassShare = Phrase.Of("name.uncertainty-only");
    public static readonly Phrase Output = Phrase.Of("name.output");
    public static readonly Phrase Proof = Phrase.Of("name.proof");
    public static readonly Phrase CertificateSold = Phrase.Of("name.certificate-sold");
    public static readonly Phrase Origin = Phrase.Of("name.origin");
    public static readonly Phrase Supplier = Phrase.Of("name.supplier");
    public static readonly Phrase UnconfirmedSupplier = Phrase.Of("name.supplier-unconfirmed");
    public static readonly Phrase Technology = Phrase.Of("name.technology");

    /// <summary>Where an activity leaves nothing to choose.</summary>
    public static readonly Phrase OneWay = Phrase.Of("choice.one-way");
}
