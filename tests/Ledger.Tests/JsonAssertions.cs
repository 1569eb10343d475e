using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Shouldly;

namespace CarbonPlatform.Ledger.Tests;

/// <summary>Answers against JSON that is laid out for people.</summary>
internal static class JsonAssertions
{
    // Digits and words stand as they are sent, Chinese too.
    private static readonly JsonSerializerOptions s_plain = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>
    /// The same members in the same order with the same values, and none besides; only white space does not count.
    /// </summary>
    public static void ShouldBeJson(this JsonNode? actual, string expected) =>
        actual!.ToJsonString(s_plain).ShouldBe(JsonNode.Parse(expected)!.ToJsonString(s_plain));
}
