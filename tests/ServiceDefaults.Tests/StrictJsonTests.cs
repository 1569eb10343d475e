using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.ServiceDefaults.Json;
using CarbonPlatform.TestKit;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Shouldly;
using Xunit;

namespace CarbonPlatform.ServiceDefaults.Tests;

/// <summary>How a body is read: exactly, or not at all.</summary>
[Tier(Tier.Service)]
public sealed class StrictJsonTests
{
    internal sealed record Sheet(string Note, IReadOnlyList<Row> Rows)
    {
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public IReadOnlyDictionary<string, string>? Names { get; init; }

        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public IReadOnlyList<string?>? Cells { get; init; }
    }

    internal sealed record Row(string Source, decimal Quantity, Colour Colour = Colour.Green, decimal? Purity = null)
    {
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public IReadOnlyList<string>? Parts { get; init; }
    }

    [Theory]
    [InlineData("""{"note":"a\u0000","rows":[]}""", "note", "text-character", "U+0000")]
    [InlineData(
        """{"note":"n","rows":[{"source":"S\u200b","quantity":1}]}""",
        "rows[0].source",
        "text-character",
        "U+200B"
    )]
    [InlineData("""{"note":"cafe\u0301","rows":[]}""", "note", "text-not-composed", "café")]
    [InlineData("""{"note":"n","rows":[],"names":{"a":"\u202e"}}""", "names.a", "text-character", "U+202E")]
    public async Task A_text_with_what_is_not_seen_is_refused(string body, string path, string code, string says)
    {
        var problem = await Refused(body, "malformed-json");
        var fault = problem.GetProperty("errors").EnumerateArray().ShouldHaveSingleItem();
        fault.GetProperty("path").GetString().ShouldBe(path);
        fault.GetProperty("code").GetString().ShouldBe(code);
        (problem.GetProperty("detail").GetString() + fault.GetProperty("message").GetString()).ShouldContain(
            says == "café" ? "put together" : says
        );
        fault.GetProperty("expected").GetString().ShouldNotBeNull().ShouldStartWith("Text without");
    }

    [Fact]
    public async Task A_list_without_end_is_refused()
    {
        static string Rows(int count)
        {
            var rows = Enumerable.Repeat("""{"source":"S","quantity":1}""", count);
            return $$"""{"note":"n","rows":[{{string.Join(',', rows)}}]}""";
        }
        var problem = await Refused(Rows(5001), "malformed-json");
        problem.GetProperty("detail").GetString().ShouldBe("'rows' has too many elements.");
        problem.GetProperty("errors")[0].GetProperty("expected").GetString().ShouldBe("At most 5000.");
        await using var service = await Service();
        using var taken = await service.SendAs(s_admin, HttpMethod.Post, "/sheet", Problems.Json(Rows(5000)));
        ((int)taken.StatusCode).ShouldBe(200);
    }

