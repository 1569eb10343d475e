using CarbonPlatform.Contracts;
using CarbonPlatform.Ingestion.Organisation;
using CarbonPlatform.Ingestion.Readings;
using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.TestKit;
using CarbonPlatform.Vocabulary;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Ingestion.Tests.Readings;

/// <summary>
/// What becomes of a sheet, decided of what is given and without a database, whatever the sheet came in.
/// </summary>
[Tier(Tier.Pure)]
public sealed class SheetDecisionTests
{
    private static readonly DateTimeOffset s_now = new(2025, 1, 15, 12, 0, 0, TimeSpan.Zero);
    private static readonly ActivityVocabulary s_vocabulary = ActivityVocabulary.Read();

    private static readonly OrganisationState s_organisation = OrganisationState.Empty.With(
        new OrganisationChangedEvent
        {
            Kind = OrganisationChangedEvent.PlantKind,
            Code = "SX-A1",
            Version = 1,
            ChangedAt = s_now,
            ChangedBy = "admin",
            Plant = new PlantRecord
            {
                Code = "SX-A1",
                Name = "Smelter",
                Country = "CN",
                Province = "SX",
                Kinds = [],
                From = Month.Parse("2020-01"),
                Memberships = [],
                Sources =
                [
                    new SourceRecord
                    {
                        Code = "BOILER-1",
                        Name = "Boiler",
                        Kind = "boiler",
                        Process = "alumina",
                    },
                ],
            },
        },
        version: 1
    );

    private static readonly Dictionary<string, string> s_columns = new(StringComparer.Ordinal)
    {
        ["source"] = "A",
        ["activity"] = "B",
        ["quantity"] = "C",
        ["unit"] = "D",
        ["attributes.ncv"] = "F",
    };

    private static ReadingInput Coal(RowPlace place, string quantity = "12.50", string unit = "t") =>
        new(place)
        {
            Source = "BOILER-1",
            Activity = "fuel.bituminous-coal",
            Quantity = quantity,
            Unit = unit,
            Quality = "measured",
        };

    private static ReadingInput Coal(string quantity = "12.50") =>
        Coal(RowPlace.InBody("readings", 0, isReading: true), quantity);

    private static RowPlace Line(int line) => RowPlace.InWorkbook("March", line, s_columns);

    private static SheetInput Sheet(params ReadingInput[] readings) =>
        new()
        {
            Plant = PlantCode.Parse("SX-A1"),
            Month = Month.Parse("2024-03"),
            Replaces = false,
            Expected = default,
            Readings = readings,
            Withdrawals = [],
            Findings = [],
        };

    private static Answer<DecidedSheet> Decide(SheetInput input, StandingSheet? standing = null) =>
        new SheetDecision(s_vocabulary, [], s_organisation, Month.Parse("2025-01"), s_now).Of(
            input,
            new Caller("plant-key", [Roles.Plant], [input.Plant]),
            standing ?? StandingSheet.None,
            around: []
        );

    private static DecidedSheet Taken(SheetInput input, StandingSheet? standing = null)
    {
        Decide(input, standing).IsRefused(out var refusal, out var decided).ShouldBeFalse(refusal?.Detail);
        return decided!;
    }

    private static Refusal Refused(SheetInput input, StandingSheet? standing = null)
    {
        Decide(input, standing).IsRefused(out var refusal, out _).ShouldBeTrue();
        return refusal!;
    }

    private static StandingSheet Standing(ReadingsAcceptedEvent sheet, int applied = 0) =>
        new(sheet.Revision, applied, sheet, sheet.SubmissionId, SubmissionState.Calculated);

    [Fact]
    public void The_first_sheet_makes_revision_1_with_the_plant_as_it_was_in_the_month()
    {
        var decided = Taken(Sheet(Coal()));

        var made = decided.Made.ShouldNotBeNull();
        (made.Plant.Value, made.Month.ToString(), made.Revision, made.Reason, made.AcceptedAt).ShouldBe(
            ("SX-A1", "2024-03", 1, Reasons.Reading, s_now)
        );
        made.Sources.ShouldHaveSingleItem().Code.ShouldBe("BOILER-1");
        made.Readings.ShouldHaveSingleItem().Quantity.ShouldBe(12.5m);
        (decided.Answer.SubmissionId, decided.Answer.Revision, decided.Answer.State).ShouldBe(
            (made.SubmissionId, 1, SubmissionState.Received)
        );
    }

