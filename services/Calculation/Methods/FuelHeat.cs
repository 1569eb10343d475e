using CarbonPlatform.Calculation.Factors;

namespace CarbonPlatform.Calculation.Methods;

/// <summary>What the methods of fuels share: the amount in the unit of the factors, and the heat as received.</summary>
internal static class FuelHeat
{
    /// <summary>What a tonne of standard coal holds.</summary>
    public static readonly RequiredFactor StandardCoal = FactorNeed.Required("energy.standard-coal", "GJ/tce");

    /// <summary>Of a gap: how air-dried values are to be completed.</summary>
    public const string NcvLacksMoisture =
        "ncv is air-dried: give moistureAr and moistureAd (below 100 %), or the value as received.";

    /// <summary>Of a gas.</summary>
    public static readonly Input OfGas = new(Given.Ncv, Words.Ncv, "GJ/10^4Nm3");

    private const string AirDried = "ad";

    private static readonly Input s_solid = new(Given.Ncv, Words.Ncv, "GJ/t");
    private static readonly Input s_moistureAr = new(
        AttributeNeed.Percent("moistureAr"),
        Phrase.Of("name.moisture-ar"),
        "%"
    );
    private static readonly Input s_moistureAd = new(
        AttributeNeed.Percent("moistureAd"),
        Phrase.Of("name.moisture-ad"),
        "%"
    );
    private static readonly TextAttribute s_basis = AttributeNeed.Text("basis", "ar", AirDried);

    /// <summary>Net calorific value · amount, against that of standard coal.</summary>
    public static T Energy<T>(T amount, T heat, T standardCoal)
        where T : struct, ITerm<T> => amount * heat / standardCoal * Conversion.TonnesToKg;

    /// <summary>From air-dried to as received. It leaves out the heat that the moisture takes.</summary>
    private static T AsReceived<T>(T value, T moistureAr, T moistureAd)
        where T : struct, ITerm<T> => value * (Constant.Hundred - moistureAr) / (Constant.Hundred - moistureAd);

    /// <summary>Gases are read in Nm3, while their factors are per 10^4 Nm3.</summary>
    public static T Amount<T>(ref Figure<T> figure, in Reading reading, Fuel? fuel)
        where T : struct, ITerm<T> =>
        reading.Read is { } read ? read.Take(ref figure, reading)
        : fuel is { IsGas: true } ? figure.Reading(reading) * Conversion.ToTenThousands
        : figure.Reading(reading);

    /// <summary>The amount in the unit of the activity; heat aside, which is none.</summary>
    public static T Quantity<T>(ref Figure<T> figure, in Reading reading)
        where T : struct, ITerm<T> =>
        reading.Read is { } read ? read.Take(ref figure, reading) : figure.Reading(reading);

    /// <summary>The net calorific value that came with the reading, as received, else the catalogue's.</summary>
    /// <returns>False where there is neither.</returns>
    public static bool TryTake<T>(ref Figure<T> figure, in Reading reading, Fuel? fuel, Factor? ncv, out T heat)
        where T : struct, ITerm<T>
    {
        if (reading.Read is { IsHeat: true } read)
        {
            // The same through which it became a volume.
            heat = read.Ncv(ref figure);
            return true;
        }
        var input = fuel is { IsGas: true } ? OfGas : s_solid;
        if (reading.Facts?[Given.Ncv] is not { } given)
            return figure.TryTake(input, ncv, out heat);
        heat = Give(ref figure, input, given, reading.Facts);
        return true;
    }

    /// <summary>A value that came with the reading, as received.</summary>
    public static T Give<T>(ref Figure<T> figure, Input input, decimal given, Facts facts)
        where T : struct, ITerm<T>
    {
        var value = figure.Give(input, given);
        if (facts[s_basis] != AirDried)
            return value;
        var moistureAr = figure.Show(s_moistureAr, facts[s_moistureAr.Attribute]!.Value);
        return AsReceived(value, moistureAr, figure.Show(s_moistureAd, facts[s_moistureAd.Attribute]!.Value));
    }

    /// <summary>Air-dried values came without both moistures.</summary>
    public static bool LacksMoisture(Facts? facts, NumberAttribute value) =>
        facts is not null
        && facts[s_basis] == AirDried
        && (facts[Given.Ncv] is not null || facts[value] is not null)
        && !(facts[s_moistureAr.Attribute] < 100 && facts[s_moistureAd.Attribute] < 100);
}
