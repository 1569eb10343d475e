using CarbonPlatform.Calculation.Factors;

namespace CarbonPlatform.Calculation.Methods;

/// <summary>
/// What a fuel was read by where that is no amount of it yet: a liquid by its volume, a gas by its heat. The density
/// makes a mass of the one, the net calorific value a volume of the other; both stand in the working of every line.
/// </summary>
internal sealed class FuelQuantity
{
    private static readonly Input s_density = new(
        AttributeNeed.Number("densityKgPerL"),
        Phrase.Of("name.density"),
        "kg/L"
    );
    private static readonly TextAttribute s_basis = AttributeNeed.Text("heatBasis", "lower", Upper);
    private static readonly Phrase s_volume = Phrase.Of("name.volume");
    private static readonly Phrase s_heat = Phrase.Of("name.heat-of-gas");
    private static readonly Phrase s_heatBasis = Phrase.Of("name.heat-basis");
    private static readonly Phrase s_lowerHeat = Phrase.Of("name.lower-heat");
    private static readonly Phrase s_byVolume = Phrase.Of("choice.fuel.by-volume");
    private static readonly Phrase s_byHeat = Phrase.Of("choice.fuel.by-heat");

    private const string Upper = "upper";
    private const string TooLarge =
        "The amount is too large for any plant: check the reading, and its ncv or densityKgPerL.";

    // So much no plant has in a month: what is more is a calorific value that is none.
    private static readonly Exact s_limit = 1_000_000_000_000m;

    private readonly Exact _quantity;
    private readonly decimal? _given;
    private readonly Factor? _factor;
    private readonly Factor? _lowerHeat;

    private FuelQuantity(Exact quantity, bool isHeat, decimal? given, Factor? factor, Factor? lowerHeat) =>
        (_quantity, IsHeat, _given, _factor, _lowerHeat) = (quantity, isHeat, given, factor, lowerHeat);

    /// <summary>The heat of a gas; else the volume of a liquid.</summary>
    public bool IsHeat { get; }

    /// <summary>How well the density of the catalogue is known; 0 where it was given, and of heat.</summary>
    public decimal UncertaintyPercent => IsHeat ? 0 : _factor?.UncertaintyPercent ?? 0;

    /// <summary>Mass of a liquid in t, volume of a gas in Nm3.</summary>
    private Exact Amount
    {
        get
        {
            Exact through = _given ?? _factor!.Value;
            if (!IsHeat)
                return Mass(_quantity, through);
            var heat = _lowerHeat is null ? _quantity : LowerOf<Exact>(_quantity, _lowerHeat.Value);
            return Volume(heat, through) / Conversion.ToTenThousands.Value;
        }
    }

    private static Unit Volumes => Unit.CubicMetre;

    private static Unit Heats => Unit.Gigajoule;

    /// <summary>In which what a fuel was read by counts: GJ of a gas, m3 of a liquid.</summary>
    public static Unit UnitOf(Fuel fuel) => fuel.IsGas ? Heats : Volumes;

    /// <summary>What was read of a fuel in another dimension than its own.</summary>
    /// <param name="quantity">m3 of a liquid, GJ of a gas.</param>
    /// <param name="fuel">The fuel.</param>
    /// <param name="facts">What came with the reading.</param>
    /// <param name="defaults">Of the fuel, where the reading was taken.</param>
    /// <param name="amount">What it comes to in the unit of the activity; zero where nobody can say.</param>
    /// <param name="lacks">What is missing for it; null where nothing is.</param>
    /// <exception cref="UnreadableSheetException">A heat that does not say of which calorific value it is.</exception>
    public static FuelQuantity? Of(
        Exact quantity,
        Fuel fuel,
        Facts? facts,
        FuelDefaults defaults,
        out Exact amount,
        out string? lacks
    )
    {
        (amount, lacks) = (Exact.Zero, null);
        // Nothing is nothing in any unit.
        if (quantity.IsZero)
            return null;
        lacks = fuel.IsGas ? LacksOfHeat(fuel, facts, defaults) : LacksOfVolume(fuel, facts, defaults);
        if (lacks is not null)
            return null;
        var read = fuel.IsGas
            ? new FuelQuantity(
                quantity,
                isHeat: true,
                facts![Given.Ncv],
                defaults.Ncv,
                facts[s_basis] == Upper ? defaults.LowerHeat : null
            )
            : new FuelQuantity(quantity, isHeat: false, facts?[s_density.Attribute], defaults.Density, lowerHeat: null);
        amount = read.Amount;
        if (amount < s_limit)
            return read;
        (amount, lacks) = (Exact.Zero, TooLarge);
        return null;
    }

