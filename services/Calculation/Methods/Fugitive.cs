using System.Diagnostics.CodeAnalysis;
using CarbonPlatform.Calculation.Factors;
using CarbonPlatform.Contracts;

namespace CarbonPlatform.Calculation.Methods;

/// <summary>
/// Gases that escape: SF6 and refrigerants by what is refilled, coal-mine methane by volume × density.
/// </summary>
internal static class Fugitive
{
    public const string Method = "fugitive/1";

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
            "scope1.fugitive N2O",
            "scope1.fugitive SF6",
        ],
        Standard = new(
            "IPCC 2006, volume 3 chapters 7 and 8 (what is refilled has escaped); density of methane "
                + "at 0 °C and 101.325 kPa",
            "IPCC 2006 第3卷第7、8章（补充量即逸散量）；甲烷密度按0 ℃、101.325 kPa"
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

    private static readonly LineKind s_sf6 = LineKind.Of(Categories.Fugitive, Measure.SF6);
    private static readonly LineKind s_methane = LineKind.Of(Categories.Fugitive, Measure.CH4);

    private static T Mass<T>(T volume, T density)
        where T : struct, ITerm<T> => volume * density;

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
    /// Each gas is a measure of its own. One that the platform has no measure for is a gap: its mass cannot enter CO2e.
    /// </summary>
    private static void WriteRefrigerants<T>(in MethodCase source, ActivityReadings readings)
        where T : struct, ITerm<T>
    {
        var unknown = false;
        foreach (ref readonly var reading in readings.Readings)
            unknown |= !IsKnown(reading.Facts?[s_gas], out _);
        for (var i = 0; i < readings.Readings.Length; i++)
        {
            var gas = readings.Readings[i].Facts?[s_gas];
            if (!IsFirst(readings, i, gas))
                continue;
            if (IsKnown(gas, out var measure))
            {
                // The gap of an unknown gas stands under CO2; a line beside it would look like the whole.
                if (unknown && measure == Measure.CO2)
                    continue;
                // The filter's text is the gas here.
                var part = Part.Of(
                    readings,
                    static (in Reading reading, string? gas) => reading.Facts?[s_gas] == gas,
                    gas
                );
                WriteRefill<T>(source, part, LineKind.Of(Categories.Fugitive, measure));
            }
            else
            {
                source.Lines.NoFactor(
                    readings,
                    LineKind.Of(Categories.Fugitive, Measure.CO2),
                    $"The gas {gas ?? Unnamed} has no measure and cannot be counted."
                );
            }
        }
    }

    private static bool IsKnown(string? gas, [NotNullWhen(true)] out Measure? measure) =>
        Measure.TryParse(gas, out measure) && measure.IsGreenhouseGas;

    private static bool IsFirst(ActivityReadings readings, int index, string? gas)
    {
        for (var i = 0; i < index; i++)
        {
            if (readings.Readings[i].Facts?[s_gas] == gas)
                return false;
        }
        return true;
    }
}
