using System.Text;
using CarbonPlatform.Contracts;
using CarbonPlatform.Ledger.Journal;
using CarbonPlatform.Messaging;
using CarbonPlatform.TestKit;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Ledger.Tests;

/// <summary>What is wrong with a message is found before it meets its neighbours, and said.</summary>
[Tier(Tier.Service)]
public sealed class SheetResultTests
{
    private static readonly EmissionsCalculatedEvent s_good = new Sheet("SX-A1", "2024-03")
        .WithCoal(100)
        .WithDirectPower(50, "SX-P1")
        .WithGaps(Sheet.Gap("BOILER-1"))
        .ToEvent();

    public static TheoryData<string, string> Faults() => new(s_broken.Select(pair => (pair.Key, pair.Value.Reason)));

    private static readonly Dictionary<string, (EmissionsCalculatedEvent Event, string Reason)> s_broken = new(
        StringComparer.Ordinal
    )
    {
        ["revision"] = (s_good with { Revision = 0 }, "revision 0 is below 1"),
        ["catalogue"] = (s_good with { CatalogueVersion = -1 }, "catalogue version -1 is below 0"),
        ["methods"] = (s_good with { MethodsVersion = -1 }, "methods version -1 is below 0"),
        ["reason"] = (s_good with { Reason = "because" }, "reason \"because\" is not known"),
        ["source twice"] = (s_good with { Sources = [.. s_good.Sources, s_good.Sources[0]] }, "a source stands twice"),
        ["source"] = (
            s_good with
            {
                Sources = [new SourceProcess("boiler", "power"), .. s_good.Sources.Skip(1)],
            },
            "source \"boiler\" is no code"
        ),
        ["process"] = (
            s_good with
            {
                Sources = [s_good.Sources[0] with { Process = "" }, .. s_good.Sources.Skip(1)],
            },
            "\"\" is no process"
        ),
        ["code"] = (s_good with { Codes = [.. s_good.Codes, "a\0b"] }, "\"a\0b\" is no code"),
        ["column"] = (Lines(lines => lines with { Basis = [-1] }), "the columns differ in length"),
        ["index"] = (
            Lines(lines => lines with { Source = [99, .. lines.Source.Skip(1)] }),
            "line 0: there is no source 99"
        ),
        ["negative index"] = (
            Lines(lines => lines with { Category = [-1, .. lines.Category.Skip(1)] }),
            "line 0: there is no category -1"
        ),
        ["provenance"] = (
            Lines(lines => lines with { Provenance = [99, .. lines.Provenance.Skip(1)] }),
            "line 0: there is no provenance 99"
        ),
        ["category"] = (
            Line(new SheetLine("BOILER-1", "fuel.coke", "scope9.magic", null, "CO2", 1)),
            "line 0: category \"scope9.magic\" is not known"
        ),
        ["measure"] = (
            Line(new SheetLine("BOILER-1", "fuel.coke", Categories.Combustion, null, "XENON", 1)),
            "line 0: measure \"XENON\" is not known"
        ),
        ["basis"] = (
            Line(new SheetLine("BOILER-1", "fuel.coke", Categories.PurchasedElectricity, "guess", "CO2", 1)),
            "line 0: basis \"guess\" is none of category scope2.electricity"
        ),
        ["basis of another family"] = (
            Line(new SheetLine("BOILER-1", "fuel.coke", Categories.PurchasedElectricity, "displacement", "CO2", 1)),
            "line 0: basis \"displacement\" is none of category scope2.electricity"
        ),
        ["counterparty"] = (
            Line(
                new SheetLine("BOILER-1", "fuel.coke", Categories.Combustion, null, "CO2", 1, Counterparty: "somebody")
            ),
            "line 0: counterparty \"somebody\" is no code of a plant"
        ),
        ["seven decimals"] = (
            Line(new SheetLine("BOILER-1", "fuel.coke", Categories.Combustion, null, "CO2", 0.0000001m)),
            "line 0: amount 0.0000001 has more than 6 decimals"
        ),
        ["too large"] = (
            Line(
                new SheetLine("BOILER-1", "fuel.coke", Categories.Combustion, null, "CO2", 1_000_000_000_000_000_000m)
            ),
            "is too large"
        ),
        ["line twice"] = (Twice(), "line (BOILER-1, fuel.bituminous-coal, scope1.combustion, , CO2, ) stands twice"),
        ["gap's kind"] = (
            s_good with
            {
                Gaps = [Sheet.Gap("BOILER-1", "forgotten")],
            },
            "gap: kind \"forgotten\" is not known"
        ),
        ["gap's source"] = (s_good with { Gaps = [Sheet.Gap("?")] }, "gap: source \"?\" is no code"),
        ["gap's detail"] = (
            s_good with
            {
                Gaps = [Sheet.Gap("BOILER-1", detail: "a\0")],
            },
            "gap: the detail has a zero character"
        ),
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_wrong_message_is_poison_and_says_why(string fault, string reason) =>
        Should
            .Throw<PoisonMessageException>(() => SheetResult.From(s_broken[fault].Event, new CodeTable()))
            .Message.ShouldContain(reason, Case.Sensitive);

    [Fact]
    public async Task A_plant_without_a_code_is_poison_and_says_why()
    {
        await using var ledger = await LedgerRoom.OpenAsync();
        var body = Encoding
            .UTF8.GetString(EventJson.Serialize(s_good))
            .Replace("\"SX-A1\"", "\"sx a1\"", StringComparison.Ordinal);
        var message = new IncomingEvent(EventTypes.EmissionsCalculated, Encoding.UTF8.GetBytes(body), 1);
        (
            await Should.ThrowAsync<PoisonMessageException>(async () =>
                await new OnEmissionsCalculated(ledger.Writer, ledger.Codes).ConsumeAsync(
                    message,
                    CancellationToken.None
                )
            )
        ).Message.ShouldContain("\"sx a1\" has the lowercase letter \"s\" at position 1", Case.Sensitive);
    }

    [Fact]
    public async Task What_is_no_event_is_poison()
    {
        await using var ledger = await LedgerRoom.OpenAsync();
        foreach (var body in new[] { "", "null", "{}", "{\"plant\":\"SX-A1\"}", "[1]" })
        {
            var message = new IncomingEvent(EventTypes.EmissionsCalculated, Encoding.UTF8.GetBytes(body), 1);
            await Should.ThrowAsync<PoisonMessageException>(async () =>
                await new OnEmissionsCalculated(ledger.Writer, ledger.Codes).ConsumeAsync(
                    message,
                    CancellationToken.None
                )
            );
            await Should.ThrowAsync<PoisonMessageException>(async () =>
                await new OnOrganisationChanged(ledger.Writer).ConsumeAsync(message, CancellationToken.None)
            );
        }
    }

    [Fact]
    public void Hash_of_the_lines_depends_on_what_stands_and_not_on_order_or_zeros()
    {
        var hash = HashOf(s_good);
        HashOf(s_good with { Revision = 7, CatalogueVersion = 3, Gaps = [] }).ShouldBe(hash);
        HashOf(Reversed(s_good)).ShouldBe(hash);
        HashOf(Lines(lines => lines with { Amount = [.. lines.Amount.Select(amount => amount + 0.000000m)] }))
            .ShouldBe(hash);

        HashOf(Lines(lines => lines with { Amount = [lines.Amount[0] + 0.000001m, .. lines.Amount.Skip(1)] }))
            .ShouldNotBe(hash);
        HashOf(
                Lines(lines =>
                    lines with
                    {
                        ActivityQuantity = [lines.ActivityQuantity[0] + 1, .. lines.ActivityQuantity.Skip(1)],
                    }
                )
            )
            .ShouldNotBe(hash);
        HashOf(
                s_good with
                {
                    Provenances =
                    [
                        .. s_good.Provenances.Select(provenance => provenance with { Quality = Quality.Estimated }),
                    ],
                }
            )
            .ShouldNotBe(hash);
        HashOf(s_good with { Sources = [.. s_good.Sources.Select(source => source with { Process = "power" })] })
            .ShouldNotBe(hash);
    }

    [Theory]
    [InlineData("group", 1, "kind \"group\" is neither unit nor plant")]
    [InlineData("plant", 0, "version 0 is below 1")]
    [InlineData("unit", 1, "a unit's record must hold that unit and nothing else")]
    public void A_wrong_record_of_the_organisation_is_poison(string kind, int version, string reason)
    {
        var record = Organisation.Plant("SX-A1", 1, ("2020-01", "ALU")) with { Kind = kind, Version = version };
        Should.Throw<PoisonMessageException>(() => ChangedRecord.From(record, default)).Message.ShouldBe(reason);
    }

    [Fact]
    public void Memberships_out_of_order_and_records_of_another_plant_are_poison()
    {
        var record = Organisation.Plant("SX-A1", 1, ("2020-01", "ALU"), ("2019-01", "CU"));
        Should
            .Throw<PoisonMessageException>(() => ChangedRecord.From(record, default))
            .Message.ShouldBe("the memberships are not in order of month: 2019-01 follows 2020-01");
        Should
            .Throw<PoisonMessageException>(() => ChangedRecord.From(record with { Code = "SX-A2" }, default))
            .Message.ShouldContain("must hold that plant");
        Should
            .Throw<PoisonMessageException>(() =>
                ChangedRecord.From(Organisation.Plant("SX-A1", 1, ("2020-01", "alu")), default)
            )
            .Message.ShouldBe("unit \"alu\" is no code");
    }

    private static string HashOf(EmissionsCalculatedEvent calculated) =>
        Convert.ToHexString(SheetResult.From(calculated, new CodeTable()).LinesHash);

    private static EmissionsCalculatedEvent Lines(Func<LineColumns, LineColumns> change) =>
        s_good with
        {
            Lines = change(s_good.Lines),
        };

    private static EmissionsCalculatedEvent Line(SheetLine line) => new Sheet("SX-A1", "2024-03").With(line).ToEvent();

    private static EmissionsCalculatedEvent Twice()
    {
        var calculated = new Sheet("SX-A1", "2024-03").WithCoal(1).ToEvent();
        var lines = calculated.Lines;
        return calculated with
        {
            Lines = new LineColumns
            {
                Source = [0, 0],
                Activity = [lines.Activity[0], lines.Activity[0]],
                Category = [lines.Category[0], lines.Category[0]],
                Basis = [-1, -1],
                Measure = [lines.Measure[0], lines.Measure[0]],
                Counterparty = [-1, -1],
                Amount = [1, 2],
                ActivityQuantity = [1, 2],
                Provenance = [0, 0],
            },
        };
    }

    private static EmissionsCalculatedEvent Reversed(EmissionsCalculatedEvent calculated)
    {
        var lines = calculated.Lines;
        return calculated with
        {
            Lines = new LineColumns
            {
                Source = [.. lines.Source.Reverse()],
                Activity = [.. lines.Activity.Reverse()],
                Category = [.. lines.Category.Reverse()],
                Basis = [.. lines.Basis.Reverse()],
                Measure = [.. lines.Measure.Reverse()],
                Counterparty = [.. lines.Counterparty.Reverse()],
                Amount = [.. lines.Amount.Reverse()],
                ActivityQuantity = [.. lines.ActivityQuantity.Reverse()],
                Provenance = [.. lines.Provenance.Reverse()],
            },
        };
    }
}
