using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using CarbonPlatform.Quantities;
using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Record.Tests;

/// <summary>The record against the vectors that other implementations are held to.</summary>
[Tier(Tier.Pure)]
public sealed class VectorTests
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    public static TheoryData<string, string?, string> Fields() =>
        [.. Read<FieldVector>("fields.json").Select(field => (field.Kind, field.Value, field.Bytes))];

    [Theory]
    [MemberData(nameof(Fields))]
    public void A_field_has_the_bytes_of_the_vectors(string kind, string? value, string bytes)
    {
        var fields = new FieldWriter();
        switch (kind)
        {
            case "nothing":
                fields.Null();
                break;
            case "integer":
                fields.Integer(long.Parse(value!, CultureInfo.InvariantCulture));
                break;
            case "text":
                fields.Text(value);
                break;
            case "decimal":
                fields.Decimal(Number(value));
                break;
            case "instant":
                fields.Instant(DateTimeOffset.Parse(value!, CultureInfo.InvariantCulture));
                break;
            case "bytes":
                fields.Bytes(Convert.FromHexString(value!));
                break;
            case "list":
                fields.List(int.Parse(value!, CultureInfo.InvariantCulture));
                break;
            default:
                throw new InvalidDataException($"{kind} is no kind of field.");
        }
        Convert.ToHexStringLower(fields.Written).ShouldBe(bytes);
    }

    [Fact]
    public void Entries_have_the_bytes_leaves_and_roots_of_the_vectors()
    {
        var leaf = new EntryLeaf();
        var tree = EntryTree.Restore(0, []);
        var entries = Read<EntryVector>("entries.json");
        entries.Count.ShouldBe(5);
        foreach (var entry in entries)
        {
            var (head, body) = (HeadOf(entry.Head), BodyOf(entry));
            body.Kind.ShouldBe(entry.Kind, entry.About);
            Convert.ToHexStringLower(leaf.Bytes(head, body)).ShouldBe(entry.Bytes, entry.About);
            var hash = leaf.Of(head, body);
            Convert.ToHexStringLower(hash).ShouldBe(entry.Leaf, entry.About);
            tree.Append(hash);
            Convert.ToHexStringLower(tree.Root()).ShouldBe(entry.Root, entry.About);
        }
    }

    [Fact]
    public void Every_kind_of_entry_has_a_vector() =>
        typeof(EntryBody)
            .Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(EntryBody)))
            .Select(type => (string)type.GetField("Code")!.GetValue(null)!)
            .ShouldBe(Read<EntryVector>("entries.json").Select(entry => entry.Kind).Distinct(), ignoreOrder: true);

    private static EntryHead HeadOf(HeadVector head) =>
        new()
        {
            Sequence = head.Sequence,
            Plant = head.Plant is null ? null : PlantCode.Parse(head.Plant),
            Month = head.Month,
            Version = head.Version is [var revision, var catalogue, var methods]
                ? new ResultVersion(revision, catalogue, methods)
                : null,
            SubmissionId = head.SubmissionId,
            Reason = head.Reason,
            IsAdjustment = head.Adjustment,
            RecordedAt = head.RecordedAt,
        };

    private static EntryBody BodyOf(EntryVector entry) =>
        entry.Record is { } record
            ? new OrganisationBody(record.Kind, record.Code, record.Version, Encoding.UTF8.GetBytes(record.Text))
            : new EmissionsBody([.. entry.Postings!.Select(PostingOf)], entry.Gaps!);

    private static PostingFields PostingOf(PostingVector posting) =>
        new(
            posting.Ordinal,
            posting.Line.Encode(),
            Number(posting.Amount)!.Value,
            Number(posting.Quantity)!.Value,
            new ProvenanceFields(
                posting.Provenance.Quality,
                posting.Provenance.Method,
                posting.Provenance.FactorSet,
                posting.Provenance.Statuses,
                Number(posting.Provenance.ActivityUncertaintyPercent),
                Number(posting.Provenance.FactorUncertaintyPercent)
            ).Encode(),
            posting.Reverses?[0],
            (int?)posting.Reverses?[1]
        );

    private static decimal? Number(string? text) =>
        text is null ? null : decimal.Parse(text, CultureInfo.InvariantCulture);

    private static IReadOnlyList<T> Read<T>(string file) =>
        JsonSerializer.Deserialize<IReadOnlyList<T>>(
            File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Vectors", file)),
            s_json
        )!;

    private sealed record FieldVector(string Kind, string? Value, string Bytes);

    private sealed record EntryVector(
        string About,
        HeadVector Head,
        string Kind,
        string Bytes,
        string Leaf,
        string Root,
        IReadOnlyList<PostingVector>? Postings = null,
        IReadOnlyList<GapFields>? Gaps = null,
        RecordVector? Record = null
    );

    private sealed record HeadVector(
        long Sequence,
        string? Plant,
        Month? Month,
        IReadOnlyList<int>? Version,
        Guid? SubmissionId,
        string Reason,
        bool Adjustment,
        DateTimeOffset RecordedAt
    );

    private sealed record PostingVector(
        int Ordinal,
        LineFields Line,
        string Amount,
        string Quantity,
        ProvenanceVector Provenance,
        IReadOnlyList<long>? Reverses
    );

    private sealed record ProvenanceVector(
        string Quality,
        string Method,
        string? FactorSet,
        int Statuses,
        string? ActivityUncertaintyPercent,
        string? FactorUncertaintyPercent
    );

    private sealed record RecordVector(string Kind, string Code, int Version, string Text);
}
