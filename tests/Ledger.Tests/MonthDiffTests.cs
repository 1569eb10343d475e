using CarbonPlatform.Ledger.Journal;
using CarbonPlatform.TestKit;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Ledger.Tests;

/// <summary>The merge of what stands with what is wanted.</summary>
[Tier(Tier.Pure)]
public sealed class MonthDiffTests
{
    private const long Sequence = 9;

    private static readonly Arbitrary<WantedLines[]> s_histories = Lines()
        .NonEmptyListOf()
        .Select(list => list.ToArray())
        .ToArbitrary();

    [Fact]
    public void Nothing_to_nothing_posts_nothing() =>
        MonthDiff.Between(StandingLines.None, WantedLines.None, Sequence).Postings.ShouldBeEmpty();

    [Fact]
    public void New_lines_are_posted_in_order_of_line()
    {
        var change = MonthDiff.Between(
            StandingLines.None,
            new WantedLines([3, 7], [10m, 20m], [1m, 2m], [0, 1]),
            Sequence
        );

        change.Postings.ShouldBe([
            new NewPosting(0, 3, 10m, 1m, 0, null, null),
            new NewPosting(1, 7, 20m, 2m, 1, null, null),
        ]);
        change.Standing.Sequences.ShouldBe([Sequence, Sequence]);
        change.Standing.Ordinals.ShouldBe([0, 1]);
    }

    [Theory]
    [InlineData(11, 1, 0)] // another amount
    [InlineData(10, 2, 0)] // another activity quantity behind the same amount
    [InlineData(10, 1, 1)] // the same figure, arrived at in another way
    public void Changed_line_is_reversed_and_posted_anew(int amount, int quantity, int provenance)
    {
        var standing = new StandingLines([3], [10m], [1m], [0], [4], [2]);

        var change = MonthDiff.Between(standing, new WantedLines([3], [amount], [quantity], [provenance]), Sequence);

        change.Postings.ShouldBe([
            new NewPosting(0, 3, -10m, -1m, 0, 4, 2),
            new NewPosting(1, 3, amount, quantity, provenance, null, null),
        ]);
        change.Standing.Sequences.ShouldBe([Sequence]);
        change.Standing.Ordinals.ShouldBe([1]);
    }

    [Fact]
    public void Line_not_wanted_any_more_is_reversed_and_its_neighbours_stay()
    {
        var standing = new StandingLines([1, 3, 5], [1m, 3m, 5m], [1m, 3m, 5m], [0, 0, 0], [4, 4, 6], [0, 1, 0]);

        var change = MonthDiff.Between(standing, new WantedLines([1, 5], [1m, 5m], [1m, 5m], [0, 0]), Sequence);

        change.Postings.ShouldBe([new NewPosting(0, 3, -3m, -3m, 0, 4, 1)]);
        change.Standing.Sequences.ShouldBe([4, 6], "the postings of the others still stand");
    }

    [Fact]
    public void The_same_number_with_other_zeros_is_no_change() =>
        MonthDiff
            .Between(
                new StandingLines([1], [8123.4m], [1m], [0], [4], [0]),
                new WantedLines([1], [8123.400m], [1.0m], [0]),
                Sequence
            )
            .Postings.ShouldBeEmpty();

    [Fact]
    public void Gaps_that_are_gone_close_and_new_ones_open()
    {
        var (stays, goes, comes) = (
            Sheet.Gap("BOILER-1"),
            Sheet.Gap("BOILER-2"),
            Sheet.Gap("BOILER-2", detail: "Give something else.")
        );

        MonthDiff
            .Between([stays, goes], [stays, comes])
            .ShouldBe([new GapChange(goes, Opened: false), new GapChange(comes, Opened: true)]);
        MonthDiff.Between([stays], [stays]).ShouldBeEmpty();
    }