    [Fact]
    public async Task Numbers_are_written_alike_whatever_the_machine_is_set_to()
    {
        var before = (CultureInfo.CurrentCulture, CultureInfo.DefaultThreadCurrentCulture);
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = new CultureInfo("de-DE");
        $"{1.5m}".ShouldBe("1,5");
        try
        {
            await using var service = await RunningService.StartAsync(app => app.MapGet("/number", () => $"{1.5m}"));
            using var response = await service.SendAs(s_admin, HttpMethod.Get, "/number");
            (await response.Content.ReadAsStringAsync()).ShouldBe("1.5");
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.DefaultThreadCurrentCulture) = before;
        }
    }

    [Theory]
    [InlineData("gbk", 415)]
    [InlineData("utf-7", 415)]
    [InlineData("iso-8859-1", 415)]
    [InlineData("x", 415)]
    [InlineData("utf-8", 200)]
    [InlineData("UTF-8", 200)]
    [InlineData("\"utf-8\"", 200)]
    public async Task A_body_is_utf_8(string charset, int status)
    {
        await using var service = await Service();
        using var content = Problems.Json("""{"note":"n","rows":[]}""");
        content.Headers.Remove("Content-Type");
        content.Headers.TryAddWithoutValidation("Content-Type", $"application/json; charset={charset}");
        using var response = await service.SendAs(s_admin, HttpMethod.Post, "/sheet", content);
        if (status == 200)
            ((int)response.StatusCode).ShouldBe(200);
        else
            await response.ShouldBeProblem(415, "unsupported-media-type");
    }

    [Theory]
    [InlineData("/sheet?org=%00", "U+0000")]
    [InlineData("/sheet?%E2%80%8B=1", "U+200B")]
    [InlineData("/sheet?a=1&a=e%CC%81", "put together")]
    [InlineData("/sheet/%E2%80%AE", "U+202E")]
    public async Task A_path_or_query_with_what_is_not_seen_is_refused(string path, string says)
    {
        await using var service = await Service();
        using var response = await service.SendAs(s_admin, HttpMethod.Get, path);
        (await response.ShouldBeProblem(400, "invalid-parameter"))
            .GetProperty("detail")
            .GetString()!
            .ShouldContain(says);
    }

    internal enum Colour
    {
        Green,
        DarkBlue,
    }

    private static readonly Caller s_admin = new("key-1", [Roles.Admin], null);

    private static Task<RunningService> Service() =>
        RunningService.StartAsync(app => app.MapPost("/sheet", (Sheet sheet) => TypedResults.Ok(sheet)));

    private static async Task<JsonElement> Refused(string body, string code)
    {
        await using var service = await Service();
        using var response = await service.SendAs(s_admin, HttpMethod.Post, "/sheet", Problems.Json(body));
        return await response.ShouldBeProblem(400, code);
    }

    [Theory]
    [InlineData(
        """{"note":"n","rows":[{"source":"S","quantity":1,"extra":2}]}""",
        "unknown-member",
        "rows[0].extra",
        0
    )]
    [InlineData(
        """{"note":"n","rows":[{"source":"S","quantity":1},{"source":"S","Quantity":1}]}""",
        "unknown-member",
        "rows[1].Quantity",
        1
    )]
    [InlineData("""{"note":"n","rows":[],"more":{"a":[1]}}""", "unknown-member", "more", null)]
    [InlineData("""{"note":"n","note":"m","rows":[]}""", "malformed-json", "note", null)]
    [InlineData(
        """{"note":"n","rows":[{"source":"S","quantity":1},{"source":"S","quantity":1,"quantity":2}]}""",
        "malformed-json",
        "rows[1].quantity",
        1
    )]
    [InlineData("""{"note":"n","rows":[{"source":"S","quantity":"12,5"}]}""", "malformed-json", "rows[0].quantity", 0)]
    [InlineData("""{"note":"n","rows":[{"source":"S","quantity":1e3}]}""", "malformed-json", "rows[0].quantity", 0)]
    [InlineData(
        """{"note":"n","rows":[{"source":"S","quantity":0.12345678901234567890123456789}]}""",
        "malformed-json",
        "rows[0].quantity",
        0
    )]
    [InlineData("""{"note":"n","rows":[{"source":7,"quantity":1}]}""", "malformed-json", "rows[0].source", 0)]
    [InlineData("""{"note":"n","rows":[{"source":null,"quantity":1}]}""", "malformed-json", "rows[0].source", 0)]
    [InlineData(
        """{"note":"n","rows":[{"source":"S","quantity":1,"colour":1}]}""",
        "malformed-json",
        "rows[0].colour",
        0
    )]
    [InlineData("""{"note":"n","rows":[{"quantity":1}]}""", "malformed-json", "rows[0]", 0)]
    [InlineData("""{"note":"n","rows":[{"source":"S","quantity":1},null]}""", "malformed-json", "rows[1]", 1)]
    [InlineData(
        """{"note":"n","rows":[{"source":"S","quantity":1,"parts":["p",null]}]}""",
        "malformed-json",
        "rows[0].parts[1]",
        0
    )]
    [InlineData("""{"note":"n","rows":[],"names":{"en":"a","zh":null}}""", "malformed-json", "names.zh", null)]
    public async Task A_fault_is_refused_where_it_stands(string body, string code, string path, int? position)
    {
        var fault = (await Refused(body, code)).GetProperty("errors").EnumerateArray().ShouldHaveSingleItem();

        fault.GetProperty("path").GetString().ShouldBe(path);
        fault.GetProperty("code").GetString().ShouldBe(code);
        (
            fault.GetProperty("position").ValueKind == JsonValueKind.Null
                ? (int?)null
                : fault.GetProperty("position").GetInt32()
        ).ShouldBe(position);
        fault.GetProperty("message").GetString().ShouldNotBeNullOrWhiteSpace();
        fault.GetProperty("expected").GetString().ShouldNotBeNullOrWhiteSpace();
    }

    [Fact]
    public async Task An_element_may_be_null_where_it_is_said_that_it_may()
    {
        await using var service = await Service();
        using var response = await service.SendAs(
            s_admin,
            HttpMethod.Post,
            "/sheet",
            Problems.Json("""{"note":"n","rows":[],"cells":["a",null]}""")
        );
        ((int)response.StatusCode).ShouldBe(200, await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("""{"note":"n","rows":[],}""")]
    [InlineData("""{"note":"n","rows":[]} {}""")]
    [InlineData("""{"note":"n", /* why */ "rows":[]}""")]
    [InlineData("""{note:"n","rows":[]}""")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"note":"n","rows":[{"source":"S","quantity":NaN}]}""")]
    public async Task What_is_no_such_document_is_refused(string body) => await Refused(body, "malformed-json");

    [Fact]
    public async Task No_refusal_names_what_the_code_is_made_of()
    {
        foreach (
            var body in new[]
            {
                """{"note":7,"rows":[]}""",
                """{"note":"n","rows":[{"source":"S","quantity":{}}]}""",
                """{"rows":[]}""",
                """{"note":"n","rows":null}""",
                """{"a":1}""",
                "{",
            }
        )
        {
            await using var service = await Service();
            using var response = await service.SendAs(s_admin, HttpMethod.Post, "/sheet", Problems.Json(body));
            (await response.Content.ReadAsStringAsync()).ShouldNotContain("System.");
            (await response.Content.ReadAsStringAsync()).ShouldNotContain("CarbonPlatform.");
        }
    }

    [Fact]
    public async Task A_required_member_that_lacks_is_named()
    {
        var problem = await Refused("""{"rows":[]}""", "malformed-json");
        problem.GetProperty("detail").GetString().ShouldBe("the body lacks 'note'.");
    }

    [Fact]
    public async Task Decimals_come_as_numbers_or_strings_and_go_as_strings_digit_by_digit()
    {
        await using var service = await Service();
        using var response = await service.SendAs(
            s_admin,
            HttpMethod.Post,
            "/sheet",
            Problems.Json(
                """
                {"note":"万kWh","rows":[{"source":"A","quantity":41250.370},
                {"source":"B","quantity":"8123.4","colour":"dark-blue"},
                {"source":"C","quantity":1234567890123456789.012345678,"purity":"-0.5"}]}
                """.Joined()
            )
        );

        (await response.Content.ReadAsStringAsync()).ShouldBe(
            """
            {"note":"万kWh","rows":[{"source":"A","quantity":"41250.370","colour":"green","purity":null},
            {"source":"B","quantity":"8123.4","colour":"dark-blue","purity":null},
            {"source":"C","quantity":"1234567890123456789.012345678","colour":"green","purity":"-0.5"}]}
            """.Joined()
        );
    }

    [Theory]
    [InlineData("0", true)]
    [InlineData("-0.5", true)]
    [InlineData("000000000000000000000000000000000001", true)]
    [InlineData("1.000000000000000000000000000000000", true)]
    [InlineData("9999999999999999999999999999", true)]
    [InlineData("99999999999999999999999999999", false)]
    [InlineData("0.00000000000000000000000000001", false)]
    [InlineData("12345678901234567890.123456789", false)]
    [InlineData("", false)]
    [InlineData("-", false)]
    [InlineData(".5", false)]
    [InlineData("5.", false)]
    [InlineData("+5", false)]
    [InlineData(" 5", false)]
    [InlineData("5 ", false)]
    [InlineData("1,000", false)]
    [InlineData("1e3", false)]
    [InlineData("１", false)]
    [InlineData("5-", false)]
    [InlineData("--5", false)]
    public void A_decimal_is_digits_with_at_most_one_point(string text, bool read) =>
        ExactDecimalConverter.TryParse(text, out _).ShouldBe(read);

    [Fact]
    public void Every_decimal_of_28_digits_survives_the_way_out_and_in() =>
        Prop.ForAll(
                ArbMap.Default.ArbFor<(int, int, byte)>(),
                parts =>
                {
                    var value = new decimal(
                        parts.Item1,
                        parts.Item2,
                        0,
                        parts.Item1 < parts.Item2,
                        (byte)(parts.Item3 % 19)
                    );
                    var json = JsonSerializer.Serialize(value, StrictJson.Options);
                    return JsonSerializer.Deserialize<decimal>(json, StrictJson.Options) == value
                        && JsonSerializer.Deserialize<decimal>(json.Trim('"'), StrictJson.Options) == value;
                }
            )
            .QuickCheckThrowOnFailure();
}
