using System.Net;
using System.Net.Http.Headers;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Ingestion.Tests.Readings;

/// <summary>Liquid fuels by volume and gases by heat: what is taken, and what must be said of it.</summary>
[Tier(Tier.Service)]
public sealed class FuelQuantityTests(SharedHost shared) : RefusalTests(shared)
{
    private static string Reading(string activity, string unit, string attributes, string quantity = "1000") =>
        $$"""
            { "source": "BOILER-1", "activity": "{{activity}}", "quantity": {{quantity}}, "unit": "{{unit}}",
            "quality": "measured", "attributes": { {{attributes}} } }
            """;

    [Theory]
    [InlineData("fuel.diesel", "L", "\"densityKgPerL\": 0.8321")]
    [InlineData("fuel.lpg", "m3", "\"densityKgPerL\": 0.55")]
    [InlineData("fuel.lng", "L", "")]
    [InlineData("fuel.natural-gas", "GJ", "\"heatBasis\": \"upper\"")]
    [InlineData("fuel.natural-gas", "万kWh", "\"heatBasis\": \"lower\", \"ncv\": 352.1")]
    [InlineData("fuel.coke-oven-gas", "吉焦", "\"heatBasis\": \"lower\"")]
    public async Task What_was_read_is_taken_and_kept_as_it_was_read(string activity, string unit, string attributes)
    {
        var admin = Host.As(Roles.Admin);
        var plant = await admin.NewSmelterAsync();

        var answer = await admin.PostReadingsAsync(plant, "2024-03", Calls.Sheet(Reading(activity, unit, attributes)));
        answer.Status.ShouldBe(HttpStatusCode.Accepted, answer.Body.Plain());

        var kept = (await admin.AskAsync($"/plants/{plant}/months/2024-03")).Body["readings"]![0]!;
        (kept.Text("quantity"), kept.Text("unit")).ShouldBe(("1000", unit));
        (await Stored.SheetAsync(Host, plant, "2024-03")).Readings.ShouldHaveSingleItem().Unit.ShouldBe(unit);
    }

    [Theory]
    [InlineData("GJ")]
    [InlineData("MWh")]
    public Task Heat_of_a_gas_says_of_which_calorific_value_it_is(string unit) =>
        RefusedAsync(
            Reading("fuel.natural-gas", unit, "\"ncv\": 352.1"),
            "missing-attribute",
            0,
            "readings[0].attributes.heatBasis",
            $"'{unit}' is a unit of energy, and a quantity of it needs 'heatBasis': whether the heat is by the "
                + "lower (net) or the upper (gross) calorific value, which in natural gas are a tenth apart.",
            "Give 'heatBasis': one of lower, upper."
        );

    [Theory]
    [InlineData("fuel.diesel", "t", "\"densityKgPerL\": 0.84", "densityKgPerL", "liquid volume", "mass")]
    [InlineData("fuel.natural-gas", "万Nm3", "\"heatBasis\": \"upper\"", "heatBasis", "energy", "gas volume")]
    public Task What_converts_another_quantity_is_refused(
        string activity,
        string unit,
        string attributes,
        string name,
        string beside,
        string dimension
    ) =>
        RefusedAsync(
            Reading(activity, unit, attributes),
            "attribute-not-of-unit",
            0,
            $"readings[0].attributes.{name}",
            $"'{name}' is of a quantity in a unit of {beside}; this one is in {unit}, of {dimension}.",
            $"Leave it out, or give the quantity in a unit of {beside}: "
        );

    [Theory]
    [InlineData("fuel.diesel", "0.95", "from 0.78 and up to 0.9, in kg/L")]
    [InlineData("fuel.diesel", "840", "from 0.78 and up to 0.9, in kg/L")]
    [InlineData("fuel.gasoline", "0.67", "from 0.68 and up to 0.8, in kg/L")]
    // As gas LPG weighs two grams a litre.
    [InlineData("fuel.lpg", "0.002", "from 0.48 and up to 0.62, in kg/L")]
    public Task A_density_that_the_fuel_cannot_have(string activity, string density, string expected) =>
        RefusedAsync(
            Reading(activity, "L", $"\"densityKgPerL\": {density}"),
            "attribute-out-of-range",
            0,
            "readings[0].attributes.densityKgPerL",
            $"{density} cannot be: what a litre of the liquid weighs",
            expected
        );

