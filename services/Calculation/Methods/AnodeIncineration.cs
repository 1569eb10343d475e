using CarbonPlatform.Calculation.Factors;

namespace CarbonPlatform.Calculation.Methods;

/// <summary>
/// CO2 of burning the fume of an anode plant (GB/T 32151.34-2024): the volatile matter in the fume by its heat, the carbon of that
/// heat, and the share that is oxidised. The standard multiplies the hourly flow by 24 hours and the days; the reading is that
/// product, the fume of the month. Nothing has a default.
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

    public static readonly MethodEntry Entry = MethodEntry.OfActivity(Card, Write, "anode-incineration");

    private static readonly NumberAttribute s_volatileMgPerNm3 = AttributeNeed.Number("volatileMgPerNm3");

    private static readonly Wording s_formula = new(
        "CO2 (kg) = Σ fume (Q·24·T) × QVar / 1000000000 × HM × FCh × FOx % / 100 × 44 / 12 × 1000",
        "CO2 (kg) = Σ 烟气量 (Q·24·T) × QVar / 1000000000 × HM × FCh × FOx % / 100 × 44 / 12 × 1000"
    );

    public static void Write(in MethodCase source, ActivityReadings readings)
    {
        var working = source.Lines.Working;
        working?.Begin(s_formula, Words.OneWay);
        var sum = Exact.Zero;
        foreach (ref readonly var reading in readings.Readings)
        {
            var facts = reading.Facts;
            if (
                facts?[s_volatileMgPerNm3] is not { } matter
                || facts[Given.Ncv] is not { } heat
                || facts[Given.CarbonContent] is not { } carbon
                || facts[Given.OxidationPercent] is not { } oxidation
            )
            {
                source.Lines.NotComputable(
                    readings.Activity,
                    LineKind.AnodeProductionCo2,
                    $"The fume needs {Missing(facts)} of its volatile matter: nothing of it has a default."
                );
                return;
            }
            // kg: × 1000, percent: / 100, carbon to carbon dioxide: × 44/12; mg to t: / 10^9.
            sum += reading.Amount * matter * heat * carbon * oxidation * 110 / 3 / 1_000_000_000m;
            if (working is not null)
            {
                var amount = working.Reading(reading, readings.Activity, new("fume", "烟气量"));
                working.Given(new("volatile matter in the fume (QVar)", "烟气挥发分浓度 (QVar)"), matter, "mg/Nm3");
                working.Given(
                    new("net calorific value of the volatile matter (HM)", "挥发分低位发热量 (HM)"),
                    heat,
                    "GJ/t"
                );
                working.Given(
                    new("carbon content of the volatile matter (FCh)", "挥发分单位热值含碳量 (FCh)"),
                    carbon,
                    "tC/GJ"
                );
                working.Given(Words.Oxidation, oxidation, "%");
                working.Term(
                    $"{amount} × {matter} / 1000000000 × {heat} × {carbon} × {oxidation} / 100 × 44 / 12 × 1000"
                );
            }
        }
        source.Lines.Add(
            readings,
            LineKind.AnodeProductionCo2,
            sum,
            new Grounds(Method, FactorSet.Given, source.Factors.Uncertainties.MassBalance)
        );
    }

    private static string Missing(Facts? facts) => string.Join(", ", Names(facts));

    private static IEnumerable<string> Names(Facts? facts)
    {
        if (facts?[s_volatileMgPerNm3] is null)
            yield return "volatileMgPerNm3";
        if (facts?[Given.Ncv] is null)
            yield return "ncv";
        if (facts?[Given.CarbonContent] is null)
            yield return "carbonContent";
        if (facts?[Given.OxidationPercent] is null)
            yield return "oxidationPercent";
    }
}
