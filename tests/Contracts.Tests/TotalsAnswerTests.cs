using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using CarbonPlatform.Quantities;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Contracts.Tests;

/// <summary>Totals are read by other services as the ledger writes them.</summary>
public sealed class TotalsAnswerTests
{
    private static readonly JsonSerializerOptions s_web = new(JsonSerializerDefaults.Web);

    [Theory]
    [InlineData(null)]
    [InlineData("ets-power")]
    public void An_answer_is_read_as_it_was_written_with_a_boundary_or_without(string? boundary)
    {
        var answer = new TotalsAnswer(
            new Month(2024, 1),
            new Month(2024, 12),
            "GROUP",
            new TotalsPosition(0, null, "e3b0", Sealed: false),
            new TotalsCoverage(0, 0, 0, Closed: false),
            [],
            new TotalsCo2e("AR5", "verified", [])
        )
        {
            Boundary = boundary,
            Caveats =
            [
                AvoidedCaveat.Of(Bases.GridAverage, new Month(2024, 1), new Month(2024, 12), default, default),
                AvoidedCaveat.Of(
                    Bases.Displacement,
                    new Month(2024, 1),
                    new Month(2024, 12),
                    default,
                    SoldCertificates.Of(SoldCertificates.No),
                    ["cec-2023/1"]
                ),
            ],
        };
        // As strictly as the Gateway reads it.
        var strict = new JsonSerializerOptions(s_web)
        {
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
        };

        var written = JsonSerializer.Serialize(answer, s_web);

        written
            .StartsWith(
                """{"from":"2024-01","to":"2024-12","org":"GROUP","""
                    + (boundary is null ? "\"asOf\":" : "\"boundary\":\"ets-power\",\"asOf\":"),
                StringComparison.Ordinal
            )
            .ShouldBeTrue(written);
        JsonSerializer.Serialize(JsonSerializer.Deserialize<TotalsAnswer>(written, strict), s_web).ShouldBe(written);
    }

    /// <summary>What is left out when there is none must be read without it, too.</summary>
    [Fact]
    public void No_member_that_may_be_left_out_is_asked_for_in_reading() =>
        typeof(TotalsAnswer)
            .Assembly.GetExportedTypes()
            .SelectMany(type => type.GetConstructors())
            .SelectMany(made => made.GetParameters(), (made, parameter) => (Of: made.DeclaringType!, parameter))
            .Where(one =>
                one.Of.GetProperty(one.parameter.Name!)?.GetCustomAttribute<JsonIgnoreAttribute>()
                    is { Condition: JsonIgnoreCondition.WhenWritingNull }
            )
            .Where(one => !one.parameter.HasDefaultValue)
            .Select(one => $"{one.Of.Name}.{one.parameter.Name}")
            .ShouldBeEmpty();

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
