using CarbonPlatform.Calculation.Factors;
using CarbonPlatform.Contracts;

namespace CarbonPlatform.Calculation.Methods;

/// <summary>
/// Gases that escape: SF6 and refrigerants by what is refilled, blends by their parts; coal-mine methane by volume ×
/// density.
/// </summary>
internal static class Fugitive
{
    public const string Method = "fugitive/2";

    private const string Unnamed = "that was refilled is not named: give gas; without it the mass";

    public static readonly MethodCard Card = new()
    {
        Name = Method,
        What = new("Gases that escape", "逸散气体"),
        Needs = ["fugitive.sf6 | fugitive.refrigerant | fugitive.coal-mine-methane"],
        Takes = ["gas"],
        Gives =
        [
            "scope1.fugitive C2F6",
            "scope1.fugitive CF4",
            "scope1.fugitive CH4",
            "scope1.fugitive CO2",
            "scope1.fugitive HCFC-22",
            "scope1.fugitive HFC-125",
            "scope1.fugitive HFC-134a",
            "scope1.fugitive HFC-143a",
            "scope1.fugitive HFC-152a",
            "scope1.fugitive HFC-227ea",
            "scope1.fugitive HFC-23",
            "scope1.fugitive HFC-32",
            "scope1.fugitive N2O",
            "scope1.fugitive NF3",
            "scope1.fugitive SF6",
        ],
        Standard = new(
            "IPCC 2006, volume 3 chapters 7 and 8 (what is refilled has escaped); blends by ASHRAE 34 and ISO 817; "
                + "density of methane at 0 °C and 101.325 kPa",
            "IPCC 2006 第3卷第7、8章（补充量即逸散量）；混合制冷剂组成按ASHRAE 34与ISO 817；甲烷密度按0 ℃、101.325 kPa"
        ),
        Uncertainty = new("10 % of what is refilled (an assumption), 2 % of the density", "补充量10%（假设），密度2%"),
    };

    public static readonly MethodEntry Entry = MethodEntry.OfActivity(Card, Write<Exact>, Write<Written>, "fugitive");

    private static readonly RequiredFactor s_refill = FactorNeed.Required("fugitive.refill", "1");
    private static readonly RequiredFactor s_methaneDensity = FactorNeed.Required(
        "fugitive.methane-density",
        "kg/Nm3",
        ownable: true
    );
    private static readonly TextAttribute s_gas = AttributeNeed.Text("gas");

    private static readonly Phrase s_density = Phrase.Of("name.methane-density");
    private static readonly Phrase s_name = Phrase.Of("name.gas");
    private static readonly Phrase s_percent = Phrase.Of("name.gas-part");
    private static readonly Phrase s_byParts = Phrase.Of("choice.fugitive.parts");

    private static readonly LineKind s_sf6 = LineKind.Of(Categories.Fugitive, Measure.SF6);
    private static readonly LineKind s_methane = LineKind.Of(Categories.Fugitive, Measure.CH4);

    private static T Mass<T>(T volume, T density)
        where T : struct, ITerm<T> => volume * density;

    private static T PartOf<T>(T mass, T percent)
        where T : struct, ITerm<T> => mass * percent * Conversion.OfPercent;

    private static void Write<T>(in MethodCase source, ActivityReadings readings)
        where T : struct, ITerm<T>
    {
        switch (readings.Activity.Subject)
        {
            case "sf6":
                WriteRefill<T>(source, Part.Whole(readings), s_sf6);
                break;
            case "coal-mine-methane":
                WriteMethane<T>(source, readings);
                break;
            default:
                WriteRefrigerants<T>(source, readings);
                break;
        }
    }

    private static void WriteRefill<T>(in MethodCase source, in Part part, LineKind kind)
        where T : struct, ITerm<T>
    {
        var figure = new Figure<T>(source, part.Activity);
        figure.Is(figure.Total(part));
        figure.Weigh(source.Factors[s_refill]);
        if (T.IsWritten)
            figure.Conclude(kind, Words.OneWay);
        source.Lines.Add(part, kind, figure.Amount, Grounds.Of(Method, source.Factors[s_refill]));
    }

    private static void WriteMethane<T>(in MethodCase source, ActivityReadings readings)
        where T : struct, ITerm<T>
    {
        var density = source.Factors[s_methaneDensity];
        var figure = new Figure<T>(source, readings.Activity);
        var volume = figure.Total(readings);
        figure.Is(Mass(volume, figure.Take(s_density, density)));
        if (T.IsWritten)
            figure.Conclude(s_methane, Words.OneWay);
        source.Lines.Add(readings, s_methane, figure.Amount, Grounds.Of(Method, density, figure.Set));
    }

    /// <summary>
    /// Each gas is a measure of its own, and a blend counts by its parts. One that the table does not have is a gap:
    /// its mass cannot enter CO2e.
    /// </summary>
    private static void WriteRefrigerants<T>(in MethodCase source, ActivityReadings readings)
        where T : struct, ITerm<T>
    {
        var gases = source.Factors.Gases;
        var unknown = false;
        foreach (ref readonly var reading in readings.Readings)
        {
            var gas = reading.Facts?[s_gas];
            if (gases.Holds(gas))
                continue;
            unknown = true;
            source.Lines.NoFactor(
                readings,
                LineKind.Of(Categories.Fugitive, Measure.CO2),
                $"The gas {gas ?? Unnamed} has no measure and cannot be counted."
            );
        }
        foreach (var measure in gases.Measures)
        {
            // The gap of an unknown gas stands under CO2; a line beside it would look like the whole.
            if (unknown && measure == Measure.CO2)
                continue;
            var part = Part.Of(readings, gases, s_gas, measure);
            if (!part.IsEmpty)
                WriteGas<T>(source, readings, part, measure);
        }
    }

    private static void WriteGas<T>(in MethodCase source, ActivityReadings readings, in Part part, Measure measure)
        where T : struct, ITerm<T>
    {
        var kind = LineKind.Of(Categories.Fugitive, measure);
        var isBlended = false;
        var figure = new Figure<T>(source, part.Activity);
        foreach (ref readonly var reading in readings.Readings)
        {
            var gas = reading.Facts?[s_gas];
            var percent = source.Factors.Gases.PercentOf(gas, measure);
            if (percent == 0)
                continue;
            var mass = figure.Reading(reading);
            figure.Say(s_name, gas);
            isBlended |= percent < 100;
            figure.Add(percent == 100 ? mass : PartOf(mass, figure.Rule(s_percent, percent, "%")));
        }
        figure.Weigh(source.Factors[s_refill]);
        if (T.IsWritten)
            figure.Conclude(kind, isBlended ? s_byParts : Words.OneWay);
        source.Lines.Add(part, kind, figure.Amount, Grounds.Of(Method, source.Factors[s_refill]));
    }
}
