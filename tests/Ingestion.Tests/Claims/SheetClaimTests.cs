using CarbonPlatform.Contracts;
using CarbonPlatform.Ingestion.Claims;
using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Ingestion.Tests.Claims;

/// <summary>What a sheet says of hydro, wind and solar power, for the claims on it.</summary>
[Tier(Tier.Pure)]
public sealed class SheetClaimTests
{
    private static ReadingRecord Reading(string text)
    {
        var words = text.Split(' ');
        return new ReadingRecord
        {
            Source = "S-1",
            Activity = words[0],
            Quantity = decimal.Parse(words[1]),
            Unit = words[2],
            Quality = Quality.Measured,
            Attributes =
                words.Length == 3 ? null : words[3..].Select(w => w.Split('=')).ToDictionary(p => p[0], p => p[1]),
        };
    }

    private static string Said(params string[] readings) =>
        string.Join(
            " | ",
            SheetClaim
                .Of([.. readings.Select(Reading)])!
                .Select(claim => $"{claim.Role} {claim.Power} {claim.Plant ?? "-"} {claim.Quantity}")
        );

    [Theory]
    [InlineData("delivered wind - 2000", "generation.wind 2 MWh")]
    [InlineData("delivered wind - 2000", "generation.wind 2 MWh certificateSold=no")]
    [InlineData("", "generation.wind 2 MWh certificateSold=yes")]
    [InlineData("for-customer wind K-1 2000", "generation.wind 2 MWh certificateSold=yes customerPlant=K-1")]
    [InlineData(
        "delivered hydro - 1 | for-customer hydro K-1 1",
        "electricity.exported 1 kWh origin=hydro customerPlant=K-1"
    )]
    [InlineData("", "electricity.exported 1 kWh origin=mixed customerPlant=K-1")]
    [InlineData("", "electricity.self.solar 5 kWh")]
    [InlineData("", "generation.wind.gross 5 kWh")]
    [InlineData("", "electricity.nuclear 5 kWh proof=certificate supplierPlant=W-1")]
    [InlineData("", "electricity.direct.fossil 5 kWh proof=certificate supplierPlant=W-1")]
    [InlineData("claimed wind - 5", "electricity.wind 5 kWh proof=certificate")]
    [InlineData("bought wind W-1 5 | claimed wind W-1 5", "electricity.wind 5 kWh proof=settlement supplierPlant=W-1")]
    [InlineData("bought wind W-1 5", "electricity.wind 5 kWh proof=contract supplierPlant=W-1")]
    [InlineData(
        "bought solar W-1 7 | claimed solar W-1 7",
        "electricity.solar 5 kWh proof=settlement supplierPlant=W-1",
        "electricity.direct.solar 2 kWh proof=contract-and-settlement supplierPlant=W-1 certificateSold=yes"
    )]
    public void A_sheet_says_what_it_delivers_and_claims(string said, params string[] readings) =>
        Said(readings).ShouldBe(said);

    [Fact]
    public void What_is_claimed_is_rounded_up_and_what_is_there_down()
    {
        // A GJ is 277.777… kWh.
        Said("generation.wind 1 GJ").ShouldBe("delivered wind - 277.777777");
        Said("electricity.wind 1 GJ proof=certificate").ShouldBe("claimed wind - 277.777778");
    }

    [Fact]
    public void A_sheet_without_readings_has_not_reported()
    {
        SheetClaim.Of([]).ShouldBeNull();
        SheetClaim.Of([Reading("water.fresh 1 m3")]).ShouldBeEmpty();
    }
}
