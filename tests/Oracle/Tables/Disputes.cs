namespace CarbonPlatform.Oracle.Tables;

/// <summary>What is printed twice, with two values.</summary>
internal static class Disputes
{
    public static bool Of(string id) =>
        id
            is "pfc.ets-2024.cf4"
                or "pfc.ets-2024.c2f6"
                or "anode.ets-2024.net-consumption"
                or "cec.supply-rate.2015"
                or "cec.supply-rate.2020";
}
