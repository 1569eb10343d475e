using CarbonPlatform.Ingestion.Delivery;
using CarbonPlatform.Quantities;
using CarbonPlatform.TestKit;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Ingestion.Tests.Delivery;

/// <summary>State is compared with state; what is on its way is no difference.</summary>
[Tier(Tier.Pure)]
public sealed class LedgerComparisonTests
{
    private static readonly PlantCode s_plant = PlantCode.Parse("P-1");
    private static readonly Month s_month = Month.Parse("2024-03");

    private static IReadOnlyList<SheetDifference> Compare(OwnSheet? own, LedgerSheet? ledger) =>
        LedgerComparison.Of(own is null ? [] : [own], ledger is null ? [] : [ledger]);

    private static OwnSheet Own(int revision, int applied, string? hash = null) =>
        new(s_plant, s_month, revision, applied, hash);

    private static LedgerSheet Held(int revision, string hash = "aa") => new(s_plant, s_month, revision, hash);

    [Fact]
    public void Agreement_is_no_difference() => Compare(Own(3, 3, "aa"), Held(3)).ShouldBeEmpty();

    [Fact]
    public void What_has_no_receipt_yet_is_on_its_way()
    {
        Compare(Own(3, 0), null).ShouldBeEmpty("never posted");
        Compare(Own(3, 2, "aa"), Held(2)).ShouldBeEmpty("the third is coming");
        Compare(Own(3, 2, "aa"), Held(3, "bb")).ShouldBeEmpty("the receipt of the third is coming");
    }

    [Fact]
    public void What_a_receipt_vouched_for_and_is_gone_was_lost()
    {
        Compare(Own(3, 3, "aa"), Held(2, "bb")).ShouldBe([new(Difference.LedgerLost, s_plant, s_month, 2, "bb")]);
        Compare(Own(3, 3, "aa"), null).ShouldBe([new(Difference.LedgerLost, s_plant, s_month, 0, null)]);
        Compare(Own(4, 3, "aa"), Held(1)).ShouldBe([new(Difference.LedgerLost, s_plant, s_month, 1, "aa")]);
    }

    [Fact]
    public void Other_lines_at_the_same_revision_are_a_difference() =>
        Compare(Own(3, 3, "aa"), Held(3, "bb")).ShouldBe([new(Difference.LinesDiffer, s_plant, s_month, 3, "bb")]);

    [Fact]
    public void What_only_the_ledger_has_is_beyond_us()
    {
        Compare(Own(3, 3, "aa"), Held(5)).ShouldBe([new(Difference.LedgerBeyond, s_plant, s_month, 5, "aa")]);
        Compare(null, Held(1)).ShouldBe([new(Difference.LedgerBeyond, s_plant, s_month, 1, "aa")]);
        Compare(Own(0, 5), Held(5))
            .ShouldBe([new(Difference.LedgerBeyond, s_plant, s_month, 5, "aa")], "still unknown here");
    }

    [Fact]
    public void Records_are_compared_by_version()
    {
        LedgerComparison
            .Of([new OwnRecord("plant", "P-1", 3, 3)], [new LedgerRecord("plant", "P-1", 3)])
            .ShouldBeEmpty();
        LedgerComparison
            .Of([new OwnRecord("plant", "P-1", 3, 2)], [new LedgerRecord("plant", "P-1", 2)])
            .ShouldBeEmpty();
        LedgerComparison
            .Of([new OwnRecord("plant", "P-1", 3, 3)], [new LedgerRecord("plant", "P-1", 2)])
            .ShouldBe([new(Difference.LedgerLost, "plant", "P-1", 2)]);
        LedgerComparison
            .Of([new OwnRecord("unit", "U-1", 3, 3)], [])
            .ShouldBe([new(Difference.LedgerLost, "unit", "U-1", 0)]);
        LedgerComparison
            .Of([], [new LedgerRecord("unit", "U-1", 1)])
            .ShouldBe([new(Difference.LedgerBeyond, "unit", "U-1", 1)]);
    }

    /// <summary>However the two stand, after putting right what was found nothing more is found.</summary>
    [Fact]
    public void Putting_right_leaves_no_difference()
    {
        var numbers = Gen.Choose(0, 4).Three();
        Prop.ForAll(
                Arb.From(numbers),
                n =>
                {
                    var (revision, applied, held) = n;
                    var own = Own(revision, Math.Min(applied, revision), applied > 0 ? "aa" : null);
                    LedgerSheet[] ledger = held == 0 ? [] : [Held(held, applied == held ? "aa" : "bb")];
                    foreach (var difference in LedgerComparison.Of([own], ledger))
                    {
                        own = difference.Kind switch
                        {
                            Difference.LedgerLost => own with
                            {
                                AppliedRevision = difference.LedgerRevision,
                                LinesHash = difference.LinesHash,
                            },
                            // The event is sent again and its receipt brings the ledger's hash.
                            Difference.LinesDiffer => own with { LinesHash = difference.LinesHash },
                            // A new revision above the ledger's replaces what is unknown here.
                            _ => own with
                            {
                                Revision = difference.LedgerRevision + 1,
                                AppliedRevision = difference.LedgerRevision,
                                LinesHash = difference.LinesHash,
                            },
                        };
                    }
                    return LedgerComparison.Of([own], ledger).Count == 0;
                }
            )
            .QuickCheckThrowOnFailure();
    }
}
