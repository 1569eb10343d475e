using CarbonPlatform.Contracts;
using CarbonPlatform.Ingestion.Claims;
using CarbonPlatform.Ingestion.Organisation;
using CarbonPlatform.Quantities;
using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Ingestion.Tests.Claims;

/// <summary>Who holds how much of what plants of the group claim from each other.</summary>
[Tier(Tier.Pure)]
public sealed class ClaimSharesTests
{
    private static readonly Month s_month = Month.Parse("2024-04");

    /// <summary>Plants of the group by their codes; W confirms K and L, and nobody else.</summary>
    private static readonly OrganisationState s_group = Group("K", "L", "M", "V", "W");

    private static OrganisationState Group(params string[] plants) =>
        plants.Aggregate(
            OrganisationState.Empty,
            (state, plant) =>
                state.With(
                    new OrganisationChangedEvent
                    {
                        Kind = OrganisationChangedEvent.PlantKind,
                        Code = $"{plant}-1",
                        Version = 1,
                        ChangedAt = DateTimeOffset.UnixEpoch,
                        ChangedBy = "test",
                        Plant = new PlantRecord
                        {
                            Code = $"{plant}-1",
                            Name = plant,
                            Country = "CN",
                            From = Month.Parse("2020-01"),
                            Memberships = [],
                            Supplies = plant == "W" ? [Confirmed("K-1"), Confirmed("L-1")] : null,
                        },
                    },
                    version: state.Version + 1
                )
        );

    private static SupplyRecord Confirmed(string receiver) =>
        new()
        {
            Receiver = receiver,
            Carrier = Carriers.Electricity,
            State = SupplyStates.Confirmed,
            From = Month.Parse("2020-01"),
            Reason = "contract",
            StatedBy = "test",
            StatedAs = SupplyRecord.AsSupplier,
            StatedAt = DateTimeOffset.UnixEpoch,
        };

