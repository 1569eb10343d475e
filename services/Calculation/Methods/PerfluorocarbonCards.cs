namespace CarbonPlatform.Calculation.Methods;

/// <summary>What the three methods of <see cref="Perfluorocarbons"/> say of themselves.</summary>
internal static class PerfluorocarbonCards
{
    private static readonly Wording s_standard = new(
        "NDRC guideline for aluminium 2013; aluminium guide of the national carbon market 2024; "
            + "IPCC 2006 and 2019 Refinement, volume 3, chapter 4.4",
        "《中国电解铝生产企业温室气体排放核算方法与报告指南（试行）》（2013）；全国碳市场铝冶炼核算指南（2024）；IPCC 2006及2019修订 第3卷第4.4节"
    );

    public static readonly MethodCard Slope = new()
    {
        Name = Perfluorocarbons.SlopeMethod,
        What = new("CF4 and C2F6 by anode-effect minutes", "按阳极效应持续时间核算全氟化碳"),
        Needs = ["aluminium.output", "aluminium.anode-effect-minutes", "technology of the source (ipcc-2019)"],
        Takes = ["collectionEfficiencyPercent"],
        Gives = ["scope1.pfc C2F6", "scope1.pfc CF4"],
        Standard = s_standard,
        Uncertainty = new(
            "CF4 that of the slope (6 % CWPB); C2F6 with the share's (11 %)",
            "CF4按斜率（CWPB 6%）；C2F6另计比例（11%）"
        ),
    };

    public static readonly MethodCard Overvoltage = new()
    {
        Name = Perfluorocarbons.OvervoltageMethod,
        What = new("CF4 and C2F6 by anode-effect overvoltage", "按阳极效应过电压核算全氟化碳"),
        Needs =
        [
            "aluminium.output",
            "aluminium.anode-effect-overvoltage with currentEfficiencyPercent",
            "technology of the source",
        ],
        Takes = ["collectionEfficiencyPercent"],
        Gives = ["scope1.pfc C2F6", "scope1.pfc CF4"],
        Standard = s_standard,
        Uncertainty = new(
            "CF4 that of the coefficient (24 % CWPB); C2F6 with the share's (11 %)",
            "CF4按系数（CWPB 24%）；C2F6另计比例（11%）"
        ),
    };

    public static readonly MethodCard Default = new()
    {
        Name = Perfluorocarbons.DefaultMethod,
        What = new("CF4 and C2F6 by output alone", "按产量缺省值核算全氟化碳"),
        Needs = ["aluminium.output", "technology of the source (ipcc-2019)"],
        Gives = ["scope1.pfc C2F6", "scope1.pfc CF4"],
        Standard = s_standard,
        Uncertainty = new(
            "−99 to +380 %; Tier 1 of SWPB −40 to +150 %, VSS −70 to +260 %, HSS −80 to +180 %",
            "−99%至+380%；方法1：SWPB −40%至+150%，VSS −70%至+260%，HSS −80%至+180%"
        ),
    };
}
