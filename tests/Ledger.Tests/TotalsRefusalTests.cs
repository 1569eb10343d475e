using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Ledger.Tests;

/// <summary>Questions for totals that are not answered, and what each is told.</summary>
[Tier(Tier.Service)]
public sealed class TotalsRefusalTests
{
    private const string March = "from=2024-03&to=2024-03";

    [Theory]
    [InlineData("to=2024-03", "400 month-invalid", "from is missing; give a month written yyyy-MM")]
    [InlineData("from=2024-03", "400 month-invalid", "to is missing")]
    [InlineData("from=2024-3&to=2024-03", "400 month-invalid", "from is \"2024-3\"; give a month written yyyy-MM")]
    [InlineData("from=2024-03&to=2024-13", "400 month-invalid", "to is \"2024-13\"")]
    [InlineData("from=2024-03&to=2024-04&from=2024-02", "400 month-invalid", "from is \"2024-03,2024-02\"")]
    [InlineData("from=2024-04&to=2024-03", "400 range-invalid", "give the earlier month as from")]
    [InlineData(March + "&org=NOBODY", "404 unknown-org", "neither GROUP nor the code of a unit or plant")]
    [InlineData(March + "&org=group", "404 unknown-org", "neither GROUP")]
    [InlineData(
        March + "&groupBy=category,colour",
        "400 unknown-dimension",
        "Give any of category, basis, measure, month, orgUnit, plant, source, process, activity"
    )]
    [InlineData(March + "&groupBy=category,,month", "400 unknown-dimension", "\"\" is nothing")]
    [InlineData(
        March + "&groupBy=unit",
        "400 unknown-dimension",
        "A unit of the organisation is orgUnit; unit is a unit of measure."
    )]
    [InlineData(
        March + "&basis=guess",
        "400 unknown-basis",
        "scope2: location-national, location-provincial, market; avoided: displacement"
    )]
    [InlineData(
        March + "&basis=market,location-national",
        "400 basis-ambiguous",
        "market and location-national are both of the family scope2"
    )]
    [InlineData(
        March + "&boundary=ets-steel",
        "400 invalid-parameter",
        "'ets-steel' is no boundary. Expected: enterprise, ets-aluminium, ets-power."
    )]
    [InlineData(March + "&gwp=AR7", "400 unknown-gwp", "Give one of SAR, AR4, AR5, AR6")]
    [InlineData(March + "&unit=tons", "400 unknown-unit", "kg, t, kt, 万t")]
    [InlineData(March + "&unit=MW", "400 unknown-unit", "\"MW\" is no unit that totals can be given in")]
    [InlineData(March + "&unit=t,kg", "400 unit-ambiguous", "t and kg are both for the same measures")]
    [InlineData(March + "&asOf=yesterday", "400 position-invalid", "such as 2025-01-20T08:00:00Z")]
    [InlineData(March + "&asOf=2025-01-20", "400 position-invalid", "or an instant with its offset")]
    [InlineData(March + "&asOf=2025-01-20T08:00:00", "400 position-invalid", "or an instant with its offset")]
    [InlineData(March + "&asOf=-1", "400 position-invalid", "the sequence of a position")]
    [InlineData(March + "&asOf=2", "400 unknown-position", "Nearest are 1 and 3")]
    [InlineData(March + "&asOf=9", "400 unknown-position", "The newest is 3")]
    [InlineData(
        March + "&asOf=1960-01-01T00:00:00Z",
        "400 unknown-position",
        "There was no ledger at 1960-01-01T00:00:00Z"
    )]
    [InlineData(
        March + "&colour=red",
        "400 unknown-parameter",
        "Those there are: from, to, org, boundary, groupBy, basis, gwp, asOf, unit"
    )]
    public async Task A_wrong_question_is_told_what_would_be_right(string query, string code, string detail)
    {
        await using var ledger = await LedgerRoom.OpenAsync();
        await using var api = await LedgerApi.StartAsync(ledger);
        await ledger.PostDirectlyAsync(new Sheet("SX-A1", "2024-03").WithCoal(1));
        await ledger.Writer.WriteAsync([
            ledger.WorkOf(new Sheet("SX-A2", "2024-03").WithCoal(1)),
            ledger.WorkOf(new Sheet("SX-A3", "2024-03").WithCoal(1)),
        ]);

        var refused = await api.RefusedAsync("/api/v1/totals?" + query);

        refused.Code.ShouldBe(code);
        refused.Detail.ShouldContain(detail, Case.Sensitive);
    }

    [Fact]
    public async Task A_plant_sees_its_own_plants_and_the_rest_is_as_if_it_were_not_there()
    {
        await using var ledger = await LedgerRoom.StartedAsync();
        await using var api = await LedgerApi.StartAsync(ledger);
        await ledger.PostAsync(Organisation.Plant("SX-A1", 1, ("2020-01", "ALU")));
        await ledger.PostAsync(new Sheet("SX-A1", "2024-03").WithCoal(1));
        await ledger.PostAsync(new Sheet("SX-A2", "2024-03").WithCoal(2));
        var caller = LedgerApi.PlantOf("SX-A1", "SX-A7");

        (await api.RowsAsync(March + "&org=SX-A1", caller)).ShouldBe(["scope1.combustion CO2 1.000000"]);
        var missing = await api.RefusedAsync($"/api/v1/totals?{March}&org=SX-A7", caller);
        missing.Code.ShouldBe("404 unknown-org");
        foreach (var org in new[] { "SX-A2", "GROUP", "ALU" })
            (await api.RefusedAsync($"/api/v1/totals?{March}&org={org}", caller)).ShouldBe(
                (missing.Code, missing.Detail.Replace("SX-A7", org, StringComparison.Ordinal))
            );
        (await api.RefusedAsync($"/api/v1/totals?{March}", caller)).Code.ShouldBe("404 unknown-org");
        (await api.RefusedAsync($"/api/v1/totals?{March}&org=ALU", LedgerApi.PlantOf("ALU"))).Code.ShouldBe(
            "404 unknown-org",
            "what a plant's key names is held against plants alone"
        );
    }
}