    [Fact]
    public void What_changes_nothing_makes_no_revision_and_names_the_one_that_stands()
    {
        var standing = Taken(Sheet(Coal())).Made!;

        var decided = Taken(Sheet(Coal("12.5")), Standing(standing));

        decided.Made.ShouldBeNull();
        (decided.Answer.SubmissionId, decided.Answer.Revision, decided.Answer.State).ShouldBe(
            (standing.SubmissionId, 1, SubmissionState.Calculated)
        );
    }

    [Fact]
    public void Another_quantity_is_a_correction()
    {
        var standing = Taken(Sheet(Coal())).Made!;

        var made = Taken(Sheet(Coal("13")), Standing(standing)).Made.ShouldNotBeNull();

        (made.Revision, made.Reason).ShouldBe((2, Reasons.Correction));
    }

    [Fact]
    public void Revisions_are_numbered_above_what_the_ledger_holds()
    {
        var standing = Taken(Sheet(Coal())).Made!;

        Taken(Sheet(Coal("13")), Standing(standing, applied: 7)).Made!.Revision.ShouldBe(8);
        Taken(Sheet(Coal("13")), StandingSheet.None with { Applied = 7 }).Made!.Revision.ShouldBe(8);
    }

    [Fact]
    public void A_plant_that_is_not_known_and_a_revision_that_does_not_stand_are_refused()
    {
        Refused(Sheet(Coal()) with { Plant = PlantCode.Parse("SX-A2") }).Code.ShouldBe("not-found");
        Refused(Sheet(Coal()) with { Expected = new RevisionTag(3, Any: false) }).Code.ShouldBe("revision-stale");
    }

    [Fact]
    public void Rows_of_a_workbook_are_decided_alike_and_refused_by_cell()
    {
        Taken(Sheet(Coal(Line(7)))).Made!.Readings.ShouldHaveSingleItem().Quantity.ShouldBe(12.5m);

        var wrong = Coal(Line(7), quantity: "12,5", unit: "MWh");
        wrong.Attributes.Add(new AttributeInput("ncv", "2091", IsNumber: true));
        wrong.Attributes.Add(new AttributeInput("colour", "black", IsNumber: false));

        Refused(Sheet(wrong))
            .Errors.Select(error => (error.Position, error.Path, error.Code))
            .ShouldBe([
                (null, "March!D7", "unit-of-another-dimension"),
                (null, "March!C7", "quantity-not-decimal"),
                (null, "March!F7", "attribute-out-of-range"),
                (null, "March!7:7", "unknown-attribute"),
            ]);
    }

    [Fact]
    public void A_reading_that_stands_twice_names_the_place_of_the_first()
    {
        ReadingInput Posted(int position) => Coal(RowPlace.InBody("readings", position, isReading: true));

        Refused(Sheet(Coal(Line(7)), Coal(Line(9))))
            .Errors.ShouldHaveSingleItem()
            .Message.ShouldBe("BOILER-1 fuel.bituminous-coal stands in the sheet already, at March!7:7.");
        var inBody = Refused(Sheet(Posted(0), Posted(1))).Errors.ShouldHaveSingleItem();
        (inBody.Position, inBody.Path, inBody.Message).ShouldBe(
            (1, "readings[1]", "BOILER-1 fuel.bituminous-coal stands in the sheet already, at position 0.")
        );
    }

    [Fact]
    public void What_is_wrong_with_the_form_is_told_with_the_rest()
    {
        var form = BodyFindings.UnknownMember(new Place(0, "readings[0].colour"), "colour", ["source"]);

        var refusal = Refused(Sheet(Coal("-1")) with { Findings = [form] });

        (refusal.Status, refusal.Code).ShouldBe((400, "unknown-member"));
        refusal.Errors.Select(error => error.Code).ShouldBe(["unknown-member", "quantity-negative"]);
    }

    [Fact]
    public void Above_the_highest_number_there_is_no_revision_and_the_answer_says_so()
    {
        var standing = Taken(Sheet(Coal())).Made!;

        foreach (var applied in (int[])[Counting.Highest, int.MaxValue])
        {
            var refusal = Refused(Sheet(Coal("99")), Standing(standing, applied));
            (refusal.Code, refusal.Status).ShouldBe(("no-revision-left", 409));
            Taken(Sheet(Coal("12.5")), Standing(standing, applied)).Made.ShouldBeNull("it changes nothing");
        }
        Taken(Sheet(Coal("99")), Standing(standing, Counting.Highest - 1)).Made!.Revision.ShouldBe(Counting.Highest);
    }
}
