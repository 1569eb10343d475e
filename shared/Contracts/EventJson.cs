using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace CarbonPlatform.Contracts;

/// <summary>
/// Events as the bytes that are stored and travel: UTF-8 JSON, decimals as strings so that no reader loses digits,
/// absent members left out. Reading is strict: a member that the shape does not know is a fault, not a detail, and so
/// is a number beyond those by which anything is counted (<see cref="Counting"/>).
/// </summary>
public static class EventJson
{
    /// <summary>Bytes of an event.</summary>
    public static byte[] Serialize(OrganisationChangedEvent value) =>
        JsonSerializer.SerializeToUtf8Bytes(value, s_context.OrganisationChangedEvent);

    /// <summary>Bytes of an event.</summary>
    public static byte[] Serialize(ReadingsAcceptedEvent value) =>
        JsonSerializer.SerializeToUtf8Bytes(value, s_context.ReadingsAcceptedEvent);

    /// <summary>Bytes of an event.</summary>
    public static byte[] Serialize(EmissionsCalculatedEvent value) =>
        JsonSerializer.SerializeToUtf8Bytes(value, s_context.EmissionsCalculatedEvent);

    /// <summary>Bytes of an event.</summary>
    public static byte[] Serialize(EntryPostedEvent value) =>
        JsonSerializer.SerializeToUtf8Bytes(value, s_context.EntryPostedEvent);

    /// <summary>Bytes of an event.</summary>
    public static byte[] Serialize(RefusedEvent value) =>
        JsonSerializer.SerializeToUtf8Bytes(value, s_context.RefusedEvent);

    /// <summary>Reads an <see cref="OrganisationChangedEvent"/>.</summary>
    /// <exception cref="JsonException">The bytes are not of that shape.</exception>
    public static OrganisationChangedEvent OrganisationChanged(ReadOnlySpan<byte> bytes) =>
        Read(bytes, s_context.OrganisationChangedEvent, changed => Counting.Check(changed.Version));

    /// <summary>Reads a <see cref="ReadingsAcceptedEvent"/>.</summary>
    /// <exception cref="JsonException">The bytes are not of that shape.</exception>
    public static ReadingsAcceptedEvent ReadingsAccepted(ReadOnlySpan<byte> bytes) =>
        Read(bytes, s_context.ReadingsAcceptedEvent, accepted => Counting.Check(accepted.Revision));

    /// <summary>Reads an <see cref="EmissionsCalculatedEvent"/>.</summary>
    /// <exception cref="JsonException">The bytes are not of that shape.</exception>
    public static EmissionsCalculatedEvent EmissionsCalculated(ReadOnlySpan<byte> bytes) =>
        Read(
            bytes,
            s_context.EmissionsCalculatedEvent,
            calculated =>
            {
                Counting.Check(calculated.Revision);
                Counting.Check(calculated.CatalogueVersion);
                Counting.Check(calculated.MethodsVersion);
            }
        );

    /// <summary>Reads an <see cref="EntryPostedEvent"/>.</summary>
    /// <exception cref="JsonException">The bytes are not of that shape.</exception>
    public static EntryPostedEvent EntryPosted(ReadOnlySpan<byte> bytes) =>
        Read(
            bytes,
            s_context.EntryPostedEvent,
            receipt =>
            {
                Counting.Check(receipt.Revision);
                Counting.Check(receipt.CatalogueVersion);
                Counting.Check(receipt.MethodsVersion);
                Counting.Check(receipt.RecordVersion);
                Counting.Check(receipt.Postings);
                Counting.Check(receipt.OpenGaps);
            }
        );

    /// <summary>Reads a <see cref="RefusedEvent"/>.</summary>
    /// <exception cref="JsonException">The bytes are not of that shape.</exception>
    public static RefusedEvent Refused(ReadOnlySpan<byte> bytes) =>
        Read(
            bytes,
            s_context.RefusedEvent,
            refused =>
            {
                Counting.Check(refused.Revision);
                Counting.Check(refused.RecordVersion);
            }
        );

    // Bodies never reach a page, so units and names in Chinese stay readable instead of being escaped.
    private static readonly EventJsonContext s_context = new(
        new JsonSerializerOptions(EventJsonContext.Default.Options)
        {
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        }
    );

    private static T Read<T>(ReadOnlySpan<byte> bytes, JsonTypeInfo<T> shape, Action<T> check)
    {
        var value = JsonSerializer.Deserialize(bytes, shape) ?? throw new JsonException("The event is null.");
        check(value);
        return value;
    }
}

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    PropertyNameCaseInsensitive = false,
    Converters = [typeof(DecimalTextConverter)]
)]
[JsonSerializable(typeof(OrganisationChangedEvent))]
[JsonSerializable(typeof(ReadingsAcceptedEvent))]
[JsonSerializable(typeof(EmissionsCalculatedEvent))]
[JsonSerializable(typeof(EntryPostedEvent))]
[JsonSerializable(typeof(RefusedEvent))]
internal sealed partial class EventJsonContext : JsonSerializerContext;
