using System.Globalization;
using CarbonPlatform.Contracts;
using CarbonPlatform.Gateway.Headline;
using CarbonPlatform.Quantities;

namespace CarbonPlatform.Gateway.Tests;

/// <summary>Years of totals as the Ledger answers them, of a few rows.</summary>
internal static class Years
{
    private static readonly TotalsPosition s_at = new(
        18233,
        new DateTimeOffset(2025, 1, 20, 8, 0, 0, TimeSpan.Zero),
        "ab12",
        Sealed: true
    );

    public static TotalsRow Row(
        string category,
        string? basis,
        string measure,
        decimal quantity,
        string unit = "kg",
        decimal onVerified = 0,
        string? onDisputed = null,
        string? onProvisional = null,
        string? onCarriedForward = null,
        string? sold = null
    ) =>
        new()
        {
            OnDisputedFactors = onDisputed,
            OnProvisionalFactors = onProvisional,
            OnCarriedForwardFactors = onCarriedForward,
            CertificatesSold = sold,
            Category = category,
            Basis = basis,
            Measure = measure,
            Quantity = Digits(quantity),
            Unit = unit,
            MeasuredShare = null,
            OnVerifiedFactors = Digits(onVerified),
        };

    public static TotalsCo2eRow Co2e(string category, string? basis, decimal quantity, decimal onVerified = 0) =>
        new()
        {
            Category = category,
            Basis = basis,
            Quantity = Digits(quantity),
            Unit = "kg",
            OnVerifiedFactors = Digits(onVerified),
        };

    private static string Digits(decimal value) => value.ToString(CultureInfo.InvariantCulture);

    public static YearTotals Year(
        int year,
        TotalsRow[] rows,
        TotalsCo2eRow[]? co2e = null,
        TotalsCo2eRow[]? market = null,
        TotalsRow[]? margin = null,
        TotalsRow[]? average = null,
        int posted = 480,
        string gwpStatus = "verified",
        int gaps = 2,
        int expected = 480,
        int notBegun = 0,
        TotalsGap[]? lacks = null
    )
    {
        var of = new TotalsCoverage(expected, posted, gaps, Closed: false, PlantMonthsNotBegun: notBegun);
        return new(
            year,
            Totals(year, of, rows, new TotalsCo2e("AR5", gwpStatus, co2e ?? [])) with
            {
                Gaps = lacks,
            },
            Totals(year, of, margin ?? [], new TotalsCo2e("AR5", "verified", market ?? [])),
            Totals(year, of, average ?? [], new TotalsCo2e("AR5", "verified", []))
        );
    }

    private static TotalsAnswer Totals(int year, TotalsCoverage coverage, TotalsRow[] rows, TotalsCo2e co2e) =>
        new(new Month(year, 1), new Month(year, 12), "GROUP", s_at, coverage, rows, co2e);

    /// <summary>
    /// 10,000 MWh of wind in 2020: 832 g CO2, 0.160 g SO2, 0.179 g NOx, 0.032 g dust, 304.9 g coal per kWh displaced.
    /// </summary>
    public static TotalsRow[] TenGigawattHoursOfWind { get; } =
    [
        Row("avoided.wind", "displacement", "CO2", 8_320_000.000000m),
        Row("avoided.wind", "displacement", "SO2", 1_600.000000m),
        Row("avoided.wind", "displacement", "NOx", 1_790.000000m),
        Row("avoided.wind", "displacement", "PM", 320.000000m),
        Row("avoided.wind", "displacement", "ENERGY", 3_049_000.000000m, "kgce"),
    ];
}
