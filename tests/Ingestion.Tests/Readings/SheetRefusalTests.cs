using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Ingestion.Tests.Readings;

/// <summary>
/// Everything a sheet is refused for: each refusal has its code and position, says what was wrong and what would be right,
/// and leaves no row behind.
/// </summary>
[Tier(Tier.Service)]
public sealed class SheetRefusalTests(SharedHost shared)
{
    private IngestionHost Host => shared.Host;

    private async Task<JsonNode> RefusedAsync(
        string readings,
        string code,
        int? position,
        string path,
        string message,
        string expected,
        HttpStatusCode status = HttpStatusCode.UnprocessableEntity,
        string month = "2024-03"
    )
    {
        var admin = Host.As(Roles.Admin);
        var plant = await admin.NewSmelterAsync();
        var answer = await admin.PostReadingsAsync(plant, month, $$"""{ "readings": [ {{readings}} ] }""");

        answer.Status.ShouldBe(status, answer.Body.Plain());
        answer.Message.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        answer.Code.ShouldBe(
            status == HttpStatusCode.UnprocessableEntity ? "sheet-refused"
            : code == "unknown-member" ? "unknown-member"
            : "malformed-sheet"
        );
        var error = answer.Error;
        error.Text("code").ShouldBe(code);
        ((int?)error["position"]).ShouldBe(position);
        error.Text("path").ShouldBe(path);
        error.Text("message").ShouldContain(message);
        error.Text("expected").ShouldContain(expected);
        (await Host.RowsOfAsync(plant)).ShouldBe(0);
        return error;
    }

    private static string Grid(string member, string value) =>
        Calls.Grid.Replace(
            $"\"{member}\": {Old(Calls.Grid, member)}",
            $"\"{member}\": {value}",
            StringComparison.Ordinal
        );

    private static string Coal(string member, string value) =>
        Calls.Coal.Replace(
            $"\"{member}\": {Old(Calls.Coal, member)}",
            $"\"{member}\": {value}",
            StringComparison.Ordinal
        );

