namespace CarbonPlatform.Calculation.Methods;

/// <summary>A wording in the two languages in which figures are explained.</summary>
internal readonly record struct Wording(string En, string Zh);

/// <summary>Names of numbers that more than one method uses.</summary>
internal static class Words
{
    public static readonly Wording Amount = new("amount", "数量");
    public static readonly Wording Ncv = new("net calorific value", "低位发热量");
    public static readonly Wording CarbonContent = new("carbon content", "单位热值含碳量");
    public static readonly Wording Oxidation = new("oxidation", "碳氧化率");
    public static readonly Wording StandardCoal = new("GJ per tonne of standard coal", "每吨标准煤热值");
    public static readonly Wording Coefficient = new("coefficient of standard coal", "折标准煤系数");
    public static readonly Wording Sulphur = new("sulphur", "硫分");
    public static readonly Wording Removal = new("removal", "脱除效率");
    public static readonly Wording Factor = new("emission factor", "排放因子");
    public static readonly Wording SupplierFactor = new("supplier's factor", "供方排放因子");
    public static readonly Wording Proof = new("proof of origin", "绿电证明");
    public static readonly Wording Supplier = new("supplier of the group", "集团内供方");
    public static readonly Wording Technology = new("technology of the source", "排放源工艺技术");
    public static readonly Wording Profile = new("profile", "核算规则");
    public static readonly Wording Concentration = new("concentration", "浓度");
    public static readonly Wording ReportedMass = new("reported mass", "上报排放量");
    public static readonly Wording MassShare = new("carries the uncertainty only", "仅用于不确定度");
    public static readonly Wording Output = new("aluminium produced", "铝液产量");

    /// <summary>Where an activity leaves nothing to choose.</summary>
    public static readonly Wording OneWay = new(
        "This activity is counted in one way only.",
        "该活动只有这一种核算方式。"
    );
}
