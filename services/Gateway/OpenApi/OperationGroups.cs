using System.Collections.Frozen;

namespace CarbonPlatform.Gateway.OpenApi;

/// <summary>What groups of operations are about, for whoever looks for one.</summary>
internal static class OperationGroups
{
    private static readonly FrozenDictionary<string, string> s_all = new Dictionary<string, string>(
        StringComparer.Ordinal
    )
    {
        ["api-keys"] = "密钥及其持有人 · Keys and who holds them.",
        ["completeness"] = "各厂月进度与缺口 · How far each plant-month is, and what is missing of it.",
        ["factors"] = "因子库：查询、提案、发布 · The factor catalogue: looked up, proposed, published.",
        ["headline"] = "年度主要数据 · The figures of a year that are quoted.",
        ["ledger"] = "账本分录 · The entries of the ledger.",
        ["plants"] =
            "工厂、排放源、月报表及其计算 · Plants, their sources, their months' sheets and what comes of them.",
        ["reconciliation"] = "报表与账本核对 · What was accepted, held against the ledger.",
        ["submissions"] = "已提交报表的去向 · What became of a sheet that was handed in.",
        ["supply-links"] = "集团内供应关系 · Who supplies whom in the group.",
        ["totals"] = "合计 · Sums of the group, of a unit or a plant.",
        ["units"] = "战略单元 · Strategic units of the group.",
        ["vocabulary"] = "词汇：活动、属性、单位等 · What readings and records may say.",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>What a group is about; null where nothing is said of it.</summary>
    public static string? Of(string group) => s_all.GetValueOrDefault(group);
}
