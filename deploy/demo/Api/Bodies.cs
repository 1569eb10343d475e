using System.Globalization;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using CarbonPlatform.DemoGroup.Files;
using CarbonPlatform.DemoGroup.Group;

namespace CarbonPlatform.DemoGroup.Api;

/// <summary>The group's records as JSON bodies of the public API.</summary>
internal static class Bodies
{
    private static readonly JsonWriterOptions s_writing = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static byte[] Unit(StrategicUnit unit) =>
        Write(json =>
        {
            json.WriteString("name", unit.Name);
            json.WriteString("nameZh", unit.NameZh);
        });

    public static byte[] Plant(Plant plant) =>
        Write(json =>
        {
            json.WriteString("name", plant.Name);
            json.WriteString("nameZh", plant.NameZh);
            json.WriteString("country", plant.Country);
            json.WriteString("province", plant.Province);
            Text(json, "subRegion", plant.SubRegion);
            Strings(json, "kinds", plant.Kinds);
            json.WriteString("from", plant.From);
            Text(json, "to", plant.To);
            if (plant.Memberships is [var only])
            {
                json.WriteString("orgUnit", only.Unit);
                json.WriteNumber("ownershipShare", plant.OwnershipShare);
                return;
            }

            json.WriteStartArray("memberships");
            foreach (var membership in plant.Memberships)
            {
                json.WriteStartObject();
                json.WriteString("orgUnit", membership.Unit);
                json.WriteString("from", membership.From);
                json.WriteNumber("ownershipShare", plant.OwnershipShare);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });

    public static byte[] Source(Source source) =>
        Write(json =>
        {
            json.WriteString("name", source.Name);
            json.WriteString("nameZh", source.NameZh);
            json.WriteString("kind", source.Kind);
            json.WriteString("process", source.Process);
            Text(json, "technology", source.Technology);
            json.WriteStartArray("capacities");
            foreach (var capacity in source.Capacities)
            {
                json.WriteStartObject();
                json.WriteString("from", capacity.From);
                json.WriteNumber("megawatts", capacity.Megawatts);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            Strings(json, "dischargesTo", source.DischargesTo);
            Text(json, "creditingStart", source.CreditingStart);
            if (source.PowerDensity is { } density)
                json.WriteNumber("powerDensity", density);
            else
                json.WriteNull("powerDensity");
        });

    public static byte[] Supply(SupplyLink supply) =>
        Write(json =>
        {
            json.WriteString("carrier", supply.Carrier);
            json.WriteString("state", "confirmed");
            json.WriteString("from", supply.From);
            json.WriteString("reason", "Supply contract of the demonstration group");
        });

    public static byte[] Sheet(IEnumerable<Reading> readings) =>
        Write(json =>
        {
            json.WriteStartArray("readings");
            foreach (var reading in readings)
            {
                json.WriteStartObject();
                json.WriteString("source", reading.Source);
                json.WriteString("activity", reading.Activity);
                if (reading.Meter.Length > 0)
                    json.WriteString("meter", reading.Meter);
                // As text: whoever parses numbers as doubles in between would lose digits.
                json.WriteString("quantity", reading.Quantity);
                json.WriteString("unit", reading.Unit);
                json.WriteString("quality", reading.Quality);
                if (reading.Attributes.Length > 0)
                    Attributes(json, reading.Attributes);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });

    /// <summary>The same sheet has the same key, on any machine and in any run; a corrected one has another.</summary>
    public static string Key(string plant, string month, byte[] body) =>
        $"demo-{plant}-{month}-{Convert.ToHexStringLower(SHA256.HashData(body).AsSpan(0, 8))}";

    private static void Attributes(Utf8JsonWriter json, string cell)
    {
        json.WriteStartObject("attributes");
        foreach (var (name, value) in GroupFiles.Pairs(cell))
        {
            if (decimal.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
                json.WriteNumber(name, number);
            else
                json.WriteString(name, value);
        }

        json.WriteEndObject();
    }

    /// <summary>What the files leave empty is said to be so: the API clears nothing that a body leaves out.</summary>
    private static void Text(Utf8JsonWriter json, string name, string value) =>
        json.WriteString(name, value.Length > 0 ? value : null);

    private static void Strings(Utf8JsonWriter json, string name, string[] values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
            json.WriteStringValue(value);
        json.WriteEndArray();
    }

    private static byte[] Write(Action<Utf8JsonWriter> members)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, s_writing))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return stream.ToArray();
    }
}
