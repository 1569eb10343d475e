using System.Net;
using System.Text;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Ingestion.Tests.Readings;

/// <summary>Bodies that cannot be read.</summary>
[Tier(Tier.Service)]
public sealed class BodyRefusalTests(SharedHost shared) : RefusalTests(shared)
{
    [Fact]
    public Task Unknown_member_of_a_reading() =>
        RefusedAsync(
            Calls.Grid.Replace("\"unit\"", "\"qty\": 1, \"unit\"", StringComparison.Ordinal),
            "unknown-member",
            0,
            "readings[0].qty",
            "'qty' is not known",
            "One of source, activity",
            HttpStatusCode.BadRequest
        );

    [Fact]
    public async Task Unknown_member_of_the_sheet()
    {
        var admin = Host.As(Roles.Admin);
        var plant = await admin.NewSmelterAsync();
        var answer = await admin.PostReadingsAsync(
            plant,
            "2024-03",
            $$"""{ "readings": [ {{Calls.Grid}} ], "reedings": [] }"""
        );
        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.Code.ShouldBe("unknown-member");
        answer.Error.Text("expected").ShouldContain("Did you mean 'readings'?");
        (await Host.RowsOfAsync(plant)).ShouldBe(0);
    }

    [Fact]
    public async Task Withdrawals_have_no_place_in_a_whole_sheet()
    {
        var admin = Host.As(Roles.Admin);
        var answer = await admin.PutReadingsAsync(
            await admin.NewSmelterAsync(),
            "2024-03",
            $$"""{ "readings": [ {{Calls.Grid}} ], "withdrawals": [] }"""
        );
        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.Error.Text("code").ShouldBe("unknown-member");
    }

    [Theory]
    [InlineData("null", "此处应为含 \"readings\" 的对象。")]
    [InlineData("""{ "readings": {} }""", "此处应为数组。")]
    [InlineData("""{ "readings": [ 1 ] }""", "此处应为对象。")]
    [InlineData("""{ "readings": [], "withdrawals": [ 1 ] }""", "此处应为含读数键的对象。")]
    [InlineData("""{ "readings": [ { "source": 1 } ] }""", "此处应为文字。")]
    [InlineData("""{ "readings": [ { "attributes": [] } ] }""", "此处应为由名称与值组成的对象。")]
    [InlineData("""{ "readings": [ { "period": 1 } ] }""", "此处应为含 \"from\" 和 \"to\" 的对象。")]
    public async Task What_belongs_there_is_said_in_the_callers_language(string body, string expected)
    {
        var chinese = Host.As(Roles.Admin);
        var plant = await chinese.NewSmelterAsync();
        chinese.DefaultRequestHeaders.AcceptLanguage.ParseAdd("zh");
        var answer = await chinese.PostReadingsAsync(plant, "2024-03", body);
        answer
            .Errors.Where(error => error.Text("code") == "wrong-type")
            .Select(error => error.Text("expected"))
            .ShouldBe([expected]);
    }

    [Theory]
    [InlineData("meter", "\"M\\u200b1\"", "text-character", "U+200B")]
    [InlineData("lot", "\"cafe\\u0301\"", "text-not-composed", "put together")]
    [InlineData("explanation", "\"a\\u202eb\"", "text-character", "U+202E")]
    [InlineData("source", "\"GRID-1\\u0000\"", "text-character", "U+0000")]
    public Task Text_with_what_is_not_seen(string member, string text, string code, string says) =>
        RefusedAsync(
            member == "source"
                ? Grid(member, text)
                : Calls.Grid.Replace("\"unit\"", $"\"{member}\": {text}, \"unit\"", StringComparison.Ordinal),
            code,
            0,
            $"readings[0].{member}",
            says,
            "Text without control"
        );

    [Fact]
    public async Task More_readings_than_a_sheet_may_have_are_not_looked_at()
    {
        var admin = Host.As(Roles.Admin);
        var plant = await admin.NewSmelterAsync();
        var answer = await admin.PostReadingsAsync(
            plant,
            "2024-03",
            $$"""{ "readings": [ {{string.Join(',', Enumerable.Repeat("{}", 5001))}} ] }"""
        );
        answer.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        answer.Error.Text("code").ShouldBe("sheet-too-long");
        answer.Error.Text("message").ShouldBe("'readings' has 5001 elements.");
        (await Host.RowsOfAsync(plant)).ShouldBe(0);
    }

