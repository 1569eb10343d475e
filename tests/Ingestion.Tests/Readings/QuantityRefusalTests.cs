using System.Net;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Ingestion.Tests.Readings;

/// <summary>Quantities, units and qualities that are refused.</summary>
[Tier(Tier.Service)]
public sealed class QuantityRefusalTests(SharedHost shared) : RefusalTests(shared)
{
    [Theory]
    [InlineData("\"8,123.4\"", "Did you mean '8123.4'?")]
    [InlineData("\"１２\"", "Did you mean '12'?")]
    [InlineData("\"1e3\"", "Did you mean '1000'?")]
    [InlineData("\"many\"", "A decimal number")]
    [InlineData("\"\"", "A decimal number")]
    [InlineData("true", "A decimal number")]
    [InlineData("null", "A decimal number")]
    [InlineData("[1]", "A decimal number")]
    public Task Quantity_that_is_no_decimal(string quantity, string expected) =>
        RefusedAsync(Grid("quantity", quantity), "quantity-not-decimal", 0, "readings[0].quantity", "", expected);

    [Theory]
    [InlineData("-1")]
    [InlineData("\"-0.5\"")]
    public Task Negative_quantity(string quantity) =>
        RefusedAsync(
            Grid("quantity", quantity),
            "quantity-negative",
            0,
            "readings[0].quantity",
            "below zero",
            "Zero or more"
        );

    [Theory]
    [InlineData("1234567890123456", "16 digits before")]
    [InlineData("\"0.1234567891\"", "10 digits after")]
    public Task Quantity_of_too_many_digits(string quantity, string message) =>
        RefusedAsync(
            Grid("quantity", quantity),
            "quantity-too-long",
            0,
            "readings[0].quantity",
            message,
            "at most 15 digits before and 9 after"
        );

    [Fact]
    public async Task Readings_that_come_to_more_than_any_plant_has()
    {
        static string Meter(string meter, string quantity) =>
            $$"""
                { "source": "GRID-1", "activity": "electricity.grid", "meter": "{{meter}}", "quantity": "{{quantity}}",
                "unit": "GWh", "quality": "measured" }
                """;
        await RefusedAsync(
            $"{Meter("M1", "500000")}, {Calls.Coal}, {Meter("M2", "500000")}",
            "quantity-out-of-range",
            2,
            "readings[2].quantity",
            "The 2 readings of GRID-1 electricity.grid come to 1000000000000 kWh, which is 1000000000000 or more.",
            "less than 1000000000000 kWh; check the units"
        );

        // Also with those that stand in the sheet.
        var admin = Host.As(Roles.Admin);
        var plant = await admin.NewSmelterAsync();
        (await admin.PostReadingsAsync(plant, "2024-03", Calls.Sheet(Meter("M1", "999999.999999")))).Status.ShouldBe(
            HttpStatusCode.Accepted
        );
        var second = await admin.PostReadingsAsync(plant, "2024-03", Calls.Sheet(Meter("M2", "0.000001")));
        second.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        second.Error.Text("code").ShouldBe("quantity-out-of-range");
    }

    [Fact]
    public Task Quantity_of_no_plant() =>
        RefusedAsync(
            Grid("quantity", "1000000000000").Replace("万kWh", "TWh", StringComparison.Ordinal),
            "quantity-out-of-range",
            0,
            "readings[0].quantity",
            "or more",
            "check the unit"
        );

    [Theory]
    [InlineData("\"mwh\"", "Did you mean 'MWh'?")]
    [InlineData("\"kwhr\"", "Did you mean 'kWh'?")]
    [InlineData("\"barrel\"", "One of Wh, kWh, MWh")]
    public Task Unknown_unit(string unit, string expected) =>
        RefusedAsync(Grid("unit", unit), "unknown-unit", 0, "readings[0].unit", "is no unit", expected);

    [Fact]
    public Task Unit_of_another_dimension() =>
        RefusedAsync(
            Coal("unit", "\"MWh\""),
            "unit-of-another-dimension",
            0,
            "readings[0].unit",
            "\"MWh\" is a unit of energy, not of mass",
            "One of mg, g, kg, t"
        );

    [Fact]
    public Task Gas_in_bare_cubic_metres() =>
        RefusedAsync(
            """
            { "source": "BOILER-1", "activity": "fuel.natural-gas", "quantity": 1000, "unit": "m3",
            "quality": "measured" }
            """,
            "unit-ambiguous",
            0,
            "readings[0].unit",
            "Nm3 or m3@20C?",
            "m3@20C"
        );

    [Fact]
    public Task Unknown_quality() =>
        RefusedAsync(
            Grid("quality", "\"mesured\""),
            "unknown-quality",
            0,
            "readings[0].quality",
            "'mesured'",
            "Did you mean 'measured'? One of measured, settled, own-meter, estimated, default"
        );
}
