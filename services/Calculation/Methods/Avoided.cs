using CarbonPlatform.Calculation.Factors;
using CarbonPlatform.Contracts;

namespace CarbonPlatform.Calculation.Methods;

/// <summary>
/// What a kWh of hydro, wind or solar power avoids, in three bases that are never added: displacement of the year's
/// thermal power (CO2, SO2, NOx, dust per kWh generated, coal per kWh supplied: the denominators differ), the combined
/// margin of the grid (ACM0002, TOOL07; CO2 only), the national average (CO2 only). Avoided is never netted against
/// emissions.
/// </summary>
internal static class Avoided
{
    /// <summary>What the cards of methods that avoid something list of it.</summary>
    public static IReadOnlyList<string> Gives { get; } =
    [
        "avoided.hydro CO2",
        "avoided.hydro SO2",
        "avoided.hydro NOx",
        "avoided.hydro PM",
        "avoided.hydro ENERGY",
        "avoided.solar CO2",
        "avoided.solar SO2",
        "avoided.solar NOx",
        "avoided.solar PM",
        "avoided.solar ENERGY",
        "avoided.wind CO2",
        "avoided.wind SO2",
        "avoided.wind NOx",
        "avoided.wind PM",
        "avoided.wind ENERGY",
    ];

    private static readonly SeriesNeed s_thermalCo2 = SeriesNeed.Of("thermal-co2", "g/kWh");
    private static readonly SeriesNeed s_thermalSo2 = SeriesNeed.Of("thermal-so2", "g/kWh");
    private static readonly SeriesNeed s_thermalNox = SeriesNeed.Of("thermal-nox", "g/kWh");
    private static readonly SeriesNeed s_thermalPm = SeriesNeed.Of("thermal-pm", "g/kWh");
    private static readonly RequiredFactor s_firstPeriod = FactorNeed.Required("cdm.first-period-months", "months");
    private static readonly RequiredFactor s_leastPowerDensity = FactorNeed.Required(
        "cdm.minimum-power-density",
        "W/m2"
    );

    private static readonly Phrase s_gramsCo2 = Phrase.Of("name.thermal-co2");
    private static readonly Phrase s_gramsSo2 = Phrase.Of("name.thermal-so2");
    private static readonly Phrase s_gramsNox = Phrase.Of("name.thermal-nox");
    private static readonly Phrase s_gramsPm = Phrase.Of("name.thermal-pm");
    private static readonly Phrase s_gramsCoal = Phrase.Of("name.thermal-coal");
    private static readonly Phrase s_operatingWeight = Phrase.Of("name.operating-weight");
    private static readonly Phrase s_operatingMargin = Phrase.Of("name.operating-margin");
    private static readonly Phrase s_buildWeight = Phrase.Of("name.build-weight");
    private static readonly Phrase s_buildMargin = Phrase.Of("name.build-margin");
    private static readonly Phrase s_crediting = Phrase.Of("name.crediting-start");
    private static readonly Phrase s_density = Phrase.Of("name.power-density");
    private static readonly Phrase s_ofDisplacement = Phrase.Of("choice.avoided.displacement");
    private static readonly Phrase s_ofAverage = Phrase.Of("choice.avoided.average");
    private static readonly Phrase s_ofWindAndSun = Phrase.Of("choice.avoided.margin.wind-solar");
    private static readonly Phrase s_ofFirstPeriod = Phrase.Of("choice.avoided.margin.first", places: 2);
    private static readonly Phrase s_ofNoStation = Phrase.Of("choice.avoided.margin.no-station");
    private static readonly Phrase s_ofNoStart = Phrase.Of("choice.avoided.margin.no-start");
    private static readonly Phrase s_ofLaterPeriod = Phrase.Of("choice.avoided.margin.later", places: 2);

    private static T Displaced<T>(T electricity, T gramsPerKwh)
        where T : struct, ITerm<T> => electricity * gramsPerKwh * Conversion.FromThousandths;

    /// <summary>tCO2/MWh is kgCO2/kWh.</summary>
    private static T ByMargins<T>(T electricity, T operatingWeight, T operating, T buildWeight, T build)
        where T : struct, ITerm<T> => electricity * (operatingWeight * operating + buildWeight * build);

    private static T ByAverage<T>(T electricity, T average)
        where T : struct, ITerm<T> => electricity * average;

    /// <summary>Null: the combined margin does not apply (a reservoir of 4 W/m2 or less).</summary>
    public static MarginWeighting? WeightingOf(in MethodCase source, string power)
    {
        switch (power)
        {
            case "wind":
                return MarginWeighting.Wind;
            case "solar":
                return MarginWeighting.Solar;
        }
        if (source.Source.PowerDensity is { } density && density <= source.Factors[s_leastPowerDensity].Value)
            return null;
        // The month of the start is the first of the first period; without a start it is the first.
        var months = source.Source.CreditingStart is { } start ? source.Month - Month.Of(start) : 0;
        return months < FirstPeriodMonths(source) ? MarginWeighting.HydroFirst : MarginWeighting.HydroLater;
    }

    /// <summary>Contract power: nothing is known of the station.</summary>
    public static MarginWeighting WeightingWithoutStation(string power) =>
        power switch
        {
            "wind" => MarginWeighting.Wind,
            "solar" => MarginWeighting.Solar,
            _ => MarginWeighting.HydroFirst,
        };

