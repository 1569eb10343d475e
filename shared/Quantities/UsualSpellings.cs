namespace CarbonPlatform.Quantities;

/// <summary>
/// How meters and bills write units besides their symbols. Only such spellings as can mean one unit: no bare 方, no ton
/// (which may be short or long), no mg/m3 (which does not say the state of the gas).
/// </summary>
internal static class UsualSpellings
{
    public static IEnumerable<(string Spelling, Unit Unit)> All =>
        [
            .. Of(Unit.KilowattHour, "度", "千瓦时", "千瓦·时", "千瓦小时", "kwh", "KWH", "KWh", "Kwh", "kW·h", "kW.h"),
            .. Of(Unit.MegawattHour, "千度", "兆瓦时", "兆瓦·时"),
            .. Of(Unit.GigawattHour, "百万千瓦时", "吉瓦时"),
            .. Of(Unit.TenThousandKilowattHours, "万度", "万千瓦时", "万千瓦·时", "万kwh", "万KWH", "万kW·h"),
            .. Of(Unit.HundredMillionKilowattHours, "亿度", "亿千瓦时", "亿千瓦·时", "亿kW·h"),
            .. Of(Unit.Kilojoule, "千焦"),
            .. Of(Unit.Megajoule, "兆焦"),
            .. Of(Unit.Gigajoule, "吉焦", "百万千焦"),
            .. Of(Unit.Terajoule, "太焦"),
            .. Of(Unit.Gram, "克"),
            .. Of(Unit.Kilogram, "千克", "公斤", "KG", "Kg"),
            .. Of(Unit.Tonne, "吨", "公吨"),
            .. Of(Unit.Kilotonne, "千吨"),
            .. Of(Unit.TenThousandTonnes, "万吨"),
            .. Of(Unit.NormalCubicMetre, "标方", "标立方", "标立方米", "标准立方米", "标m3", "Nm³"),
            .. Of(Unit.ThousandNormalCubicMetres, "千标方", "千标立方米", "千标准立方米", "千Nm³"),
            .. Of(
                Unit.TenThousandNormalCubicMetres,
                "万标方",
                "万标立方",
                "万标立方米",
                "万标准立方米",
                "万标m3",
                "万Nm³"
            ),
            .. Of(Unit.CubicMetre, "立方米", "m³", "千升", "kL"),
            .. Of(Unit.ThousandCubicMetres, "千立方米", "千m³"),
            .. Of(Unit.TenThousandCubicMetres, "万立方米", "万m³"),
            .. Of(Unit.Litre, "升", "公升"),
            .. Of(Unit.KilogramCoalEquivalent, "千克标准煤", "千克标煤", "公斤标准煤"),
            .. Of(Unit.TonneCoalEquivalent, "吨标准煤", "吨标煤"),
            .. Of(Unit.TenThousandTonnesCoalEquivalent, "万吨标准煤", "万吨标煤"),
            .. Of(Unit.MilligramPerNormalCubicMetre, "毫克/标立方米", "毫克/标准立方米", "mg/Nm³"),
            .. Of(Unit.MilligramPerLitre, "毫克/升"),
            .. Of(Unit.Millivolt, "毫伏"),
            .. Of(Unit.Volt, "伏"),
            .. Of(Unit.Hour, "小时"),
            .. Of(Unit.Kilowatt, "千瓦"),
            .. Of(Unit.Megawatt, "兆瓦"),
            .. Of(Unit.Yuan, "元"),
        ];

    private static IEnumerable<(string, Unit)> Of(Unit unit, params IEnumerable<string> spellings) =>
        spellings.Select(spelling => (spelling, unit));
}
