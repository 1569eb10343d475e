using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Contracts.Tests;

/// <summary>The JSON that stands beside each event is what the code reads and writes, member by member.</summary>
public sealed class ExampleTests
{
    public static TheoryData<string> EventTypeNames =>
        [
            EventTypes.OrganisationChanged,
            EventTypes.ReadingsAccepted,
            EventTypes.EmissionsCalculated,
            EventTypes.EntryPosted,
            EventTypes.CalculationRefused,
            EventTypes.PostingRefused,
        ];

    [Theory]
    [MemberData(nameof(EventTypeNames))]
    public void Example_is_read_and_written_back_unchanged(string eventType)
    {
        var example = Example(eventType);

        var written = RoundTrip(eventType, Encoding.UTF8.GetBytes(example));

        Indented(written)
            .ShouldBe(example.TrimEnd(), "the example must hold every member the event writes, in its order");
    }

    [Theory]
    [MemberData(nameof(EventTypeNames))]
    public void Unknown_member_is_refused(string eventType)
    {
        var example = Encoding.UTF8.GetBytes(Example(eventType).TrimEnd()[..^1] + ", \"surprise\": 1 }");

        Should.Throw<JsonException>(() => RoundTrip(eventType, example)).Message.ShouldContain("surprise");
    }

    [Theory]
    [MemberData(nameof(EventTypeNames))]
    public void Missing_required_member_is_refused(string eventType) =>
        Should.Throw<JsonException>(() => RoundTrip(eventType, "{}"u8.ToArray())).Message.ShouldContain("required");

    [Fact]
    public void Quantity_keeps_the_digits_it_was_given()
    {
        var accepted = EventJson.ReadingsAccepted(Encoding.UTF8.GetBytes(Example(EventTypes.ReadingsAccepted)));

        accepted.Readings[1].Quantity.ToString(null, null).ShouldBe("8123.40");
        Encoding.UTF8.GetString(EventJson.Serialize(accepted)).ShouldContain("\"8123.40\"");
    }

    [Theory]
    [InlineData("8123.4")]
    [InlineData("\"8,123.4\"")]
    [InlineData("\"8123.4 \"")]
    [InlineData("\"\"")]
    public void Decimal_that_is_no_plain_string_is_refused(string quantity)
    {
        var text = Example(EventTypes.ReadingsAccepted).Replace("\"8123.40\"", quantity, StringComparison.Ordinal);

        Should.Throw<JsonException>(() => EventJson.ReadingsAccepted(Encoding.UTF8.GetBytes(text)));
    }

    [Fact]
    public void Largest_and_smallest_decimals_survive()
    {
        foreach (
            var value in new[] { decimal.MaxValue, decimal.MinValue, 0.0000000000000000000000000001m, -0.000001m, 0m }
        )
        {
            var accepted = EventJson.ReadingsAccepted(Encoding.UTF8.GetBytes(Example(EventTypes.ReadingsAccepted)));
            var changed = accepted with { Readings = [accepted.Readings[0] with { Quantity = value }] };

            EventJson.ReadingsAccepted(EventJson.Serialize(changed)).Readings[0].Quantity.ShouldBe(value);
        }
    }

    [Fact]
    public void Statuses_travel_as_their_codes()
    {
        var calculated = EventJson.EmissionsCalculated(Encoding.UTF8.GetBytes(Example(EventTypes.EmissionsCalculated)));

        calculated.Provenances[0].Statuses.ShouldBe(LineStatuses.None);
        calculated.Provenances[1].Statuses.ShouldBe(LineStatuses.ProvisionalFactor);
        LineStatusesConverter
            .CodesOf(LineStatuses.ProofPending | LineStatuses.CarriedForward | LineStatuses.UnverifiedFactor)
            .ShouldBe(["proof-pending", "carried-forward", "unverified-factor"]);
        LineStatusesConverter.CodesOf(LineStatuses.SupplierUnconfirmed).ShouldBe(["supplier-unconfirmed"]);
        LineStatusesConverter
            .CodesOf(
                LineStatuses.CertificateKept
                    | LineStatuses.CertificateSold
                    | LineStatuses.OutOfRange
                    | LineStatuses.FallbackTechnology
                    | LineStatuses.DisputedFactor
            )
            .ShouldBe([
                "disputed-factor",
                "fallback-technology",
                "out-of-range",
                "certificate-sold",
                "certificate-kept",
            ]);
    }