    /// <summary><c>W-1 delivered wind 100; for-customer wind K-1 40</c>.</summary>
    private static ClaimingSheet Sheet(string text)
    {
        var (plant, rest) = (text.Split(' ')[0], text[(text.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
        return new ClaimingSheet(
            PlantCode.Parse(plant),
            s_month,
            AsNamed: false,
            [
                .. rest.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                    .Where(said => said != "-")
                    .Select(said => said.Split(' '))
                    .Select(words => new SheetClaim(
                        words[0],
                        words[1],
                        words.Length == 4 ? words[2] : null,
                        decimal.Parse(words[^1])
                    )),
            ]
        );
    }

    /// <summary><c>K-1 wind W-1 100/150+40</c>, one after the other.</summary>
    private static string Shares(params string[] sheets) =>
        string.Join(
            " | ",
            ClaimShares
                .Of([.. sheets.Select(Sheet)], s_group)
                .OrderBy(of => of.Key)
                .SelectMany(of =>
                    of.Value.Select(share =>
                        $"{of.Key} {share.Power} {share.Supplier} "
                        + (share.Delivered is null ? "-" : $"{share.Delivered}/{share.Claimed}")
                        + (share.Unnamed is null ? "" : $"+{share.Unnamed}")
                    )
                )
        );

    [Theory]
    [InlineData("", "W-1 delivered wind 100", "K-1 bought wind W-1 100; claimed wind W-1 100")]
    [InlineData("K-1 wind W-1 100/150", "W-1 delivered wind 100", "K-1 bought wind W-1 150; claimed wind W-1 150")]
    [InlineData("K-1 solar W-1 0/150", "W-1 delivered wind 500", "K-1 claimed solar W-1 150")]
    [InlineData("K-1 wind W-1 0/150", "W-1 -", "K-1 claimed wind W-1 150")]
    [InlineData("K-1 wind W-1 -", "K-1 claimed wind W-1 150")]
    [InlineData("", "K-1 claimed wind OUTSIDE 150", "W-1 delivered wind 1")]
    [InlineData("", "K-1 claimed wind 150", "W-1 delivered wind 1")]
    public void A_claim_is_held_as_far_as_the_supplier_has_it(string shares, params string[] sheets) =>
        Shares(sheets).ShouldBe(shares);

    [Fact]
    public void The_excess_falls_on_all_who_claim_by_the_same_part() =>
        Shares("W-1 delivered wind 100", "K-1 claimed wind W-1 150", "L-1 claimed wind W-1 50")
            .ShouldBe("K-1 wind W-1 100/200 | L-1 wind W-1 100/200");

    [Fact]
    public void Who_is_not_confirmed_takes_nothing_from_those_who_are()
    {
        Shares("W-1 delivered wind 100", "K-1 claimed wind W-1 80", "M-1 claimed wind W-1 900")
            .ShouldBe("M-1 wind W-1 20/900");
        Shares("W-1 delivered wind 100", "K-1 claimed wind W-1 130", "M-1 claimed wind W-1 900")
            .ShouldBe("K-1 wind W-1 100/130 | M-1 wind W-1 0/900");
        // Named as customer it is as good as confirmed.
        Shares(
                "W-1 delivered wind 100; for-customer wind M-1 50",
                "K-1 claimed wind W-1 50",
                "M-1 bought wind W-1 150; claimed wind W-1 150"
            )
            .ShouldBe("K-1 wind W-1 100/200 | M-1 wind W-1 100/200");
    }

    [Theory]
    [InlineData(
        "M-1 wind W-1 100/100+100",
        "W-1 delivered wind 100; for-customer wind M-1 100",
        "M-1 claimed wind 100"
    )]
    [InlineData("M-1 wind W-1 60/60+60", "W-1 delivered wind 100; for-customer wind M-1 60", "M-1 claimed wind 100")]
    [InlineData(
        "M-1 wind W-1 40/40+40",
        "W-1 delivered wind 100; for-customer wind M-1 60",
        "M-1 bought wind W-1 20; claimed wind 100"
    )]
    [InlineData(
        "M-1 wind W-1 50/50+40",
        "W-1 delivered wind 100; for-customer wind M-1 50",
        "M-1 bought wind W-1 10; claimed wind 90; claimed wind W-1 10"
    )]
    [InlineData("", "W-1 delivered wind 100; for-customer wind M-1 60", "M-1 claimed solar 100")]
    [InlineData("", "W-1 delivered wind 100; for-customer wind M-1 60", "M-1 -")]
    [InlineData(
        "M-1 wind W-1 60/60+60",
        "W-1 delivered wind 100; for-customer wind M-1 60",
        "M-1 claimed wind OUTSIDE 100"
    )]
    public void Whom_a_generator_names_as_customer_claims_from_it(string shares, params string[] sheets) =>
        Shares(sheets).ShouldBe(shares);

    [Fact]
    public void What_the_generator_sold_the_certificates_of_nobody_holds() =>
        Shares("W-1 delivered wind 30; for-customer wind M-1 100", "M-1 claimed wind 100")
            .ShouldBe("M-1 wind W-1 30/100+100");

    [Fact]
    public void A_claim_is_claimed_from_one_generator_though_two_name_the_customer() =>
        Shares(
                "V-1 delivered wind 80; for-customer wind M-1 80",
                "W-1 delivered wind 80; for-customer wind M-1 80",
                "M-1 claimed wind 100"
            )
            .ShouldBe("M-1 wind V-1 80/80+80 | M-1 wind W-1 20/20+20");

    [Fact]
    public void Who_holds_a_whole_claim_does_not_hear_of_others()
    {
        Shares("W-1 delivered wind 100", "K-1 claimed wind W-1 60", "L-1 claimed wind W-1 40").ShouldBeEmpty();
        Shares("W-1 delivered wind 101; for-customer wind M-1 1", "K-1 claimed wind W-1 60", "M-1 claimed wind 1")
            .ShouldBe("M-1 wind W-1 1/1+1");
    }
}