    [Fact]
    public async Task Of_a_sheet_that_is_wrong_throughout_the_first_200_faults_are_told_and_the_rest_counted()
    {
        var admin = Host.As(Roles.Admin);
        var plant = await admin.NewSmelterAsync();
        var answer = await admin.PostReadingsAsync(
            plant,
            "2024-03",
            $$"""{ "readings": [ {{string.Join(',', Enumerable.Repeat("{}", 100))}} ] }"""
        );
        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.Errors.Count.ShouldBe(200);
        ((int)answer.Body["moreErrors"]!).ShouldBe(300);
        answer
            .Body.Text("detail")
            .ShouldBe(
                "500 things are wrong; nothing of the sheet is stored. The first 200 are listed, 300 more are not."
            );
    }

    [Fact]
    public Task Missing_member() =>
        RefusedAsync(
            """{ "source": "GRID-1", "activity": "electricity.grid", "quantity": 1, "unit": "kWh" }""",
            "missing-member",
            0,
            "readings[0].quality",
            "'quality' is missing",
            "Give 'quality'",
            HttpStatusCode.BadRequest
        );

    [Fact]
    public Task Member_of_the_wrong_type() =>
        RefusedAsync(
            Grid("unit", "7"),
            "wrong-type",
            0,
            "readings[0].unit",
            "A number stands here",
            "a text",
            HttpStatusCode.BadRequest
        );

    [Fact]
    public Task Reading_that_is_no_object() =>
        RefusedAsync(
            "\"GRID-1\"",
            "wrong-type",
            0,
            "readings[0]",
            "A text stands here",
            "an object",
            HttpStatusCode.BadRequest
        );

    [Fact]
    public Task Member_named_twice() =>
        RefusedAsync(
            Calls.Grid.Replace("\"unit\"", "\"quality\": \"default\", \"unit\"", StringComparison.Ordinal),
            "duplicate-member",
            0,
            "readings[0].quality",
            "named twice",
            "once",
            HttpStatusCode.BadRequest
        );

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{ \"readings\": [ ], }")]
    [InlineData("{ /* none */ \"readings\": [ ] }")]
    [InlineData("{ \"readings\": [ { \"source\": \"\\ud800\" } ] }")]
    public async Task No_JSON(string body)
    {
        var admin = Host.As(Roles.Admin);
        var plant = await admin.NewSmelterAsync();
        var answer = await admin.PostReadingsAsync(plant, "2024-03", body);
        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.Code.ShouldBe("malformed-json");
        (await Host.RowsOfAsync(plant)).ShouldBe(0);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("7")]
    public async Task JSON_that_is_no_sheet(string body)
    {
        var admin = Host.As(Roles.Admin);
        var answer = await admin.PostReadingsAsync(await admin.NewSmelterAsync(), "2024-03", body);
        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.Code.ShouldBe("malformed-sheet");
        answer.Error.Text("code").ShouldBe("wrong-type");
    }

    [Fact]
    public async Task Body_over_the_limit()
    {
        var admin = Host.As(Roles.Admin);
        var plant = await admin.NewSmelterAsync();
        var announced = await admin.PostReadingsAsync(
            plant,
            "2024-03",
            Calls.Sheet(Calls.Grid) + new string(' ', 1_048_576)
        );
        announced.Status.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        announced.Code.ShouldBe("body-too-large");

        // A length that is not announced is counted while it is read.
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/plants/{plant}/months/2024-03/readings")
        {
            Content = new Unannounced(2_000_000),
        };
        request.Headers.Add("Idempotency-Key", Calls.NewKey());
        using var unannounced = await admin.SendAsync(request);
        unannounced.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await Host.RowsOfAsync(plant)).ShouldBe(0);
    }

    [Fact]
    public async Task Body_that_is_not_called_JSON()
    {
        var admin = Host.As(Roles.Admin);
        using var text = new StringContent(Calls.Sheet(Calls.Grid), Encoding.UTF8, "text/plain");
        using var response = await admin.PostAsync(
            $"/api/v1/plants/{await admin.NewSmelterAsync()}/months/2024-03/readings",
            text
        );
        response.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
    }

    private sealed class Unannounced(int length) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context)
        {
            for (var i = 0; i < length; i += 1000)
                await stream.WriteAsync(Encoding.UTF8.GetBytes(new string(' ', 1000)));
        }

        protected override bool TryComputeLength(out long length)
        {
            Headers.ContentType = new("application/json");
            length = 0;
            return false;
        }
    }
}
