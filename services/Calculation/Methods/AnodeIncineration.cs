namespace CarbonPlatform.Calculation.Methods;

/// <summary>
/// CO2 of burning the fume of an anode plant (GB/T 32151.34-2024): the volatile matter in the fume by its heat, the
/// carbon of that heat, and the share that is oxidised. The standard multiplies the hourly flow by 24 hours and the
/// days; the reading is that product, the fume of the month. Nothing has a default.
/// </summary>
internal static class AnodeIncineration
{
    public const string Method = "anode-incineration/1";

    public static readonly MethodCard Card = new()
    {
        Name = Method,
        What = new("CO2 of the fume that an anode plant incinerates", "炭素生产烟气焚烧二氧化碳"),
        Needs = ["anode-plant.incinerated-fume with volatileMgPerNm3 and ncv and carbonContent and oxidationPercent"],
        Gives = ["scope1.anode-production CO2"],
        Standard = new("GB/T 32151.34-2024, formula 9", "GB/T 32151.34-2024 式（9）"),
        Uncertainty = new("10 % (an assumption)", "10%（假设）"),
    };

    public static readonly MethodEntry Entry = MethodEntry.OfActivity(
        Card,
        Write<Exact>,
        Write<Written>,
        "anode-incineration"
    );

    private static readonly Phrase s_fume = Phrase.Of("name.fume");
    private static readonly Input s_matter = new(
        AttributeNeed.Number("volatileMgPerNm3"),
        Phrase.Of("name.fume.volatiles"),
        "mg/Nm3"
    );
    private static readonly Input s_heat = new(Given.Ncv, Phrase.Of("name.fume.ncv"), "GJ/t");
    private static readonly Input s_carbon = new(Given.CarbonContent, Phrase.Of("name.fume.carbon-content"), "tC/GJ");
    private static readonly Input s_oxidation = new(Given.OxidationPercent, Words.Oxidation, "%");
    private static readonly Conversion s_carbonToKgCo2 =
        Conversion.OfPercent * Conversion.CarbonToCo2 * Conversion.TonnesToKg;

    /// <summary>Q·24·T · QVar · HM · FCh · FOx · 44/12</summary>
    private static T Co2<T>(T fume, T matter, T heat, T carbon, T oxidation)
        where T : struct, ITerm<T> =>
        fume * matter * Conversion.MilligramsToTonnes * heat * carbon * oxidation * s_carbonToKgCo2;

    private static void Write<T>(in MethodCase source, ActivityReadings readings)
        where T : struct, ITerm<T>
    {
        var figure = new Figure<T>(source, readings.Activity);
        foreach (ref readonly var reading in readings.Readings)
        {
            var fume = figure.Reading(reading, s_fume);
            if (
                !figure.TryTake(s_matter, factor: null, out var matter)
                || !figure.TryTake(s_heat, factor: null, out var heat)
                || !figure.TryTake(s_carbon, factor: null, out var carbon)
                || !figure.TryTake(s_oxidation, factor: null, out var oxidation)
            )
            {
                source.Lines.NotComputable(
                    readings.Activity,
                    LineKind.AnodeProductionCo2,
                    $"The fume needs {Missing(reading.Facts)} of its volatile matter: nothing of it has a default."
                );
                return;
            }
            figure.Add(Co2(fume, matter, heat, carbon, oxidation));
        }
        if (T.IsWritten)
            figure.Conclude(LineKind.AnodeProductionCo2, Words.OneWay);
        source.Lines.Add(
            readings,
            LineKind.AnodeProductionCo2,
            figure.Amount,
            new Grounds(Method, figure.Set, source.Factors.Uncertainties.MassBalance)
        );
    }

    private static string Missing(Facts? facts) => string.Join(", ", Names(facts));

    private static IEnumerable<string> Names(Facts? facts)
    {
        if (facts?[s_matter.Attribute] is null)
            yield return "volatileMgPerNm3";
        if (facts?[Given.Ncv] is null)
            yield return "ncv";
        if (facts?[Given.CarbonContent] is null)
            yield return "carbonContent";
        if (facts?[Given.OxidationPercent] is null)
            yield return "oxidationPercent";
    }
}
