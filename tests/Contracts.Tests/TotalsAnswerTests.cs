using System.Text.Json;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Contracts.Tests;

/// <summary>Totals are read by other services as the ledger writes them.</summary>
public sealed class TotalsAnswerTests
{
    private static readonly JsonSerializerOptions s_web = new(JsonSerializerDefaults.Web);

    [Fact]
    public void A_dimension_without_a_value_is_not_one_that_was_not_asked_for()
    {
        const string json = """
            {
              "orgUnit": null, "category": "scope1.combustion", "basis": null, "measure": "CO2",
              "quantity": "2.000000", "unit": "kg", "measuredShare": "1.000", "onVerifiedFactors": "0.000000"
            }
            """;

        var row = JsonSerializer.Deserialize<TotalsRow>(json, s_web)!;

        row.OrgUnit.ShouldBe(new TotalsKey(null));
        row.Plant.ShouldBeNull();
        JsonSerializer
            .Serialize(row, s_web)
            .ShouldBe(JsonSerializer.Serialize(JsonDocument.Parse(json).RootElement, s_web));
    }
}
