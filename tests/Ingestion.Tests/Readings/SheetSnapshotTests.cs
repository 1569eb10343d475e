using CarbonPlatform.Contracts;
using CarbonPlatform.Ingestion.Readings;
using CarbonPlatform.Quantities;
using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Ingestion.Tests.Readings;

/// <summary>A source as it was in a month.</summary>
[Tier(Tier.Pure)]
public sealed class SheetSnapshotTests
{
    private static readonly SourceRecord s_source = new()
    {
        Code = "S-1",
        Name = "S",
        Kind = "wind-farm",
        Process = "power",
    };

    private static CapacityRecord Megawatts(string from, decimal megawatts) =>
        new() { From = DateOnly.Parse(from), Megawatts = megawatts };

    [Theory]
    [InlineData("2024-01", null)] // before it began
    [InlineData("2024-02", "1.724138")] // begins on the 25th: 5 of 29 days at 10 MW
    [InlineData("2024-03", "10")]
    [InlineData("2024-04", "22.666667")] // 10 days each at 10, 18 and 40 MW: 680 / 30
    [InlineData("2024-05", "40")]
    public void Capacity_is_weighted_by_the_days_of_the_month(string month, string? megawatts)
    {
        var source = s_source with
        {
            Capacities = [Megawatts("2024-02-25", 10), Megawatts("2024-04-11", 18), Megawatts("2024-04-21", 40)],
        };
        SheetSnapshot
            .Of(source, Month.Parse(month))
            .CapacityMegawatts.ShouldBe(
                megawatts is null ? null : decimal.Parse(megawatts, System.Globalization.CultureInfo.InvariantCulture)
            );
    }

    [Fact]
    public void Profile_state_and_waivers_are_those_of_the_month()
    {
        var source = s_source with
        {
            Profiles =
            [
                new() { From = Month.Parse("2020-01"), Profile = "ndrc-2013" },
                new() { From = Month.Parse("2024-03"), Profile = "ets-2024" },
            ],
            States =
            [
                new() { From = new DateOnly(2024, 2, 29), State = "stopped" },
                new() { From = new DateOnly(2024, 4, 1), State = "running" },
            ],
            Waivers =
            [
                new()
                {
                    Measure = "SO2",
                    Kind = "not-applicable",
                    From = Month.Parse("2024-03"),
                    Reason = "r",
                    SignedBy = "li",
                    SignedAt = DateTimeOffset.UnixEpoch,
                },
                new()
                {
                    Measure = "NOx",
                    Kind = "not-applicable",
                    From = Month.Parse("2024-01"),
                    To = Month.Parse("2024-02"),
                    Reason = "r",
                    SignedBy = "signer",
                    SignedAt = DateTimeOffset.UnixEpoch,
                },
            ],
        };
        Told("2019-12").ShouldBe((null, null, ""));
        Told("2024-02").ShouldBe(("ndrc-2013", "stopped", "NOx signer"));
        Told("2024-03").ShouldBe(("ets-2024", "stopped", "SO2 li"));
        Told("2024-04").ShouldBe(("ets-2024", null, "SO2 li"), "running is not worth saying");

        (string?, string?, string) Told(string month)
        {
            var snapshot = SheetSnapshot.Of(source, Month.Parse(month));
            return (
                snapshot.Profile,
                snapshot.State,
                string.Join(',', snapshot.Waived.Select(w => $"{w.Measure} {w.SignedBy}"))
            );
        }
    }
}
