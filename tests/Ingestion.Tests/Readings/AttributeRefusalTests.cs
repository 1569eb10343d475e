using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Ingestion.Tests.Readings;

/// <summary>What a reading says beside its quantity, and is refused for.</summary>
[Tier(Tier.Service)]
public sealed class AttributeRefusalTests(SharedHost shared) : RefusalTests(shared)
{
    // ---- Attributes ----

    private static string WithAttributes(string attributes) =>
        $$"""
            { "source": "BOILER-1", "activity": "fuel.bituminous-coal", "quantity": 1, "unit": "t",
            "quality": "measured", "attributes": { {{attributes}} } }
            """;

    [Fact]
    public Task Unknown_attribute() =>
        RefusedAsync(
            WithAttributes("\"sulfurPercent\": 1"),
            "unknown-attribute",
            0,
            "readings[0].attributes.sulfurPercent",
            "does not take 'sulfurPercent'",
            "Did you mean 'sulphurPercent'?"
        );

    [Fact]
    public Task Certificate_that_is_neither_sold_nor_kept() =>
        RefusedAsync(
            """
            { "source": "WF-1", "activity": "generation.wind", "quantity": 1, "unit": "kWh",
            "quality": "measured", "attributes": { "certificateSold": "maybe" } }
            """,
            "attribute-wrong-type",
            0,
            "readings[0].attributes.certificateSold",
            "is not",
            "One of yes, no"
        );

    [Fact]
    public Task Attribute_of_another_activity() =>
        RefusedAsync(
            Calls.Grid.Replace("\"quality\"", "\"attributes\": { \"ncv\": 20 }, \"quality\"", StringComparison.Ordinal),
            "unknown-attribute",
            0,
            "readings[0].attributes.ncv",
            "takes no attributes",
            "Leave it out"
        );

    [Theory]
    [InlineData("\"ncv\": \"high\"", "ncv", "a decimal number")]
    [InlineData("\"ncv\": \"20,910\"", "ncv", "Did you mean '20910'?")]
    [InlineData("\"basis\": \"dry\"", "basis", "One of ar, ad")]
    [InlineData("\"basis\": 1", "basis", "One of ar, ad")]
    [InlineData("\"testReport\": 7", "testReport", "A text of 1 to 200 characters")]
    [InlineData("\"testReport\": \" \"", "testReport", "A text of 1 to 200 characters")]
    public Task Attribute_of_the_wrong_type(string attribute, string name, string expected) =>
        RefusedAsync(
            WithAttributes(attribute),
            "attribute-wrong-type",
            0,
            $"readings[0].attributes.{name}",
            "is not",
            expected.StartsWith("a dec", StringComparison.Ordinal) ? "A decimal number above 0" : expected
        );

    [Theory]
    [InlineData("R-12")]
    [InlineData("R134a")]
    [InlineData("hfc-134a")]
    public Task A_gas_that_is_not_in_the_list(string gas) =>
        RefusedAsync(
            $$"""
            { "source": "BOILER-1", "activity": "fugitive.refrigerant", "quantity": 1, "unit": "kg",
            "quality": "measured", "attributes": { "gas": "{{gas}}" } }
            """,
            "attribute-wrong-type",
            0,
            "readings[0].attributes.gas",
            "is not",
            "One of CO2, CH4, N2O"
        );

    [Theory]
    [InlineData("\"ncv\": 0", "ncv", "above 0 and up to 1000, in GJ/t")]
    [InlineData("\"ncv\": 20910", "ncv", "up to 1000")]
    [InlineData("\"sulphurPercent\": -1", "sulphurPercent", "from 0 and up to 100")]
    [InlineData("\"moistureAr\": 100", "moistureAr", "below 100")]
    [InlineData("\"carbonContent\": 26.18", "carbonContent", "up to 0.2, in tC/GJ")]
    public Task Attribute_out_of_range(string attribute, string name, string expected) =>
        RefusedAsync(
            WithAttributes(attribute),
            "attribute-out-of-range",
            0,
            $"readings[0].attributes.{name}",
            "cannot be",
            expected
        );

    [Fact]
    public Task Air_dried_results_without_their_moisture() =>
        RefusedAsync(
            WithAttributes("\"ncv\": 22, \"basis\": \"ad\", \"moistureAr\": 11"),
            "missing-attribute",
            0,
            "readings[0].attributes.moistureAd",
            "'basis' is 'ad', which needs 'moistureAd'",
            "Give 'moistureAd'"
        );

    [Fact]
    public Task Activity_without_what_it_needs() =>
        RefusedAsync(
            """
            { "source": "BOILER-1", "activity": "fuel.biomass", "quantity": 1, "unit": "t", "quality": "measured" }
            """,
            "missing-attribute",
            0,
            "readings[0].attributes.ncv",
            "fuel.biomass cannot be worked out without 'ncv'",
            "A decimal number above 0"
        );

    [Fact]
    public Task Supplier_that_is_no_plant_code() =>
        RefusedAsync(
            Supplied("sx-h1"),
            "attribute-wrong-type",
            0,
            "readings[0].attributes.supplierPlant",
            "'sx-h1' is not the code of a plant",
            "Did you mean 'SX-H1'?"
        );

    [Fact]
    public async Task A_plant_does_not_supply_itself()
    {
        var admin = Host.As(Roles.Admin);
        var plant = await admin.NewSmelterAsync();
        var answer = await admin.PostReadingsAsync(plant, "2024-03", Calls.Sheet(Supplied(plant)));
        answer.Error.Text("code").ShouldBe("attribute-own-plant");
        answer.Error.Text("expected").ShouldContain("electricity.self");
    }

    private static string Supplied(string supplier) =>
        $$"""
            { "source": "GRID-1", "activity": "electricity.hydro", "quantity": 1, "unit": "MWh", "quality": "settled",
            "attributes": { "proof": "settlement", "supplierPlant": "{{supplier}}" } }
            """;

    // ---- Period, explanation ----

    [Theory]
    [InlineData("2024-02-28", "2024-03-10")]
    [InlineData("2024-03-10", "2024-04-01")]
    [InlineData("2024-03-10", "2024-03-09")]
    public Task Period_outside_the_month(string from, string to) =>
        RefusedAsync(
            Calls.Grid.Replace(
                "\"quality\"",
                $$"""
                "period": { "from": "{{from}}", "to": "{{to}}" }, "quality"
                """,
                StringComparison.Ordinal
            ),
            "period-outside-month",
            0,
            "readings[0].period",
            $"{from} to {to}",
            "Days from 2024-03-01 to 2024-03-31"
        );

    [Fact]
    public Task Period_of_no_dates() =>
        RefusedAsync(
            Calls.Grid.Replace(
                "\"quality\"",
                "\"period\": { \"from\": \"2024-03-01\", \"to\": \"2024-02-30\" }, \"quality\"",
                StringComparison.Ordinal
            ),
            "period-not-date",
            0,
            "readings[0].period.to",
            "'2024-02-30' is no date",
            "yyyy-MM-dd"
        );

    [Fact]
    public Task Empty_explanation() =>
        RefusedAsync(
            Calls.Grid.Replace("\"quality\"", "\"explanation\": \"\", \"quality\"", StringComparison.Ordinal),
            "explanation-text",
            0,
            "readings[0].explanation",
            "empty",
            "1 to 1000 characters"
        );
}
