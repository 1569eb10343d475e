using CarbonPlatform.Calculation.Factors;

namespace CarbonPlatform.Calculation.Methods;

/// <summary>
/// CO2 of carbonates as raw material or in flue-gas desulphurisation: Σ amount × purity × factor × conversion. Without
/// purity, limestone takes the guideline's 0.405 t/t, at boilers and thermal units 0.440 × 90 %; other carbonates count
/// as pure.
/// </summary>
internal static class Carbonate
{
    public const string Method = "carbonate/1";

    public static readonly MethodCard Card = new()
    {
        Name = Method,
        What = new(
            "CO2 of carbonates, as raw material or in flue-gas desulphurisation",
            "碳酸盐分解二氧化碳（原料或烟气脱硫）"
        ),
        Needs = ["carbonate.*"],
        Takes = ["purityPercent", "conversionPercent"],
        Gives = ["scope1.carbonate CO2"],
        Standard = new(
            "NDRC guidelines 2013 to 2015, carbonates; GB/T 32151.34-2024 table C.2",
            "国家发展改革委核算指南碳酸盐；GB/T 32151.34-2024 表C.2"
        ),
        Uncertainty = new("5 %", "5%"),
    };

    public static readonly MethodEntry Entry = MethodEntry.OfActivity(Card, Write<Exact>, Write<Written>, "carbonate");

    private static readonly string[] s_materials =
    [
        "limestone",
        "dolomite",
        "magnesite",
        "soda-ash",
        "sodium-bicarbonate",
        "siderite",
        "potassium-carbonate",
        "strontium-carbonate",
        "barium-carbonate",
        "lithium-carbonate",
        "manganese-carbonate",
    ];

    private static readonly Dictionary<string, RequiredFactor> s_pure = s_materials.ToDictionary(
        material => material,
        material => FactorNeed.Required($"carbonate.{material}", "tCO2/t"),
        StringComparer.Ordinal
    );
    private static readonly RequiredFactor s_limestone = FactorNeed.Required(
        "carbonate.limestone.default",
        "tCO2/t",
        ownable: true
    );
    private static readonly RequiredFactor s_desulphurisationPurity = FactorNeed.Required(
        "carbonate.desulphurisation-purity",
        "%",
        ownable: true
    );
    private static readonly Input s_purity = new(AttributeNeed.Percent("purityPercent"), Phrase.Of("name.purity"), "%");
    private static readonly Input s_conversion = new(
        AttributeNeed.Percent("conversionPercent"),
        Phrase.Of("name.conversion"),
        "%"
    );

    private static readonly Phrase s_given = Phrase.Of("choice.carbonate.given");
    private static readonly Phrase s_both = Phrase.Of("choice.carbonate.both", places: 1);
    private static readonly Phrase s_none = Phrase.Of("choice.carbonate.none", places: 1);
    private static readonly Phrase s_asPure = Phrase.Of("choice.carbonate.pure");
    private static readonly Phrase s_ofGuideline = Phrase.Of("choice.carbonate.limestone");
    private static readonly Phrase s_ofPlant = Phrase.Of("choice.carbonate.limestone.own");
    private static readonly Phrase s_desulphurising = Phrase.Of("choice.carbonate.desulphurisation");
    private static readonly Phrase s_desulphurisingOwn = Phrase.Of("choice.carbonate.desulphurisation.own");

    private static T Co2<T>(T amount, T factor, T purity, T conversion)
        where T : struct, ITerm<T> =>
        amount * factor * purity * Conversion.OfPercent * conversion * Conversion.OfPercent * Conversion.TonnesToKg;

    private static void Write<T>(in MethodCase source, ActivityReadings readings)
        where T : struct, ITerm<T>
    {
        var factors = source.Factors;
        var pure = factors[s_pure[readings.Activity.Subject]];
        var limestone = factors[s_limestone];
        var purityOfDesulphurisation = factors[s_desulphurisationPurity];
        var isLimestone = readings.Activity.Subject == "limestone";
        var isDesulphurisation = isLimestone && source.Source.IsCombustionPlant;
        var figure = new Figure<T>(source, readings.Activity);
        bool given = false,
            silent = false,
            byDefault = false;
        foreach (ref readonly var reading in readings.Readings)
        {
            var isSilent = reading.Facts?[s_purity.Attribute] is null;
            given |= !isSilent;
            silent |= isSilent;
            // The default of 0.405 already has its purity in it.
            var isDefault = isSilent && isLimestone && !isDesulphurisation;
            byDefault |= isDefault;
            var amount = figure.Reading(reading);
            var factor = figure.Take(Words.Factor, isDefault ? limestone : pure);
            var purity = isDesulphurisation
                ? figure.Take(s_purity, purityOfDesulphurisation)
                : figure.GiveOr(s_purity, rule: 100);
            figure.Add(Co2(amount, factor, purity, figure.GiveOr(s_conversion, rule: 100)));
        }
        if (T.IsWritten)
        {
            var isOwn = (isDesulphurisation ? purityOfDesulphurisation : limestone).IsOwn;
            figure.Conclude(LineKind.CarbonateCo2, Why(given, silent, isLimestone, isDesulphurisation, isOwn));
        }
        source.Lines.Add(
            readings,
            LineKind.CarbonateCo2,
            figure.Amount,
            Grounds.Of(Method, byDefault ? limestone : pure, figure.InOrder(limestone, pure, purityOfDesulphurisation))
        );
    }

    private static Wording Why(bool given, bool silent, bool isLimestone, bool isDesulphurisation, bool isOwn)
    {
        if (!silent)
            return s_given;
        var without = (isLimestone, isDesulphurisation) switch
        {
            (false, _) => s_asPure,
            (_, true) => isOwn ? s_desulphurisingOwn : s_desulphurising,
            _ => isOwn ? s_ofPlant : s_ofGuideline,
        };
        return (given ? s_both : s_none).With(without);
    }
}
