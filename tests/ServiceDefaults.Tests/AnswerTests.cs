using CarbonPlatform.TestKit;
using Microsoft.AspNetCore.Http;
using Shouldly;
using Xunit;

namespace CarbonPlatform.ServiceDefaults.Tests;

/// <summary>Answers that were given before, and questions that are asked once for all who wait.</summary>
[Tier(Tier.Pure)]
public sealed class AnswerTests
{
    [Fact]
    public void Those_not_asked_for_longest_make_room()
    {
        var answers = new AnswersInMemory(most: 10_000);
        foreach (var name in new[] { "a", "b", "c", "d", "e", "f", "g", "h" })
        {
            answers.Keep(name, new RememberedAnswer(new byte[900], name));
            answers.TryFind("a", out _).ShouldBeTrue();
        }
        answers.Keep("i", new RememberedAnswer(new byte[900], "i"));
        answers.Bytes.ShouldBeLessThanOrEqualTo(10_000);
        answers.TryFind("a", out var known).ShouldBeTrue();
        known!.Tag.ShouldBe("a");
        answers.TryFind("b", out _).ShouldBeFalse();
        answers.TryFind("i", out _).ShouldBeTrue();
    }

    [Fact]
    public void One_that_is_too_large_is_not_kept_and_a_newer_one_takes_the_place_of_the_older()
    {
        var answers = new AnswersInMemory(most: 10_000);
        answers.Keep("large", new RememberedAnswer(new byte[5_000], "x"));
        answers.TryFind("large", out _).ShouldBeFalse();
        answers.Bytes.ShouldBe(0);
        answers.Keep("a", new RememberedAnswer(new byte[100], "1"));
        var bytes = answers.Bytes;
        answers.Keep("a", new RememberedAnswer(new byte[100], "2"));
        answers.Bytes.ShouldBe(bytes);
        answers.TryFind("a", out var known).ShouldBeTrue();
        known!.Tag.ShouldBe("2");
    }

    [Fact]
    public async Task Who_comes_while_a_question_is_under_way_waits_for_the_next_one()
    {
        var question = new AskedTogether<int>();
        var answers = new List<TaskCompletionSource<int>>();
        var begun = new SemaphoreSlim(0);
        Task<int> Ask() =>
            question.AskAsync(
                () =>
                {
                    var answer = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
                    answers.Add(answer);
                    begun.Release();
                    return answer.Task;
                },
                CancellationToken.None
            );

        var first = Ask();
        await begun.WaitAsync();
        var late = Enumerable.Range(0, 50).Select(_ => Ask()).ToArray();
        answers.Count.ShouldBe(1);
        answers[0].SetResult(1);
        (await first).ShouldBe(1);
        await begun.WaitAsync();
        answers.Count.ShouldBe(2, "one for all fifty");
        answers[1].SetResult(2);
        (await Task.WhenAll(late)).ShouldAllBe(answer => answer == 2);
    }

    [Fact]
    public async Task A_question_that_failed_or_was_left_is_asked_again_for_the_next()
    {
        var question = new AskedTogether<int>();
        await Should.ThrowAsync<InvalidOperationException>(() =>
            question.AskAsync(() => throw new InvalidOperationException("away"), CancellationToken.None)
        );
        var never = new TaskCompletionSource<int>();
        using var left = new CancellationTokenSource();
        var begun = new TaskCompletionSource();
        var waiting = question.AskAsync(
            () =>
            {
                begun.SetResult();
                return never.Task;
            },
            left.Token
        );
        await begun.Task;
        await left.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => waiting);
        never.SetResult(0);
        (await question.AskAsync(() => Task.FromResult(3), CancellationToken.None)).ShouldBe(3);
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("*", true)]
    [InlineData("\"a\", {tag}", true)]
    [InlineData("\"a\"", false)]
    [InlineData("no tag", false)]
    public void Who_has_the_answer_says_so_by_its_tag(string? known, bool isKnown)
    {
        var tag = EntityTag.Of("position 1");
        var request = new DefaultHttpContext().Request;
        request.Headers.IfNoneMatch = known?.Replace("{tag}", tag, StringComparison.Ordinal);
        EntityTag.IsKnownTo(request, tag).ShouldBe(isKnown);
        EntityTag.Of("position 2").ShouldNotBe(tag);
    }
}
