using System.Collections;
using System.Text.Json;
using CarbonPlatform.ServiceDefaults.Json;

namespace CarbonPlatform.Ingestion.Organisation;

/// <summary>
/// Members of a record by the names that callers give them: what a call changes without saying so, and what it changes
/// without saying from when.
/// </summary>
internal sealed class RecordMembers<TRecord> : IEnumerable<string>
    where TRecord : class
{
    private readonly List<(string Name, Func<TRecord, object?> Of, string? Right)> _members = [];

    /// <summary>A member that has a date, or needs none.</summary>
    public void Add(string name, Func<TRecord, object?> of) => _members.Add((name, of, null));

    /// <summary>A member without a date, by which sheets are calculated.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="of">Its value.</param>
    /// <param name="right">How the same is said from a month on.</param>
    public void Add(string name, Func<TRecord, object?> of, string right) => _members.Add((name, of, right));

    /// <summary>Members that would be cleared because the call leaves them out.</summary>
    public IReadOnlyList<string> LeftOut(IReadOnlySet<string> said, TRecord? before, TRecord after) =>
        before is null
            ? []
            :
            [
                .. _members
                    .Where(member => !said.Contains(member.Name) && !IsSame(member.Of(before), member.Of(after)))
                    .Select(member => member.Name),
            ];

    /// <summary>Members without a date that change.</summary>
    public IReadOnlyList<UndatedChange> Undated(TRecord? before, TRecord after) =>
        before is null
            ? []
            :
            [
                .. _members
                    .Where(member => member.Right is not null && !IsSame(member.Of(before), member.Of(after)))
                    .Select(member => new UndatedChange(member.Name, member.Right!)),
            ];

    private static bool IsSame(object? one, object? other) =>
        JsonSerializer
            .SerializeToUtf8Bytes(one, StrictJson.Options)
            .AsSpan()
            .SequenceEqual(JsonSerializer.SerializeToUtf8Bytes(other, StrictJson.Options));

    public IEnumerator<string> GetEnumerator() => _members.Select(member => member.Name).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>A value that changes and has no date.</summary>
/// <param name="Member">The member.</param>
/// <param name="Right">How the same is said from a month on.</param>
internal sealed record UndatedChange(string Member, string Right);
