using System.Collections.Frozen;

namespace CarbonPlatform.Calculation.Factors;

/// <summary>The vocabulary as calculation sees it, and the activities that methods ask for by name.</summary>
internal sealed class Activities
{
    private readonly FrozenDictionary<string, Activity> _all;

    public Activities(IReadOnlyDictionary<string, Activity> all)
    {
        _all = all.ToFrozenDictionary(StringComparer.Ordinal);
        FlueGas = Take("stack.flue-gas");
        Wastewater = Take("discharge.wastewater");
        AluminiumOutput = Take("aluminium.output");
        NetAnode = Take("aluminium.net-anode");
        GrossAnode = Take("aluminium.gross-anode");
        AnodeButts = Take("aluminium.anode-butts");
        AnodeEffectMinutes = Take("aluminium.anode-effect-minutes");
        AnodeEffectOvervoltage = Take("aluminium.anode-effect-overvoltage");
        SulphurFeed = Take("sulphur.feed");
        SulphurAcid = Take("sulphur.acid");
        SulphurSlag = Take("sulphur.slag");
        SulphurDust = Take("sulphur.dust");
        SulphurMetal = Take("sulphur.metal");
        RawCoke = Take("anode-plant.raw-coke");
        CalcinedCoke = Take("anode-plant.calcined-coke");
        UnderCalcined = Take("anode-plant.under-calcined");
        Dust = Take("anode-plant.dust");
        PackingCoke = Take("anode-plant.packing-coke");
        GreenAnode = Take("anode-plant.green-anode");
        BakedAnode = Take("anode-plant.baked-anode");
        CarbonOut = Take("anode-plant.carbon-out");
        ResistorCoke = Take("anode-plant.resistor-coke");
        ToGraphitise = Take("anode-plant.to-graphitise");
        Graphitised = Take("anode-plant.graphitised");
        GraphitisingCarbonOut = Take("anode-plant.graphitising-carbon-out");
    }

    public IReadOnlyCollection<Activity> All => _all.Values;

    public Activity FlueGas { get; }

    public Activity Wastewater { get; }

    public Activity AluminiumOutput { get; }

    public Activity NetAnode { get; }

    public Activity GrossAnode { get; }

    public Activity AnodeButts { get; }

    public Activity AnodeEffectMinutes { get; }

    public Activity AnodeEffectOvervoltage { get; }

    public Activity SulphurFeed { get; }

    public Activity SulphurAcid { get; }

    public Activity SulphurSlag { get; }

    public Activity SulphurDust { get; }

    public Activity SulphurMetal { get; }

    public Activity RawCoke { get; }

    public Activity CalcinedCoke { get; }

    public Activity UnderCalcined { get; }

    public Activity Dust { get; }

    public Activity PackingCoke { get; }

    public Activity GreenAnode { get; }

    public Activity BakedAnode { get; }

    public Activity CarbonOut { get; }

    public Activity ResistorCoke { get; }

    public Activity ToGraphitise { get; }

    public Activity Graphitised { get; }

    public Activity GraphitisingCarbonOut { get; }

    public Activity? Find(string code) => _all.GetValueOrDefault(code);

    private Activity Take(string code) =>
        _all.TryGetValue(code, out var activity) ? activity : throw new DataFileException("activities.csv", 0, $"{code} is missing; a method needs it");
}
