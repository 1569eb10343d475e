using CarbonPlatform.Calculation.Factors;

namespace CarbonPlatform.Calculation.Methods;

/// <summary>
/// The GJ of a reading of heat: as written, or steam by mass × enthalpy, less that of the feed water where the profile
/// says so, or hot water by mass × (temperature − 20 °C) × 4.1868.
/// </summary>
internal static class HeatContent
{
    /// <summary>Of heat whose supplier states no factor.</summary>
    public static readonly RequiredFactor Default = FactorNeed.Required("heat.default", "tCO2/GJ");

    private static readonly RequiredFactor s_energyFactor = FactorNeed.Required("energy.heat", "kgce/GJ");
    private static readonly RequiredFactor s_feedWater = FactorNeed.Required("heat.feed-water-enthalpy", "kJ/kg");
    private static readonly RequiredFactor s_reference = FactorNeed.Required("heat.water-reference-temperature", "°C");
    private static readonly RequiredFactor s_capacity = FactorNeed.Required("heat.water-heat-capacity", "kJ/kg/K");

    private static readonly Input s_enthalpy = new(
        AttributeNeed.Number("enthalpyKjPerKg"),
        Phrase.Of("name.enthalpy"),
        "kJ/kg"
    );
    private static readonly Input s_temperature = new(
        AttributeNeed.Signed("temperatureC"),
        Phrase.Of("name.temperature"),
        "°C"
    );
    private static readonly Phrase s_ofFeedWater = Phrase.Of("name.feed-water");
    private static readonly Phrase s_referenceTemperature = Phrase.Of("name.reference-temperature");
    private static readonly Phrase s_heatCapacity = Phrase.Of("name.heat-capacity");
    private static readonly Phrase s_coefficient = Phrase.Of("name.heat-coefficient");
    private static readonly Phrase s_inBothBases = Phrase.Of("choice.heat.energy");
    private static readonly Phrase s_lessFeedWater = Phrase.Of("choice.heat.less-feed-water", places: 1);
    private static readonly Phrase s_fullEnthalpy = Phrase.Of("choice.heat.full-enthalpy", places: 1);

    public static T Co2<T>(T heat, T factor)
        where T : struct, ITerm<T> => heat * factor * Conversion.TonnesToKg;

    private static T Energy<T>(T heat, T coefficient)
        where T : struct, ITerm<T> => heat * coefficient;

    /// <summary>t × kJ/kg is MJ.</summary>
    private static T OfSteam<T>(T mass, T enthalpy)
        where T : struct, ITerm<T> => mass * enthalpy * Conversion.FromThousandths;

    private static T OfWater<T>(T mass, T temperature, T reference, T capacity)
        where T : struct, ITerm<T> => mass * (temperature - reference) * capacity * Conversion.FromThousandths;

    /// <summary>Whether every reading says how much heat it holds.</summary>
    public static bool IsKnown(in MethodCase source, in Part part, out string missing)
    {
        missing = "";
        if (part.Activity.Subject == "heat")
            return true;
        var steam = part.Activity.Subject == "steam";
        foreach (var reading in part.Readings())
        {
            if (
                (steam ? reading.Facts?[s_enthalpy.Attribute] : reading.Facts?[s_temperature.Attribute])
                is not { } value
            )
                missing = steam
                    ? "Steam by mass needs its enthalpy: give enthalpyKjPerKg, or the heat in GJ."
                    : "Hot water by mass needs its temperature: give temperatureC, or the heat in GJ.";
            else if (value < LeastOf(source, steam))
                missing = steam
                    ? $"Steam of {value} kJ/kg holds less heat than its feed water: check enthalpyKjPerKg."
                    : $"Water of {value} °C holds no heat above {LeastOf(source, steam)} °C: check temperatureC.";
            if (missing.Length > 0)
                return false;
        }
        return true;
    }

    /// <summary>The GJ of a reading.</summary>
    public static T Take<T>(ref Figure<T> figure, in MethodCase source, in Reading reading, Activity activity)
        where T : struct, ITerm<T>
    {
        var amount = figure.Reading(reading);
        if (T.IsWritten)
            Suppliers.Say(ref figure, reading);
        switch (activity.Subject)
        {
            case "heat":
                return amount;
            case "steam":
                var enthalpy = figure.Show(s_enthalpy, reading.Facts![s_enthalpy.Attribute]!.Value);
                return IsLessFeedWater(source)
                    ? OfSteam(amount, enthalpy - figure.Fix(s_ofFeedWater, source.Factors[s_feedWater]))
                    : OfSteam(amount, enthalpy);
            default:
                var temperature = figure.Show(s_temperature, reading.Facts![s_temperature.Attribute]!.Value);
                var reference = figure.Fix(s_referenceTemperature, source.Factors[s_reference]);
                return OfWater(amount, temperature, reference, figure.Fix(s_heatCapacity, source.Factors[s_capacity]));
        }
    }

    /// <summary>The GJ of all readings of a part.</summary>
    public static T Take<T>(ref Figure<T> figure, in MethodCase source, in Part part)
        where T : struct, ITerm<T>
    {
        if (part.Activity.Subject == "heat")
            return figure.Total(part);
        Sum<T> sum = default;
        foreach (var reading in part.Readings())
            sum.Add(Take(ref figure, source, reading, part.Activity));
        return sum.Total;
    }

    /// <summary>Why the method counts so, with the heat's own rule.</summary>
    public static Wording Why(in MethodCase source, Activity activity, Phrase choice)
    {
        if (activity.Subject != "steam")
            return choice;
        var rule = IsLessFeedWater(source) ? s_lessFeedWater : s_fullEnthalpy;
        return choice.Text + rule.With(source.Source.Profile.Name);
    }

    /// <summary>Heat as standard coal: 34.12 kgce/GJ in both bases.</summary>
    public static void WriteEnergy<T>(
        in MethodCase source,
        in Part part,
        EnergyKinds kinds,
        string method,
        string? counterparty
    )
        where T : struct, ITerm<T>
    {
        var factor = source.Factors[s_energyFactor];
        var figure = new Figure<T>(source, part.Activity);
        var heat = Take(ref figure, source, part);
        figure.Is(Energy(heat, figure.Take(s_coefficient, factor)));
        var status = part.SupplierStatus;
        if (T.IsWritten)
            figure.Conclude(kinds.Equivalent, Suppliers.Why(Why(source, part.Activity, s_inBothBases), status));
        source.Lines.AddInBothBases(
            part,
            kinds,
            figure.Amount,
            Grounds.Of(method, factor, figure.Set, status),
            counterparty
        );
    }

    private static bool IsLessFeedWater(in MethodCase source) => source.Source.Profile.IsSteamLessFeedWater;

    /// <summary>Below it there would be less than no heat.</summary>
    private static decimal LeastOf(in MethodCase source, bool steam) =>
        steam
            ? IsLessFeedWater(source)
                ? source.Factors[s_feedWater].Value
                : 0
            : source.Factors[s_reference].Value;
}
