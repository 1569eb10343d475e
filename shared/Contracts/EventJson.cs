using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CarbonPlatform.Contracts;

/// <summary>
/// Events as the bytes that are stored and travel: UTF-8 JSON, decimals as strings so that no reader loses digits,
/// absent members left out. Reading is strict: a member that the shape does not know is a fault, not a detail.
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
        JsonSerializer.Deserialize(bytes, s_context.OrganisationChangedEvent) ?? throw Empty();

    /// <summary>Reads a <see cref="ReadingsAcceptedEvent"/>.</summary>
    /// <exception cref="JsonException">The bytes are not of that shape.</exception>
    public static ReadingsAcceptedEvent ReadingsAccepted(ReadOnlySpan<byte> bytes) =>
        JsonSerializer.Deserialize(bytes, s_context.ReadingsAcceptedEvent) ?? throw Empty();

    /// <summary>Reads an <see cref="EmissionsCalculatedEvent"/>.</summary>
    /// <exception cref="JsonException">The bytes are not of that shape.</exception>
    public static EmissionsCalculatedEvent EmissionsCalculated(ReadOnlySpan<byte> bytes) =>
        JsonSerializer.Deserialize(bytes, s_context.EmissionsCalculatedEvent) ?? throw Empty();

    /// <summary>Reads an <see cref="EntryPostedEvent"/>.</summary>
    /// <exception cref="JsonException">The bytes are not of that shape.</exception>
    public static EntryPostedEvent EntryPosted(ReadOnlySpan<byte> bytes) =>
        JsonSerializer.Deserialize(bytes, s_context.EntryPostedEvent) ?? throw Empty();

    /// <summary>Reads a <see cref="RefusedEvent"/>.</summary>
    /// <exception cref="JsonException">The bytes are not of that shape.</exception>
    public static RefusedEvent Refused(ReadOnlySpan<byte> bytes) =>
        JsonSerializer.Deserialize(bytes, s_context.RefusedEvent) ?? throw Empty();

    // Bodies never reach a page, so units and names in Chinese stay readable instead of being escaped.
    private static readonly EventJsonContext s_context = new(
        new JsonSerializerOptions(EventJsonContext.Default.Options)
        {
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        }
    );

    private static JsonException Empty() => new("The event is null.");
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