    [Fact]
    public void What_was_written_before_suppliers_were_asked_is_read_and_written_back_unchanged()
    {
        var sheet = EventJson.ReadingsAccepted(Encoding.UTF8.GetBytes(Example(EventTypes.ReadingsAccepted)));
        sheet.UnconfirmedSuppliers.ShouldBe([new UnconfirmedSupplier("SX-T1", Carriers.Heat)]);
        var before = EventJson.Serialize(sheet with { UnconfirmedSuppliers = null });
        Encoding.UTF8.GetString(before).ShouldNotContain("unconfirmed");
        EventJson.ReadingsAccepted(before).UnconfirmedSuppliers.ShouldBeNull();

        var change = EventJson.OrganisationChanged(Encoding.UTF8.GetBytes(Example(EventTypes.OrganisationChanged)));
        var plant = EventJson.Serialize(change with { Plant = change.Plant! with { Supplies = null } });
        Encoding.UTF8.GetString(plant).ShouldNotContain("supplies");
        EventJson.OrganisationChanged(plant).Plant!.Supplies.ShouldBeNull();
    }

    [Fact]
    public void What_was_written_before_claims_were_weighed_is_read_and_written_back_unchanged()
    {
        var sheet = EventJson.ReadingsAccepted(Encoding.UTF8.GetBytes(Example(EventTypes.ReadingsAccepted)));
        sheet.Claims.ShouldBe([
            new ClaimShare
            {
                Power = "hydro",
                Supplier = "SC-H1",
                Delivered = 60_000_000,
                Claimed = 90_000_000,
            },
            new ClaimShare
            {
                Power = "wind",
                Supplier = "NX-W1",
                Delivered = 1200,
                Claimed = 1200,
                Unnamed = 1200,
            },
        ]);
        var before = EventJson.Serialize(sheet with { Claims = null });
        Encoding.UTF8.GetString(before).ShouldNotContain("claims");
        EventJson.ReadingsAccepted(before).Claims.ShouldBeNull();
    }

    [Fact]
    public void Of_statements_on_a_month_the_last_one_counts()
    {
        var plant = EventJson
            .OrganisationChanged(Encoding.UTF8.GetBytes(Example(EventTypes.OrganisationChanged)))
            .Plant!;
        var first = plant.Supplies!.Single();
        plant = plant with
        {
            Supplies =
            [
                first,
                first with
                {
                    State = SupplyStates.Refused,
                    From = Quantities.Month.Parse("2024-01"),
                    To = Quantities.Month.Parse("2024-03"),
                },
            ],
        };

        string? StateIn(string month, string carrier = Carriers.Electricity, string receiver = "NX-A1") =>
            plant.SupplyIn(receiver, carrier, Quantities.Month.Parse(month))?.State;

        StateIn("2019-12").ShouldBeNull();
        StateIn("2023-12").ShouldBe(SupplyStates.Confirmed);
        StateIn("2024-01").ShouldBe(SupplyStates.Refused);
        StateIn("2024-03").ShouldBe(SupplyStates.Refused);
        StateIn("2024-04").ShouldBe(SupplyStates.Confirmed);
        StateIn("2024-04", carrier: Carriers.Heat).ShouldBeNull();
        StateIn("2024-04", receiver: "NX-A2").ShouldBeNull();
    }

