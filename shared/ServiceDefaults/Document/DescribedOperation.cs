using CarbonPlatform.ServiceDefaults.Document;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace CarbonPlatform.ServiceDefaults;

/// <summary>What the API's document says of one operation and its handler's signature does not.</summary>
public static class DescribedOperation
{
    /// <summary>
    /// What the operation refuses beyond what any does (<see cref="RefusedEverywhere"/>): of each code one as it may
    /// come, which the document shows.
    /// </summary>
    public static RouteHandlerBuilder Refuses(
        this RouteHandlerBuilder operation,
        params IReadOnlyList<Refusal> refusals
    ) => operation.WithMetadata(new RefusedHere(refusals));

    /// <summary>The good answers have an ETag.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="example">The tag as it may come; of some answer in memory unless given.</param>
    public static RouteHandlerBuilder AnswersWithTag(
        this RouteHandlerBuilder operation,
        string example = "W/\"x4aF0v9dHjfbkA2WzKqL\""
    ) => operation.AnswersWith("ETag", "Names the answer as it is now.", example);

    /// <summary>The same, and whoever sends it along as <c>If-None-Match</c> is told that it still holds.</summary>
    public static RouteHandlerBuilder AnswersUnlessKnown(this RouteHandlerBuilder operation) =>
        operation.AnswersWithTag().Produces(StatusCodes.Status304NotModified).WithMetadata(new AskedWithTag());

    /// <summary>Where 200 may have another form too, by what was asked.</summary>
    public static RouteHandlerBuilder OrAnswers<T>(this RouteHandlerBuilder operation) =>
        operation.WithMetadata(new OtherForm(typeof(T)));

    /// <summary>The good answers have a header.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="header">Its name.</param>
    /// <param name="description">What it says.</param>
    /// <param name="example">What it may say.</param>
    /// <param name="onlyAt">The one status at which it comes; every good one unless given.</param>
    /// <param name="always">Whether it always comes.</param>
    public static RouteHandlerBuilder AnswersWith(
        this RouteHandlerBuilder operation,
        string header,
        string description,
        string example,
        int? onlyAt = null,
        bool always = true
    ) => operation.WithMetadata(new HeaderOfAnswer(header, description, example) { OnlyAt = onlyAt, Always = always });

    /// <summary>A parameter of the query is a word of a list.</summary>
    public static RouteHandlerBuilder WithChoice(
        this RouteHandlerBuilder operation,
        string parameter,
        params IReadOnlyList<string> words
    ) => operation.WithMetadata(new ChoiceOfParameter(parameter, words, IsList: false));

    /// <summary>A parameter of the query is several words of a list, parted by commas.</summary>
    public static RouteHandlerBuilder WithChoices(
        this RouteHandlerBuilder operation,
        string parameter,
        params IReadOnlyList<string> words
    ) => operation.WithMetadata(new ChoiceOfParameter(parameter, words, IsList: true));

    /// <summary>Parameters that the operation refuses to be without, although its handler may go without.</summary>
    public static RouteHandlerBuilder WithNeeded(
        this RouteHandlerBuilder operation,
        params IReadOnlyList<string> parameters
    ) => operation.WithMetadata(new NeededParameters(parameters));
}
