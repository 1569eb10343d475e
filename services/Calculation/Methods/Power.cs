using CarbonPlatform.Calculation.Factors;
using CarbonPlatform.Contracts;

namespace CarbonPlatform.Calculation.Methods;

/// <summary>What the methods of electricity share: grid CO2 in three bases side by side, electricity as standard coal in two, and the kWh themselves.</summary>
internal static class Power
{
    private const string Co2Formula = "CO2 (kg) = electricity × grid factor";
    private const string EquivalentFormula = "ENERGY (kgce) = electricity × equivalent value";
    private const string EqualFormula = "ENERGY (kgce) = electricity × supply rate of the year / 1000";

    public static void WriteElectricity(in MethodCase source, in Part part, LineKind kind, string method)
    {
        if (source.Lines.Working is { } working)
        {
            working.Begin("ELECTRICITY (kWh) = Σ readings");
            part.Record(working);
            working.Term(Number.Text(part.Total));
        }
        source.Lines.Add(part, kind, part.Total, new Grounds(method));
    }

    /// <summary>Scope 2 by the grid, in the three bases. Power that is proven free of fossils takes no factor in the market basis, and none at all by direct line.</summary>
    /// <param name="source">The case.</param>
    /// <param name="part">The readings of the lines.</param>
    /// <param name="byLocation">Those of them that take the location's factors.</param>
    /// <param name="byMarket">Those of them that take the residual factor.</param>
    /// <param name="kinds">Purchased or exported.</param>
    /// <param name="method">Method and version.</param>
    /// <param name="marketStatus">What the market line says besides its factor's status.</param>
    /// <param name="counterparty">The group's supplier, on direct lines.</param>
    public static void WriteGrid(
        in MethodCase source, in Part part, in Part byLocation, in Part byMarket, ScopeTwoKinds kinds, string method, LineStatuses marketStatus, string? counterparty = null)
    {
        var factors = source.Factors;
        var china = !source.Place.IsAbroad;
        Write(source, part, byLocation, kinds.National, china ? factors.NationalAverage : default, "national average", method, LineStatuses.None, counterparty);
        Write(source, part, byLocation, kinds.Provincial, factors.Provincial(source.Place), "provincial average", method, LineStatuses.None, counterparty);
        Write(source, part, byMarket, kinds.Market, china ? factors.NationalResidual : default, "residual mix", method, marketStatus, counterparty);
    }

    /// <summary>One line: those kWh that take a factor times it; the others are zero by proof.</summary>
    public static void Write(
        in MethodCase source, in Part part, in Part withFactor, LineKind kind, Served served, string name, string method, LineStatuses status, string? counterparty)
    {
        var working = source.Lines.Working;
        if (withFactor.IsEmpty)
        {
            if (working is not null)
            {
                working.Begin("CO2 (kg) = 0: power of proven non-fossil origin");
                part.Record(working);
            }
            source.Lines.Add(part, kind, Exact.Zero, new Grounds(method, Statuses: status), counterparty);
            return;
        }
        if (served.Factor is not { } factor)
        {
            source.Lines.AddGap(part.Activity, kind, GapKinds.NoFactor, $"There is no {name} factor for {source.Place.Name} in {source.Month.Year}; one has to be published.");
            return;
        }
        if (working is not null)
        {
            working.Begin(Co2Formula);
            part.Record(working);
            working.Taken(name, factor);
            working.Term($"{Number.Text(withFactor.Total)} × {factor.Value}");
        }
        source.Lines.Add(part, kind, withFactor.Total * factor.Value, Grounds.Of(method, served, status), counterparty);
    }

    /// <summary>Electricity as standard coal: equivalent (its own heat) and equal (the coal a thermal plant burns for it).</summary>
    public static void WriteEnergy(in MethodCase source, in Part part, EnergyKinds kinds, string method, string? counterparty = null)
    {
        var working = source.Lines.Working;
        var factor = source.Factors.ElectricityEnergy;
        if (working is not null)
        {
            working.Begin(EquivalentFormula);
            part.Record(working);
            working.Taken("equivalent value", factor);
            working.Term($"{Number.Text(part.Total)} × {factor.Value}");
        }
        source.Lines.Add(part, kinds.Equivalent, part.Total * factor.Value, Grounds.Of(method, factor), counterparty);

        var served = source.Factors.SupplyRate;
        if (served.Factor is not { } rate)
        {
            source.Lines.AddGap(part.Activity, kinds.Equal, GapKinds.NoFactor, $"There is no supply rate of thermal power for {source.Month.Year}; one has to be published.");
            return;
        }
        if (working is not null)
        {
            working.Begin(EqualFormula);
            part.Record(working);
            working.Taken("supply rate", rate);
            working.Term($"{Number.Text(part.Total)} × {rate.Value} / 1000");
        }
        source.Lines.Add(part, kinds.Equal, part.Total * rate.Value / 1000, Grounds.Of(method, served), counterparty);
    }
}
