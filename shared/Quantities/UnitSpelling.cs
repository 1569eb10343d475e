namespace CarbonPlatform.Quantities;

/// <summary>Which unit a misspelling evidently means. Only for proposals: nothing is ever converted by it.</summary>
internal static class UnitSpelling
{
    private static readonly Dictionary<string, Unit> s_byFolded = Table();

    /// <summary>The unit, or null where none is evident (Mt would change the number, not only the spelling).</summary>
    public static Unit? Find(string text)
    {
        if (text.Length > 40)
            return null;
        // Mg is the megagram, a tonne; folded it would be the milligram.
        if (text.Trim() == "Mg")
            return Unit.Tonne;
        return s_byFolded.GetValueOrDefault(Fold(text));
    }

    /// <summary>Cubic metres, bare or by the ten thousand, that do not say at which temperature.</summary>
    public static bool IsBareCubicMetre(string text) =>
        text.Length <= 40
        && Fold(text)
            is "m3"
                or "千m3"
                or "万m3"
                or "立方米"
                or "千立方米"
                or "万立方米"
                or "方"
                or "千方"
                or "万方"
                or "立方"
                or "千立方"
                or "万立方";

    /// <summary>
    /// Brings together spellings that differ by case, width, spaces, dots between symbols, and superscripts.
    /// </summary>
    private static string Fold(string text)
    {
        var folded = new System.Text.StringBuilder(text.Length);
        foreach (var c in InputFault.Narrow(text))
        {
            if (char.IsWhiteSpace(c))
                continue;
            switch (c)
            {
                case '.' or '·' or '•' or '∙' or '⋅' or '・' or '*' or '^':
                    break;
                case '³':
                    folded.Append('3');
                    break;
                case '㎥':
                    folded.Append("m3");
                    break;
                case '㎏':
                    folded.Append("kg");
                    break;
                case '㎎':
                    folded.Append("mg");
                    break;
                case '㎾':
                    folded.Append("kw");
                    break;
                case '㎿':
                    folded.Append("mw");
                    break;
                case '℃':
                    folded.Append('c');
                    break;
                case '°':
                    break;
                case '萬':
                    folded.Append('万');
                    break;
                case '億':
                    folded.Append('亿');
                    break;
                case '噸':
                    folded.Append('吨');
                    break;
                default:
                    folded.Append(char.ToLowerInvariant(c));
                    break;
            }
        }
        // 10^8 kWh, 10^4 Nm3 and their long forms; the longest first.
        return folded
            .Replace("100000000", "亿")
            .Replace("10000", "万")
            .Replace("108", "亿")
            .Replace("104", "万")
            .ToString();
    }

    private static Dictionary<string, Unit> Table()
    {
        var table = new Dictionary<string, Unit>(StringComparer.Ordinal);
        foreach (var unit in Unit.All)
            table.Add(Fold(unit.Symbol), unit);

        Add(Unit.KilowattHour, "千瓦时", "千瓦小时", "度", "kwhr", "kw-h", "kwhs");
        Add(Unit.MegawattHour, "兆瓦时", "兆瓦小时", "千度", "mw-h");
        Add(Unit.GigawattHour, "吉瓦时", "百万千瓦时");
        Add(Unit.TerawattHour, "太瓦时");
        Add(Unit.TenThousandKilowattHours, "万千瓦时", "万千瓦小时", "万度");
        Add(Unit.HundredMillionKilowattHours, "亿千瓦时", "亿千瓦小时", "亿度");
        Add(Unit.Kilojoule, "千焦");
        Add(Unit.Megajoule, "兆焦");
        Add(Unit.Gigajoule, "吉焦", "百万千焦");
        Add(Unit.Terajoule, "太焦");
        Add(Unit.Milligram, "毫克");
        Add(Unit.Gram, "克");
        Add(Unit.Kilogram, "千克", "公斤", "kgs", "kilogram", "kilograms");
        Add(Unit.Tonne, "吨", "公吨", "ton", "tons", "tonne", "tonnes");
        Add(Unit.Kilotonne, "千吨");
        Add(Unit.TenThousandTonnes, "万吨", "万公吨");
        Add(Unit.NormalCubicMetre, "标准立方米", "标立方米", "标立方", "标方", "标m3", "m3n", "normalm3");
        Add(Unit.TenThousandNormalCubicMetres, "万标准立方米", "万标立方米", "万标立方", "万标方", "万标m3");
        Add(Unit.ThousandNormalCubicMetres, "千标准立方米", "千标立方米", "千标立方", "千标方");
        Add(Unit.TenThousandCubicMetresAt20C, "万m320c", "万m3(20c)", "万m3@20");
        Add(Unit.ThousandCubicMetres, "千立方米", "千立方", "千方");
        Add(Unit.TenThousandCubicMetres, "万立方米", "万立方", "万方");
        Add(Unit.CubicMetreAt20C, "m320c", "m3(20c)", "m3@20");
        Add(Unit.CubicMetre, "立方米", "立方", "方", "千升", "kl", "kilolitre", "kilolitres");
        Add(Unit.Litre, "升", "公升", "litre", "liter", "litres", "liters");
        Add(Unit.GramCoalEquivalent, "克标准煤", "克标煤");
        Add(Unit.KilogramCoalEquivalent, "千克标准煤", "公斤标准煤", "千克标煤", "公斤标煤");
        Add(Unit.TonneCoalEquivalent, "吨标准煤", "吨标煤");
        Add(Unit.TenThousandTonnesCoalEquivalent, "万吨标准煤", "万吨标煤");
        Add(
            Unit.MilligramPerNormalCubicMetre,
            "mg/m3",
            "毫克/立方米",
            "毫克/标立方米",
            "毫克/标准立方米",
            "毫克/标方",
            "mg/标立方米"
        );
        Add(Unit.MilligramPerLitre, "毫克/升", "mg/升");
        Add(
            Unit.MinutePerCellDay,
            "min/cellday",
            "min/(cell-day)",
            "分钟/槽日",
            "分钟/槽-日",
            "min/槽日",
            "min/槽-日",
            "分/槽日"
        );
        Add(Unit.Millivolt, "毫伏");
        Add(Unit.Volt, "伏", "伏特");
        Add(Unit.Hour, "小时", "hr", "hrs", "hour", "hours");
        Add(Unit.Kilowatt, "千瓦");
        Add(Unit.Megawatt, "兆瓦");
        Add(Unit.Yuan, "元", "人民币元", "cny", "rmb", "¥", "￥");
        Add(Unit.TenThousandYuan, "万yuan", "万cny", "万人民币");
        Add(Unit.HundredMillionYuan, "亿yuan", "亿cny", "亿人民币");
        Add(Unit.Percent, "percent", "pct", "百分比");
        return table;

        void Add(Unit unit, params ReadOnlySpan<string> spellings)
        {
            foreach (var spelling in spellings)
                table.TryAdd(Fold(spelling), unit);
        }
    }
}