    /// <summary>The amount in the unit of the factors: t of liquids, 10^4 Nm3 of gases.</summary>
    public T Take<T>(ref Figure<T> figure, in Reading reading)
        where T : struct, ITerm<T>
    {
        if (!IsHeat)
        {
            var volume = figure.Reading(reading, s_volume, _quantity, Volumes);
            return Mass(volume, Shown(ref figure, s_density));
        }
        var heat = figure.Reading(reading, s_heat, _quantity, Heats);
        if (T.IsWritten)
            figure.Say(s_heatBasis, reading.Facts![s_basis]);
        if (_lowerHeat is not null)
            heat = LowerOf(heat, figure.Fix(s_lowerHeat, _lowerHeat));
        return Volume(heat, Shown(ref figure, FuelHeat.OfGas));
    }

    /// <summary>The calorific value through which the heat became a volume, named already.</summary>
    public T Ncv<T>(ref Figure<T> figure)
        where T : struct, ITerm<T> => figure.Known(FuelHeat.OfGas, _given ?? _factor!.Value);

    /// <summary>Why a line is counted so, and what was read by volume or heat became.</summary>
    public static Wording Why(Wording choice, ActivityReadings readings)
    {
        bool volume = false,
            heat = false;
        foreach (ref readonly var reading in readings.Readings)
        {
            volume |= reading.Read is { IsHeat: false };
            heat |= reading.Read is { IsHeat: true };
        }
        if (volume)
            choice += s_byVolume;
        return heat ? choice + s_byHeat : choice;
    }

    /// <summary>kg/L is t/m3.</summary>
    private static T Mass<T>(T volume, T density)
        where T : struct, ITerm<T> => volume * density;

    private static T LowerOf<T>(T heat, T share)
        where T : struct, ITerm<T> => heat * share * Conversion.OfPercent;

    private static T Volume<T>(T heat, T ncv)
        where T : struct, ITerm<T> => heat / ncv;

    private static string? LacksOfVolume(Fuel fuel, Facts? facts, FuelDefaults defaults) =>
        facts?[s_density.Attribute] is null && defaults.Density is null
            ? $"What a litre of {fuel.Name} weighs has no default: give densityKgPerL, or the mass."
            : null;

    private static string? LacksOfHeat(Fuel fuel, Facts? facts, FuelDefaults defaults)
    {
        if (facts?[s_basis] is not { } basis)
            throw new UnreadableSheetException(
                $"A reading of {fuel.Name} is by heat and does not say heatBasis: lower or upper."
            );
        if (basis == Upper && defaults.LowerHeat is null)
            return $"The catalogue has no share of the lower heat in the upper of {fuel.Name}: give the lower heat.";
        return (facts[Given.Ncv] ?? defaults.Ncv?.Value) switch
        {
            null => $"The net calorific value of {fuel.Name} has no default: give ncv, or the volume.",
            0 => $"{fuel.Name} with a net calorific value of 0 holds no heat: check ncv.",
            _ => null,
        };
    }

    private T Shown<T>(ref Figure<T> figure, Input input)
        where T : struct, ITerm<T> =>
        _given is { } given ? figure.Show(input, given) : figure.Fix(input.Name, _factor!);
}