    /// <summary>
    /// Whatever came before: the postings so far add up, line by line, to exactly what is wanted now.
    /// </summary>
    [Fact]
    public void Postings_of_any_history_add_up_to_what_is_wanted() =>
        Prop.ForAll(
                s_histories,
                history =>
                {
                    var standing = StandingLines.None;
                    var journal = new Dictionary<(long Sequence, int Ordinal), NewPosting>();
                    for (var i = 0; i < history.Length; i++)
                    {
                        var change = MonthDiff.Between(standing, history[i], i + 1);
                        foreach (var posting in change.Postings)
                            journal.Add((i + 1, posting.Ordinal), posting);
                        standing = change.Standing;

                        var wanted = history[i]
                            .LineIds.Zip(history[i].Amounts)
                            .ToDictionary(pair => pair.First, pair => pair.Second);
                        foreach (var line in journal.Values.GroupBy(posting => posting.LineId))
                            line.Sum(posting => posting.Amount).ShouldBe(wanted.GetValueOrDefault(line.Key));
                        wanted.Keys.ShouldBeSubsetOf(journal.Values.Select(posting => posting.LineId));
                    }
                }
            )
            .Check(Thoroughly);

    /// <summary>
    /// A reversal is the exact negative of one posting, which is no reversal itself, and no posting is taken back
    /// twice.
    /// </summary>
    [Fact]
    public void Reversals_of_any_history_take_back_one_posting_each() =>
        Prop.ForAll(
                s_histories,
                history =>
                {
                    var standing = StandingLines.None;
                    var journal = new Dictionary<(long Sequence, int Ordinal), NewPosting>();
                    var reversed = new HashSet<(long, int)>();
                    for (var i = 0; i < history.Length; i++)
                    {
                        var change = MonthDiff.Between(standing, history[i], i + 1);
                        foreach (var posting in change.Postings)
                        {
                            if (posting.IsReversal)
                            {
                                var of = (posting.ReversesSequence!.Value, posting.ReversesOrdinal!.Value);
                                reversed.Add(of).ShouldBeTrue();
                                var original = journal[of];
                                original.IsReversal.ShouldBeFalse();
                                (posting.LineId, posting.Amount, posting.Quantity, posting.ProvenanceId).ShouldBe(
                                    (original.LineId, -original.Amount, -original.Quantity, original.ProvenanceId)
                                );
                            }
                            journal.Add((i + 1, posting.Ordinal), posting);
                        }
                        change
                            .Postings.Select(posting => posting.Ordinal)
                            .ShouldBe(Enumerable.Range(0, change.Postings.Count));
                        standing = change.Standing;
                    }

                    var open = journal
                        .Where(posting => !posting.Value.IsReversal && !reversed.Contains(posting.Key))
                        .OrderBy(posting => posting.Value.LineId)
                        .ToList();
                    standing.LineIds.ShouldBe(open.Select(posting => posting.Value.LineId));
                    standing.Amounts.ShouldBe(open.Select(posting => posting.Value.Amount));
                    standing
                        .Sequences.Zip(standing.Ordinals)
                        .ShouldBe(
                            open.Select(posting => posting.Key),
                            "what stands names the postings that nobody took back"
                        );
                }
            )
            .Check(Thoroughly);

    /// <summary>What is equal is never posted again.</summary>
    [Fact]
    public void Wanting_the_same_again_posts_nothing() =>
        Prop.ForAll(
                Lines().ToArbitrary(),
                wanted =>
                    MonthDiff
                        .Between(MonthDiff.Between(StandingLines.None, wanted, 1).Standing, wanted, 2)
                        .Postings.ShouldBeEmpty()
            )
            .Check(Thoroughly);

    private static Config Thoroughly { get; } = Config.QuickThrowOnFailure.WithMaxTest(500).WithQuietOnSuccess(true);

    /// <summary>Few ids, few values: so that lines stay, change, go and come back.</summary>
    private static Gen<WantedLines> Lines() =>
        from ids in Gen.SubListOf(Enumerable.Range(0, 8))
        from amounts in Gen.Elements(0m, 1m, 2.5m, -3m).ArrayOf(8)
        from quantities in Gen.Elements(1m, 2m).ArrayOf(8)
        from provenances in Gen.Elements(0, 0, 1).ArrayOf(8)
        let sorted = ids.Distinct().Order().ToArray()
        select new WantedLines(
            sorted,
            [.. sorted.Select(id => amounts[id])],
            [.. sorted.Select(id => quantities[id])],
            [.. sorted.Select(id => provenances[id])]
        );
}