    public static void Write<T>(
        in MethodCase source,
        in Part part,
        AvoidedKinds kinds,
        MarginWeighting? weighting,
        string method,
        bool isOwnStation = true
    )
        where T : struct, ITerm<T>
    {
        if (weighting is { } weights)
            WriteMargin<T>(source, part, kinds.CombinedMargin, weights, method, isOwnStation);
        WriteDisplaced<T>(source, part, kinds.Co2, s_thermalCo2, "CO2 of thermal power", s_gramsCo2, method);
        WriteDisplaced<T>(
            source,
            part,
            kinds.Energy,
            Power.SupplyRate,
            "coal of thermal power supplied",
            s_gramsCoal,
            method
        );
        WriteDisplaced<T>(source, part, kinds.Nox, s_thermalNox, "NOx of thermal power", s_gramsNox, method);
        WriteDisplaced<T>(source, part, kinds.Pm, s_thermalPm, "dust of thermal power", s_gramsPm, method);
        WriteDisplaced<T>(source, part, kinds.So2, s_thermalSo2, "SO2 of thermal power", s_gramsSo2, method);
        WriteAverage<T>(source, part, kinds.GridAverage, method);
    }

    private static void WriteDisplaced<T>(
        in MethodCase source,
        in Part part,
        LineKind kind,
        SeriesNeed series,
        string code,
        Phrase name,
        string method
    )
        where T : struct, ITerm<T>
    {
        var served = InChina(source, series);
        if (served.Factor is not { } factor)
        {
            NoFactor(source, part, kind, code);
            return;
        }
        var figure = new Figure<T>(source, part.Activity);
        var electricity = figure.Total(part);
        figure.Is(Displaced(electricity, figure.Take(name, factor)));
        if (T.IsWritten)
            figure.Conclude(kind, s_ofDisplacement);
        source.Lines.Add(part, kind, figure.Amount, Grounds.Of(method, served));
    }

    private static void WriteMargin<T>(
        in MethodCase source,
        in Part part,
        LineKind kind,
        MarginWeighting weights,
        string method,
        bool isOwnStation
    )
        where T : struct, ITerm<T>
    {
        if (CombinedMargin.Of(source.Factors, source.Place, weights) is not { } margin)
        {
            NoFactor(source, part, kind, "combined margin");
            return;
        }
        var figure = new Figure<T>(source, part.Activity);
        var electricity = figure.Total(part);
        if (T.IsWritten && isOwnStation)
            RecallStation(ref figure, source, weights);
        var operatingWeight = figure.Fix(s_operatingWeight, margin.OperatingWeight);
        var operating = figure.Take(s_operatingMargin, margin.Operating);
        var buildWeight = figure.Fix(s_buildWeight, margin.BuildWeight);
        var build = figure.Take(s_buildMargin, margin.Build);
        figure.Is(ByMargins(electricity, operatingWeight, operating, buildWeight, build));
        if (T.IsWritten)
            figure.Conclude(kind, WhyWeights(source, weights, isOwnStation));
        source.Lines.Add(part, kind, figure.Amount, Grounds.Of(method, margin.Operating, figure.Set, margin.Status));
    }

    private static void WriteAverage<T>(in MethodCase source, in Part part, LineKind kind, string method)
        where T : struct, ITerm<T>
    {
        var served = InChina(source, Power.NationalAverage);
        if (served.Factor is not { } factor)
        {
            NoFactor(source, part, kind, "national average");
            return;
        }
        var figure = new Figure<T>(source, part.Activity);
        var electricity = figure.Total(part);
        figure.Is(ByAverage(electricity, figure.Take(Words.NationalAverage, factor)));
        if (T.IsWritten)
            figure.Conclude(kind, s_ofAverage);
        source.Lines.Add(part, kind, figure.Amount, Grounds.Of(method, served));
    }

    private static Served InChina(in MethodCase source, SeriesNeed series) =>
        source.Place.IsAbroad ? default : source.Factors[series];

    private static decimal FirstPeriodMonths(in MethodCase source) => source.Factors[s_firstPeriod].Value;

    /// <summary>What the record says of the station, where the weights depend on it.</summary>
    private static void RecallStation<T>(ref Figure<T> figure, in MethodCase source, MarginWeighting weights)
        where T : struct, ITerm<T>
    {
        if (weights is MarginWeighting.Wind or MarginWeighting.Solar)
            return;
        if (source.Source.CreditingStart is { } start)
            figure.Recall(s_crediting, $"{start:yyyy-MM-dd}");
        if (source.Source.PowerDensity is { } density)
            figure.Recall(s_density, $"{density}", "W/m2");
    }

    private static Wording WhyWeights(in MethodCase source, MarginWeighting weights, bool isOwnStation) =>
        weights switch
        {
            MarginWeighting.Wind or MarginWeighting.Solar => s_ofWindAndSun,
            _ when !isOwnStation => s_ofNoStation,
            MarginWeighting.HydroFirst when source.Source.CreditingStart is null => s_ofNoStart,
            MarginWeighting.HydroFirst => s_ofFirstPeriod.With($"{source.Month}", $"{FirstPeriodMonths(source)}"),
            _ => s_ofLaterPeriod.With($"{source.Month}", $"{FirstPeriodMonths(source)}"),
        };

    private static void NoFactor(in MethodCase source, in Part part, LineKind kind, string name) =>
        source.Lines.AddGap(
            part.Activity,
            kind,
            GapKinds.NoFactor,
            $"There is no factor \"{name}\" for {source.Place.Name} in {source.Month.Year}; one has to be published."
        );
}
