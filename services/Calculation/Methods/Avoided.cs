using CarbonPlatform.Calculation.Factors;
using CarbonPlatform.Contracts;

namespace CarbonPlatform.Calculation.Methods;

/// <summary>
/// What a kWh of hydro, wind or solar power avoids, in bases that are never added: displacement of the year's thermal
/// power (CO2, SO2, NOx, dust per kWh generated, coal per kWh supplied: the denominators differ), the combined margin
/// of the grid (<see cref="AvoidedMargin"/>), and a comparison with the national average (CO2 only). Own generation and
/// bought power stand under categories of their own. A kWh whose certificate or credit was sold avoids nothing. Avoided
/// is never netted against emissions.
/// </summary>
internal static class Avoided
{
    private static readonly string[] s_measures = ["CO2", "SO2", "NOx", "PM", "ENERGY"];
    private static readonly string[] s_powers = ["hydro", "solar", "wind"];

    /// <summary>What the cards of methods of own generation list of it.</summary>
    public static IReadOnlyList<string> GivesOwn { get; } =
    [.. s_powers.SelectMany(power => s_measures.Select(measure => $"avoided.{power} {measure}"))];

    /// <summary>What the cards of methods of bought power list of it.</summary>
    public static IReadOnlyList<string> GivesBought { get; } =
    [.. s_powers.SelectMany(power => s_measures.Select(measure => $"avoided.{power}.bought {measure}"))];

    private static readonly SeriesNeed s_thermalCo2 = SeriesNeed.Of("thermal-co2", "g/kWh");
    private static readonly SeriesNeed s_thermalSo2 = SeriesNeed.Of("thermal-so2", "g/kWh");
    private static readonly SeriesNeed s_thermalNox = SeriesNeed.Of("thermal-nox", "g/kWh");
    private static readonly SeriesNeed s_thermalPm = SeriesNeed.Of("thermal-pm", "g/kWh");

    private static readonly Phrase s_gramsCo2 = Phrase.Of("name.thermal-co2");
    private static readonly Phrase s_gramsSo2 = Phrase.Of("name.thermal-so2");
    private static readonly Phrase s_gramsNox = Phrase.Of("name.thermal-nox");
    private static readonly Phrase s_gramsPm = Phrase.Of("name.thermal-pm");
    private static readonly Phrase s_gramsCoal = Phrase.Of("name.thermal-coal");
    private static readonly Phrase s_ofDisplacement = Phrase.Of("choice.avoided.displacement");
    private static readonly Phrase s_ofAverage = Phrase.Of("choice.avoided.average");

    private static T Displaced<T>(T electricity, T gramsPerKwh)
        where T : struct, ITerm<T> => electricity * gramsPerKwh * Conversion.FromThousandths;

    private static T ByAverage<T>(T electricity, T average)
        where T : struct, ITerm<T> => electricity * average;

    /// <summary>Writes the lines of all bases.</summary>
    /// <param name="source">The case.</param>
    /// <param name="part">The readings of the lines.</param>
    /// <param name="counting">Those of them whose certificate or credit was not sold.</param>
    /// <param name="kinds">Of which power, own or bought.</param>
    /// <param name="method">Method and version.</param>
    public static void Write<T>(in MethodCase source, in Part part, in Part counting, AvoidedKinds kinds, string method)
        where T : struct, ITerm<T>
    {
        AvoidedMargin.Write<T>(source, part, counting, kinds, method);
        WriteDisplaced<T>(source, part, counting, kinds.Co2, s_thermalCo2, "CO2 of thermal power", s_gramsCo2, method);
        WriteDisplaced<T>(
            source,
            part,
            counting,
            kinds.Energy,
            Power.SupplyRate,
            "coal of thermal power supplied",
            s_gramsCoal,
            method
        );
        WriteDisplaced<T>(source, part, counting, kinds.Nox, s_thermalNox, "NOx of thermal power", s_gramsNox, method);
        WriteDisplaced<T>(source, part, counting, kinds.Pm, s_thermalPm, "dust of thermal power", s_gramsPm, method);
        WriteDisplaced<T>(source, part, counting, kinds.So2, s_thermalSo2, "SO2 of thermal power", s_gramsSo2, method);
        WriteAverage<T>(source, part, counting, kinds.GridAverage, method);
    }

    /// <summary>
    /// All of it was sold: the line says so, and is zero whatever the factor would have been. That it takes none tells
    /// it from lines of which a part was sold.
    /// </summary>
    public static void WriteSold<T>(in MethodCase source, in Part part, LineKind kind, Wording choice, string method)
        where T : struct, ITerm<T>
    {
        var figure = new Figure<T>(source, part.Activity);
        figure.Is(Constant.Zero * figure.Total(part));
        if (T.IsWritten)
            figure.Conclude(kind, Certificates.Why(choice, LineStatuses.CertificateSold));
        source.Lines.Add(part, kind, figure.Amount, new Grounds(method, statuses: LineStatuses.CertificateSold));
    }

    public static void NoFactor(in MethodCase source, in Part part, LineKind kind, string name) =>
        source.Lines.AddGap(
            part.Activity,
            kind,
            GapKinds.NoFactor,
            $"There is no factor \"{name}\" for {source.Place.Name} in {source.Month.Year}; one has to be published."
        );

    private static void WriteDisplaced<T>(
        in MethodCase source,
        in Part part,
        in Part counting,
        LineKind kind,
        SeriesNeed series,
        string code,
        Phrase name,
        string method
    )
        where T : struct, ITerm<T>
    {
        if (counting.IsEmpty)
        {
            WriteSold<T>(source, part, kind, s_ofDisplacement, method);
            return;
        }
        var served = InChina(source, series);
        if (served.Factor is not { } factor)
        {
            NoFactor(source, part, kind, code);
            return;
        }
        var figure = new Figure<T>(source, part.Activity);
        var electricity = Certificates.Counted(ref figure, part, counting);
        var displaced = Displaced(electricity, figure.Take(name, factor));
        Conclude(source, ref figure, part, counting, kind, displaced, served, s_ofDisplacement, method);
    }

    private static void WriteAverage<T>(
        in MethodCase source,
        in Part part,
        in Part counting,
        LineKind kind,
        string method
    )
        where T : struct, ITerm<T>
    {
        if (counting.IsEmpty)
        {
            WriteSold<T>(source, part, kind, s_ofAverage, method);
            return;
        }
        var served = InChina(source, Power.NationalAverage);
        if (served.Factor is not { } factor)
        {
            NoFactor(source, part, kind, "national average");
            return;
        }
        var figure = new Figure<T>(source, part.Activity);
        var electricity = Certificates.Counted(ref figure, part, counting);
        var compared = ByAverage(electricity, figure.Take(Words.NationalAverage, factor));
        Conclude(source, ref figure, part, counting, kind, compared, served, s_ofAverage, method);
    }

    private static void Conclude<T>(
        in MethodCase source,
        ref Figure<T> figure,
        in Part part,
        in Part counting,
        LineKind kind,
        T avoided,
        Served served,
        Phrase choice,
        string method
    )
        where T : struct, ITerm<T>
    {
        figure.Is(Certificates.WithSold(ref figure, avoided, part, counting));
        var status = Certificates.StatusOf(part, counting);
        if (T.IsWritten)
            figure.Conclude(kind, Certificates.Why(choice, status));
        source.Lines.Add(part, kind, figure.Amount, Grounds.Of(method, served, status));
    }

    private static Served InChina(in MethodCase source, SeriesNeed series) =>
        source.Place.IsAbroad ? default : source.Factors[series];
}