    [Theory]
    [InlineData("fuel.anthracite", "L", "is a unit of liquid volume, not of mass.", "One of mg, g, kg, t")]
    [InlineData(
        "fuel.diesel",
        "GJ",
        "is a unit of energy, not of mass.",
        "Or a unit of liquid volume: m3, 千m3, 万m3, L."
    )]
    [InlineData("fuel.natural-gas", "t", "is a unit of mass, not of gas volume.", "Or a unit of energy: Wh, kWh")]
    [InlineData("reductant.natural-gas", "GJ", "is a unit of energy, not of gas volume.", "One of Nm3")]
    public Task A_unit_by_which_a_fuel_is_not_read(string activity, string unit, string message, string expected) =>
        RefusedAsync(
            Reading(activity, unit, ""),
            "unit-of-another-dimension",
            0,
            "readings[0].unit",
            message,
            expected
        );

    [Fact]
    public Task A_spelling_of_litres_is_proposed() =>
        RefusedAsync(
            Reading("fuel.diesel", "litres", ""),
            "unknown-unit",
            0,
            "readings[0].unit",
            "is no unit.",
            "Did you mean 'L'?"
        );

    [Fact]
    public Task So_many_litres_no_plant_has() =>
        RefusedAsync(
            Reading("fuel.diesel", "m3", "", "999999999999999"),
            "quantity-out-of-range",
            0,
            "readings[0].quantity",
            "999999999999999 m3 is 1000000000000 m3 or more.",
            "A quantity below 1000000000000 m3; check the unit."
        );

    [Fact]
    public async Task A_refusal_is_said_in_Chinese()
    {
        var admin = Host.As(Roles.Admin);
        var plant = await admin.NewSmelterAsync();
        admin.DefaultRequestHeaders.AcceptLanguage.Add(new StringWithQualityHeaderValue("zh"));

        var heat = await admin.PostReadingsAsync(
            plant,
            "2024-03",
            Calls.Sheet(Reading("fuel.natural-gas", "GJ", "\"ncv\": 352.1"))
        );
        heat.Error.Text("message").ShouldBe("“GJ”是能量的单位，以其计的数量须给出“heatBasis”：热值基准。");
        var mass = await admin.PostReadingsAsync(
            plant,
            "2024-03",
            Calls.Sheet(Reading("fuel.diesel", "t", "\"densityKgPerL\": 0.84"))
        );
        mass.Error.Text("message").ShouldBe("“densityKgPerL”只用于以液体体积单位计的数量；此处以 t（质量）计。");
    }

    [Fact]
    public async Task Between_litres_and_tonnes_there_is_no_difference_to_tell()
    {
        var admin = Host.As(Roles.Admin);
        var plant = await admin.NewSmelterAsync();
        await admin.PostReadingsAsync(plant, "2024-03", Calls.Sheet(Reading("fuel.diesel", "t", "", "8.4")));
        await admin.PostReadingsAsync(plant, "2024-03", Calls.Sheet(Reading("fuel.diesel", "L", "", "10000")));
        await admin.PostReadingsAsync(plant, "2024-03", Calls.Sheet(Reading("fuel.diesel", "m3", "", "11")));

        var revisions = (await admin.AskAsync($"/plants/{plant}/months/2024-03")).Body["revisions"]!.AsArray();
        var changes = revisions.Select(revision => revision!["changes"]!.AsArray().ShouldHaveSingleItem()!).ToList();
        changes
            .Select(change => ((string?)change["delta"], (string?)change["deltaUnit"]))
            .ShouldBe([("1", "m3"), (null, null), ("8.4", "t")]);
        (changes[1]["old"]!.Text("unit"), changes[1]["new"]!.Text("unit")).ShouldBe(("t", "L"));
    }

    [Fact]
    public async Task Gas_by_heat_is_no_amount_to_hold_against_the_reductant()
    {
        var admin = Host.As(Roles.Admin);
        var plant = await admin.NewSmelterAsync();
        (
            await admin.PutRecordAsync(
                $"/plants/{plant}/sources/FURNACE-1",
                """{ "name": "furnace", "kind": "furnace" }"""
            )
        ).Status.ShouldBe(HttpStatusCode.Created);

        // As many kJ as Nm3: in their base units both are 1000.
        var answer = await admin.PostReadingsAsync(
            plant,
            "2024-03",
            Calls.Sheet(
                Reading("fuel.natural-gas", "kJ", "\"heatBasis\": \"lower\"").Replace("BOILER-1", "FURNACE-1"),
                Reading("reductant.natural-gas", "Nm3", "").Replace("BOILER-1", "FURNACE-1")
            )
        );

        answer.Status.ShouldBe(HttpStatusCode.Accepted, answer.Body.Plain());
        answer.Body["findings"]!.AsArray().Select(f => f!.Text("code")).ShouldNotContain("fuel-and-reductant");
    }
}