    /// <summary>Whoever has a service's key can sign any number.</summary>
    [Theory]
    [InlineData(EventTypes.OrganisationChanged, "version")]
    [InlineData(EventTypes.ReadingsAccepted, "revision")]
    [InlineData(EventTypes.EmissionsCalculated, "revision")]
    [InlineData(EventTypes.EmissionsCalculated, "catalogueVersion")]
    [InlineData(EventTypes.EmissionsCalculated, "methodsVersion")]
    [InlineData(EventTypes.EntryPosted, "revision")]
    [InlineData(EventTypes.EntryPosted, "catalogueVersion")]
    [InlineData(EventTypes.EntryPosted, "methodsVersion")]
    [InlineData(EventTypes.EntryPosted, "postings")]
    [InlineData(EventTypes.EntryPosted, "openGaps")]
    [InlineData(EventTypes.PostingRefused, "revision")]
    public void A_number_from_which_nobody_could_count_on_is_refused(string eventType, string member)
    {
        var example = JsonNode.Parse(Example(eventType))!;
        byte[] With(int number)
        {
            example[member] = number;
            return Encoding.UTF8.GetBytes(example.ToJsonString());
        }

        RoundTrip(eventType, With(Counting.Highest)).ShouldNotBeEmpty();
        foreach (var number in (int[])[Counting.Highest + 1, int.MaxValue])
            Should.Throw<JsonException>(() => RoundTrip(eventType, With(number))).Message.ShouldContain($"{number}");
        RefusedEvent
            .OfPlantMonth(With(int.MaxValue), "too high", DateTimeOffset.UnixEpoch)
            ?.Revision.ShouldNotBe(int.MaxValue);
        RefusedEvent
            .OfRecord(With(int.MaxValue), "too high", DateTimeOffset.UnixEpoch)
            ?.RecordVersion.ShouldNotBe(int.MaxValue);
    }

    [Theory]
    [InlineData(1, 0, true)]
    [InlineData(Counting.LargestStep, 0, true)]
    [InlineData(Counting.LargestStep + 1, 0, false)]
    [InlineData(Counting.LargestStep + 7, 7, true)]
    [InlineData(Counting.Highest, Counting.Highest - 1, true)]
    [InlineData(Counting.Highest + 1, Counting.Highest, false)]
    [InlineData(int.MaxValue, int.MinValue, false)]
    public void A_number_may_be_ahead_by_a_step_and_no_more(int named, int held, bool may) =>
        Counting.MayFollow(named, held).ShouldBe(may);

    [Fact]
    public void Unknown_status_is_refused()
    {
        var text = Example(EventTypes.EmissionsCalculated)
            .Replace("provisional-factor", "fine", StringComparison.Ordinal);

        Should
            .Throw<JsonException>(() => EventJson.EmissionsCalculated(Encoding.UTF8.GetBytes(text)))
            .Message.ShouldContain("'fine' is no status");
    }

    [Fact]
    public void Plant_belongs_to_the_unit_of_the_latest_membership_begun()
    {
        var plant = EventJson
            .OrganisationChanged(Encoding.UTF8.GetBytes(Example(EventTypes.OrganisationChanged)))
            .Plant!;
        plant = plant with
        {
            Memberships =
            [
                plant.Memberships[0],
                new MembershipRecord
                {
                    Unit = "POWER",
                    From = Quantities.Month.Parse("2024-01"),
                    OwnershipSharePercent = 60m,
                },
            ],
        };

        plant.UnitIn(Quantities.Month.Parse("2019-12")).ShouldBeNull();
        plant.UnitIn(Quantities.Month.Parse("2023-12")).ShouldBe("ENERGY");
        plant.UnitIn(Quantities.Month.Parse("2024-01")).ShouldBe("POWER");
    }

    private static byte[] RoundTrip(string eventType, byte[] bytes) =>
        eventType switch
        {
            EventTypes.OrganisationChanged => EventJson.Serialize(EventJson.OrganisationChanged(bytes)),
            EventTypes.ReadingsAccepted => EventJson.Serialize(EventJson.ReadingsAccepted(bytes)),
            EventTypes.EmissionsCalculated => EventJson.Serialize(EventJson.EmissionsCalculated(bytes)),
            EventTypes.EntryPosted => EventJson.Serialize(EventJson.EntryPosted(bytes)),
            EventTypes.CalculationRefused or EventTypes.PostingRefused => EventJson.Serialize(EventJson.Refused(bytes)),
            _ => throw new ArgumentOutOfRangeException(nameof(eventType), eventType, "no such event"),
        };

    private static string Example(string eventType) =>
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Examples", eventType + ".json"));

    private static string Indented(byte[] json)
    {
        using var document = JsonDocument.Parse(json);
        return JsonSerializer.Serialize(document, s_indentation);
    }

    private static readonly JsonSerializerOptions s_indentation = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