    private static string Old(string reading, string member) =>
        JsonNode.Parse(reading)![member]!.ToJsonString(
            new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }
        );

    // ---- The plant and the month ----

    [Fact]
    public async Task Unknown_plant()
    {
        var answer = await Host.As(Roles.Admin).PostReadingsAsync("NOBODY-1", "2024-03", Calls.Sheet(Calls.Coal));

        answer.Status.ShouldBe(HttpStatusCode.NotFound);
        answer.Code.ShouldBe("not-found");
        answer.Body.Text("detail").ShouldContain("NOBODY-1");
        (await Host.RowsOfAsync("NOBODY-1")).ShouldBe(0);
    }

    [Fact]
    public async Task The_plant_of_another_is_answered_as_a_missing_one()
    {
        var plant = await Host.As(Roles.Admin).NewSmelterAsync();
        var stranger = Host.As(Roles.Plant, "OTHER-1");

        var theirs = await stranger.PostReadingsAsync(plant, "2024-03", Calls.Sheet(Calls.Coal));
        var missing = await stranger.PostReadingsAsync("MISSING-1", "2024-03", Calls.Sheet(Calls.Coal));

        theirs.Status.ShouldBe(HttpStatusCode.NotFound);
        Alike(theirs, plant).ShouldBe(Alike(missing, "MISSING-1"));
        (await Host.RowsOfAsync(plant)).ShouldBe(0);

        static string Alike(Answer answer, string plant)
        {
            answer.Body.AsObject().Remove("traceId");
            return answer.Body.Plain().Replace(plant, "PLANT", StringComparison.Ordinal);
        }
    }

    [Fact]
    public Task Month_in_the_future() =>
        RefusedAsync(
            Calls.Coal,
            "month-in-future",
            null,
            "month",
            "2025-02 has not begun",
            "up to 2025-01",
            month: "2025-02"
        );

    [Fact]
    public Task Month_before_the_plant() =>
        RefusedAsync(
            Calls.Coal,
            "month-before-plant",
            null,
            "month",
            "reports from 2020-01 on",
            "from 2020-01 on",
            month: "2019-12"
        );

    [Fact]
    public async Task Month_after_the_plant()
    {
        var admin = Host.As(Roles.Admin);
        var plant = await admin.NewSmelterAsync();
        await admin.PutRecordAsync(
            $"/plants/{plant}",
            """{ "name": "Closed", "unit": "ALUMINIUM", "from": "2020-01", "to": "2023-06" }"""
        );

        var answer = await admin.PostReadingsAsync(plant, "2023-07", Calls.Sheet(Calls.Coal));

        answer.Error.Text("code").ShouldBe("month-after-plant");
        answer.Error.Text("expected").ShouldContain("2023-06");
        (await Host.RowsOfAsync(plant)).ShouldBe(0);
    }

    [Theory]
    [InlineData("2024-13")]
    [InlineData("2024-3")]
    [InlineData("202403")]
    public async Task No_month(string month)
    {
        var admin = Host.As(Roles.Admin);
        var answer = await admin.PostReadingsAsync(await admin.NewSmelterAsync(), month, Calls.Sheet(Calls.Coal));

        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.Code.ShouldBe("invalid-parameter");
        answer.Body.Text("detail").ShouldContain("yyyy-MM");
    }

    // ---- Source, activity, key ----

    [Fact]
    public Task Unknown_source() =>
        RefusedAsync(
            $"{Calls.Grid}, {Coal("source", "\"BOILER1\"")}",
            "unknown-source",
            1,
            "readings[1].source",
            "no source 'BOILER1'",
            "Did you mean 'BOILER-1'?"
        );

    [Fact]
    public Task Source_of_another_time() =>
        RefusedAsync(
            """{ "source": "WF-1", "activity": "generation.wind", "quantity": 1, "unit": "MWh", "quality": "measured" }""",
            "source-not-active",
            0,
            "readings[0].source",
            "does not exist in 2022-05: it runs from 2022-06 to 2024-12",
            "A source of that month",
            month: "2022-05"
        );

    [Fact]
    public Task Unknown_activity() =>
        RefusedAsync(
            Grid("activity", "\"electricty.grid\""),
            "unknown-activity",
            0,
            "readings[0].activity",
            "'electricty.grid'",
            "Did you mean 'electricity.grid'?"
        );

    [Fact]
    public Task Activity_far_from_any() =>
        RefusedAsync(
            Grid("activity", "\"coffee\""),
            "unknown-activity",
            0,
            "readings[0].activity",
            "'coffee'",
            "An activity of the vocabulary"
        );

    [Fact]
    public Task Duplicate_reading() =>
        RefusedAsync(
            $"{Calls.Coal}, {Calls.Grid}, {Coal("quantity", "5")}",
            "duplicate-reading",
            2,
            "readings[2]",
            "BOILER-1 fuel.bituminous-coal stands in the sheet already, at position 0",
            "'meter' or 'lot'"
        );

    [Theory]
    [InlineData("\"\"")]
    [InlineData("\" M1\"")]
    [InlineData("\"M\\u00001\"")]
    public Task Meter_that_cannot_be_a_key(string meter) =>
        RefusedAsync(
            Calls.Grid.Replace("\"unit\"", $"\"meter\": {meter}, \"unit\"", StringComparison.Ordinal),
            "key-text",
            0,
            "readings[0].meter",
            "as meter",
            "1 to 64 visible characters"
        );

    [Fact]
    public async Task Withdrawal_of_what_is_not_there()
    {
        var admin = Host.As(Roles.Admin);
        var plant = await admin.NewSmelterAsync();
        await admin.PostReadingsAsync(plant, "2024-03", Calls.Sheet(Calls.Grid));
        var rows = await Host.RowsOfAsync(plant);

        var answer = await admin.PostReadingsAsync(
            plant,
            "2024-03",
            """{ "withdrawals": [ { "source": "GRID-1", "activity": "electricity.gird" } ] }"""
        );

        answer.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        answer.Error.Text("code").ShouldBe("unknown-withdrawal");
        answer.Error.Text("path").ShouldBe("withdrawals[0]");
        answer.Error.Text("expected").ShouldContain("Did you mean 'GRID-1 electricity.grid'?");
        (await Host.RowsOfAsync(plant)).ShouldBe(rows);
    }

    [Fact]
    public async Task Withdrawn_twice_or_given_too()
    {
        var admin = Host.As(Roles.Admin);
        var plant = await admin.NewSmelterAsync();
        await admin.PostReadingsAsync(plant, "2024-03", Calls.Sheet(Calls.Grid, Calls.Coal));

        const string Key = """{ "source": "GRID-1", "activity": "electricity.grid" }""";
        (await admin.PostReadingsAsync(plant, "2024-03", $$"""{ "withdrawals": [ {{Key}}, {{Key}} ] }"""))
            .Error.Text("code")
            .ShouldBe("duplicate-withdrawal");
        var both = await admin.PostReadingsAsync(
            plant,
            "2024-03",
            $$"""{ "readings": [ {{Calls.Grid}} ], "withdrawals": [ {{Key}} ] }"""
        );
        both.Error.Text("code").ShouldBe("withdrawn-and-given");
        both.Error.Text("message").ShouldContain("position 0");
        (await Stored.SheetAsync(Host, plant, "2024-03")).Revision.ShouldBe(1);
    }

    [Fact]
    public Task Empty_sheet() =>
        RefusedAsync("", "empty-sheet", null, "readings", "no reading", "At least one reading");

    [Fact]
    public async Task Sheet_of_too_many_readings()
    {
        var admin = Host.As(Roles.Admin);
        var plant = await admin.NewSmelterAsync();
        var many = Enumerable
            .Range(0, 5001)
            .Select(i =>
                $$"""{"source":"GRID-1","activity":"electricity.grid","meter":"M{{i}}","quantity":1,"unit":"kWh","quality":"measured"}"""
            );

        var answer = await admin.PostReadingsAsync(plant, "2024-03", Calls.Sheet([.. many]));

        answer.Error.Text("code").ShouldBe("sheet-too-long");
        answer.Error.Text("message").ShouldContain("5001");
        (await Host.RowsOfAsync(plant)).ShouldBe(0);
    }

    [Fact]
    public Task Export_of_a_generating_station() =>
        RefusedAsync(
            """
            { "source": "WF-1", "activity": "electricity.exported", "quantity": 1, "unit": "MWh", "quality": "measured" },
            { "source": "WF-1", "activity": "generation.wind", "quantity": 1, "unit": "MWh", "quality": "measured" }
            """,
            "export-on-generating-source",
            0,
            "readings[0].activity",
            "the same kWh would count twice",
            "generation.*"
        );

    [Fact]
    public async Task Generation_beside_an_export_that_stands()
    {
        var admin = Host.As(Roles.Admin);
        var plant = await admin.NewSmelterAsync();
        await admin.PostReadingsAsync(
            plant,
            "2024-03",
            Calls.Sheet(
                """{ "source": "WF-1", "activity": "electricity.exported", "quantity": 1, "unit": "MWh", "quality": "measured" }"""
            )
        );

        var answer = await admin.PostReadingsAsync(
            plant,
            "2024-03",
            Calls.Sheet(
                Calls.Coal,
                """{ "source": "WF-1", "activity": "generation.wind.gross", "quantity": 1, "unit": "MWh", "quality": "measured" }"""
            )
        );

        answer.Error.Text("code").ShouldBe("export-on-generating-source");
        ((int?)answer.Error["position"]).ShouldBe(1, "the reading that the request brought");
    }

    // ---- Quantity and unit ----

    [Theory]
    [InlineData("\"8,123.4\"", "Did you mean '8123.4'?")]
    [InlineData("\"１２\"", "Did you mean '12'?")]
    [InlineData("1e3", "Did you mean '1000'?")]
    [InlineData("\"many\"", "A decimal number")]
    [InlineData("\"\"", "A decimal number")]
    [InlineData("true", "A decimal number")]
    [InlineData("null", "A decimal number")]
    [InlineData("[1]", "A decimal number")]
    public Task Quantity_that_is_no_decimal(string quantity, string expected) =>
        RefusedAsync(Grid("quantity", quantity), "quantity-not-decimal", 0, "readings[0].quantity", "", expected);

    [Theory]
    [InlineData("-1")]
    [InlineData("\"-0.5\"")]
    public Task Negative_quantity(string quantity) =>
        RefusedAsync(
            Grid("quantity", quantity),
            "quantity-negative",
            0,
            "readings[0].quantity",
            "below zero",
            "Zero or more"
        );

    [Theory]
    [InlineData("1234567890123456", "16 digits before")]
    [InlineData("\"0.1234567891\"", "10 digits after")]
    public Task Quantity_of_too_many_digits(string quantity, string message) =>
        RefusedAsync(
            Grid("quantity", quantity),
            "quantity-too-long",
            0,
            "readings[0].quantity",
            message,
            "at most 15 digits before and 9 after"
        );

    [Fact]
    public Task Quantity_of_no_plant() =>
        RefusedAsync(
            Grid("quantity", "1000000000000").Replace("万kWh", "TWh", StringComparison.Ordinal),
            "quantity-out-of-range",
            0,
            "readings[0].quantity",
            "or more",
            "check the unit"
        );

    [Theory]
    [InlineData("\"mwh\"", "Did you mean 'MWh'?")]
    [InlineData("\"度\"", "Did you mean 'kWh'?")]
    [InlineData("\"barrel\"", "One of Wh, kWh, MWh")]
    public Task Unknown_unit(string unit, string expected) =>
        RefusedAsync(Grid("unit", unit), "unknown-unit", 0, "readings[0].unit", "is no unit", expected);

    [Fact]
    public Task Unit_of_another_dimension() =>
        RefusedAsync(
            Coal("unit", "\"MWh\""),
            "unit-of-another-dimension",
            0,
            "readings[0].unit",
            "\"MWh\" is a unit of energy, not of mass",
            "One of mg, g, kg, t"
        );

    [Fact]
    public Task Gas_in_bare_cubic_metres() =>
        RefusedAsync(
            """{ "source": "BOILER-1", "activity": "fuel.natural-gas", "quantity": 1000, "unit": "m3", "quality": "measured" }""",
            "unit-ambiguous",
            0,
            "readings[0].unit",
            "Nm3 or m3@20C?",
            "m3@20C"
        );

    [Fact]
    public Task Unknown_quality() =>
        RefusedAsync(
            Grid("quality", "\"mesured\""),
            "unknown-quality",
            0,
            "readings[0].quality",
            "'mesured'",
            "Did you mean 'measured'? One of measured, own-meter, settled, estimated, default"
        );

    // ---- Attributes ----

    private static string WithAttributes(string attributes) =>
        $$"""{ "source": "BOILER-1", "activity": "fuel.bituminous-coal", "quantity": 1, "unit": "t", "quality": "measured", "attributes": { {{attributes}} } }""";

    [Fact]
    public Task Unknown_attribute() =>
        RefusedAsync(
            WithAttributes("\"sulfurPercent\": 1"),
            "unknown-attribute",
            0,
            "readings[0].attributes.sulfurPercent",
            "does not take 'sulfurPercent'",
            "Did you mean 'sulphurPercent'?"
        );

    [Fact]
    public Task Attribute_of_another_activity() =>
        RefusedAsync(
            Calls.Grid.Replace("\"quality\"", "\"attributes\": { \"ncv\": 20 }, \"quality\"", StringComparison.Ordinal),
            "unknown-attribute",
            0,
            "readings[0].attributes.ncv",
            "takes no attributes",
            "Leave it out"
        );

    [Theory]
    [InlineData("\"ncv\": \"high\"", "ncv", "a decimal number")]
    [InlineData("\"ncv\": \"20,910\"", "ncv", "Did you mean '20910'?")]
    [InlineData("\"basis\": \"dry\"", "basis", "One of ar, ad")]
    [InlineData("\"basis\": 1", "basis", "One of ar, ad")]
    [InlineData("\"testReport\": 7", "testReport", "A text of 1 to 200 characters")]
    [InlineData("\"testReport\": \" \"", "testReport", "A text of 1 to 200 characters")]
    public Task Attribute_of_the_wrong_type(string attribute, string name, string expected) =>
        RefusedAsync(
            WithAttributes(attribute),
            "attribute-wrong-type",
            0,
            $"readings[0].attributes.{name}",
            "is not",
            expected.StartsWith("a dec", StringComparison.Ordinal) ? "A decimal number above 0" : expected
        );

    [Theory]
    [InlineData("\"ncv\": 0", "ncv", "above 0 and up to 1000, in GJ/t")]
    [InlineData("\"ncv\": 20910", "ncv", "up to 1000")]
    [InlineData("\"sulphurPercent\": -1", "sulphurPercent", "from 0 and up to 100")]
    [InlineData("\"moistureAr\": 100", "moistureAr", "below 100")]
    [InlineData("\"carbonContent\": 26.18", "carbonContent", "up to 0.2, in tC/GJ")]
    public Task Attribute_out_of_range(string attribute, string name, string expected) =>
        RefusedAsync(
            WithAttributes(attribute),
            "attribute-out-of-range",
            0,
            $"readings[0].attributes.{name}",
            "cannot be",
            expected
        );

    [Fact]
    public Task Air_dried_results_without_their_moisture() =>
        RefusedAsync(
            WithAttributes("\"ncv\": 22, \"basis\": \"ad\", \"moistureAr\": 11"),
            "missing-attribute",
            0,
            "readings[0].attributes.moistureAd",
            "'basis' is 'ad', which needs 'moistureAd'",
            "Give 'moistureAd'"
        );

    [Fact]
    public Task Activity_without_what_it_needs() =>
        RefusedAsync(
            """{ "source": "BOILER-1", "activity": "fuel.biomass", "quantity": 1, "unit": "t", "quality": "measured" }""",
            "missing-attribute",
            0,
            "readings[0].attributes.ncv",
            "fuel.biomass cannot be worked out without 'ncv'",
            "A decimal number above 0"
        );

    [Fact]
    public Task Supplier_that_is_no_plant_code() =>
        RefusedAsync(
            Supplied("sx-h1"),
            "attribute-wrong-type",
            0,
            "readings[0].attributes.supplierPlant",
            "'sx-h1' is not the code of a plant",
            "Did you mean 'SX-H1'?"
        );

    [Fact]
    public async Task A_plant_does_not_supply_itself()
    {
        var admin = Host.As(Roles.Admin);
        var plant = await admin.NewSmelterAsync();
        var answer = await admin.PostReadingsAsync(plant, "2024-03", Calls.Sheet(Supplied(plant)));
        answer.Error.Text("code").ShouldBe("attribute-own-plant");
        answer.Error.Text("expected").ShouldContain("electricity.self");
    }

    private static string Supplied(string supplier) =>
        $$"""{ "source": "GRID-1", "activity": "electricity.hydro", "quantity": 1, "unit": "MWh", "quality": "settled", "attributes": { "proof": "settlement", "supplierPlant": "{{supplier}}" } }""";

    // ---- Period, explanation ----

    [Theory]
    [InlineData("2024-02-28", "2024-03-10")]
    [InlineData("2024-03-10", "2024-04-01")]
    [InlineData("2024-03-10", "2024-03-09")]
    public Task Period_outside_the_month(string from, string to) =>
        RefusedAsync(
            Calls.Grid.Replace(
                "\"quality\"",
                $$"""
                "period": { "from": "{{from}}", "to": "{{to}}" }, "quality"
                """,
                StringComparison.Ordinal
            ),
            "period-outside-month",
            0,
            "readings[0].period",
            $"{from} to {to}",
            "Days from 2024-03-01 to 2024-03-31"
        );

    [Fact]
    public Task Period_of_no_dates() =>
        RefusedAsync(
            Calls.Grid.Replace(
                "\"quality\"",
                "\"period\": { \"from\": \"2024-03-01\", \"to\": \"2024-02-30\" }, \"quality\"",
                StringComparison.Ordinal
            ),
            "period-not-date",
            0,
            "readings[0].period.to",
            "'2024-02-30' is no date",
            "yyyy-MM-dd"
        );

    [Fact]
    public Task Empty_explanation() =>
        RefusedAsync(
            Calls.Grid.Replace("\"quality\"", "\"explanation\": \"\", \"quality\"", StringComparison.Ordinal),
            "explanation-text",
            0,
            "readings[0].explanation",
            "empty",
            "1 to 1000 characters"
        );

    // ---- The form of the body ----

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
        using HttpRequestMessage request = new(HttpMethod.Post, $"/api/v1/plants/{plant}/months/2024-03/readings")
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
        using StringContent text = new(Calls.Sheet(Calls.Grid), Encoding.UTF8, "text/plain");
        using var response = await admin.PostAsync(
            $"/api/v1/plants/{await admin.NewSmelterAsync()}/months/2024-03/readings",
            text
        );
        response.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
    }

    // ---- All at once ----

    [Fact]
    public async Task Everything_that_is_wrong_is_told_at_once_in_the_order_of_the_sheet()
    {
        var admin = Host.As(Roles.Admin);
        var plant = await admin.NewSmelterAsync();

        var answer = await admin.PostReadingsAsync(
            plant,
            "2025-02",
            Calls.Sheet(
                Coal("unit", "\"kWh\""),
                Calls.Grid,
                Grid("quantity", "-3").Replace("GRID-1", "GRID-2", StringComparison.Ordinal),
                Calls.Grid
            )
        );

        answer
            .Errors.Select(e => ((int?)e["position"], e.Text("code")))
            .ShouldBe([
                (null, "month-in-future"),
                (0, "unit-of-another-dimension"),
                (2, "unknown-source"),
                (2, "quantity-negative"),
                (3, "duplicate-reading"),
            ]);
        answer.Body.Text("detail").ShouldContain("5 things are wrong");
        (await Host.RowsOfAsync(plant)).ShouldBe(0);
    }

    [Fact]
    public async Task What_cannot_be_read_and_what_cannot_be_taken_come_together()
    {
        var admin = Host.As(Roles.Admin);
        var answer = await admin.PostReadingsAsync(
            await admin.NewSmelterAsync(),
            "2024-03",
            Calls.Sheet(
                Grid("activity", "\"nothing\""),
                Calls.Coal.Replace("\"unit\"", "\"units\": 1, \"unit\"", StringComparison.Ordinal)
            )
        );
        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.Errors.Select(e => e.Text("code")).ShouldBe(["unknown-activity", "unknown-member"]);
    }

    // ---- Who may ----

    [Fact]
    public async Task Those_who_only_read_do_not_post()
    {
        var plant = await Host.As(Roles.Admin).NewSmelterAsync();
        foreach (var role in (string[])[Roles.Auditor, Roles.Festival])
        {
            var answer = await Host.As(role).PostReadingsAsync(plant, "2024-03", Calls.Sheet(Calls.Grid));
            answer.Status.ShouldBe(HttpStatusCode.Forbidden);
        }
        (await Host.RowsOfAsync(plant)).ShouldBe(0);
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
