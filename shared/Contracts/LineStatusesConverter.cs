using System.Text.Json;
using System.Text.Json.Serialization;

namespace CarbonPlatform.Contracts;

/// <summary>Writes statuses as a list of their codes, so that a new one does not change the old ones.</summary>
public sealed class LineStatusesConverter : JsonConverter<LineStatuses>
{
    private static readonly (LineStatuses Status, string Code)[] s_codes =
    [
        (LineStatuses.ProvisionalFactor, "provisional-factor"),
        (LineStatuses.ProofPending, "proof-pending"),
        (LineStatuses.CarriedForward, "carried-forward"),
        (LineStatuses.UnverifiedFactor, "unverified-factor"),
        (LineStatuses.SupplierUnconfirmed, "supplier-unconfirmed"),
        (LineStatuses.DisputedFactor, "disputed-factor"),
        (LineStatuses.FallbackTechnology, "fallback-technology"),
        (LineStatuses.OutOfRange, "out-of-range"),
        (LineStatuses.CertificateSold, "certificate-sold"),
        (LineStatuses.CertificateKept, "certificate-kept"),
    ];

    /// <summary>The codes of the statuses that are set, in the order they are declared.</summary>
    public static IReadOnlyList<string> CodesOf(LineStatuses statuses) =>
        [.. s_codes.Where(pair => statuses.HasFlag(pair.Status)).Select(pair => pair.Code)];

    /// <inheritdoc />
    public override LineStatuses Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException("Statuses are a list of codes.");
        }

        var statuses = LineStatuses.None;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var code = reader.GetString();
            var known = Array.Find(s_codes, pair => pair.Code == code);
            statuses |= known.Code is null ? throw new JsonException($"'{code}' is no status.") : known.Status;
        }

        return statuses;
    }

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, LineStatuses value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var (status, code) in s_codes)
        {
            if (value.HasFlag(status))
            {
                writer.WriteStringValue(code);
            }
        }

        writer.WriteEndArray();
    }
}
