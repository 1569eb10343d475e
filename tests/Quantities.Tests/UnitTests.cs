using System.Globalization;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace CarbonPlatform.Quantities.Tests;

public sealed class UnitTests
{
    /// <summary>Every unit there is: symbol, dimension, one of it in a unit everybody knows.</summary>
    public static TheoryData<string, string, string, string> Table =>
        new()
        {
            { "Wh", "energy", "0.0000036", "GJ" },
            { "kWh", "energy", "0.0036", "GJ" },
            { "MWh", "energy", "3.6", "GJ" },
            { "GWh", "energy", "3600", "GJ" },
            { "TWh", "energy", "3600000", "GJ" },
            { "万kWh", "energy", "10000", "kWh" },
            { "亿kWh", "energy", "100000000", "kWh" },
            { "kJ", "energy", "0.000001", "GJ" },
            { "MJ", "energy", "0.001", "GJ" },
            { "GJ", "energy", "1000", "MJ" },
            { "TJ", "energy", "1000", "GJ" },
            { "mg", "mass", "0.000001", "kg" },
            { "g", "mass", "0.001", "kg" },
            { "kg", "mass", "0.001", "t" },
            { "t", "mass", "1000", "kg" },
            { "kt", "mass", "1000", "t" },
            { "万t", "mass", "10000", "t" },
            { "Nm3", "gas volume", "0.0001", "万Nm3" },
            { "万Nm3", "gas volume", "10000", "Nm3" },
            { "千Nm3", "gas volume", "1000", "Nm3" },
            { "m3@20C", "gas volume", "0.9318", "Nm3" },
            { "千m3@20C", "gas volume", "931.8", "Nm3" },
            { "万m3@20C", "gas volume", "0.9318", "万Nm3" },
            { "m3", "liquid volume", "1000", "L" },
            { "千m3", "liquid volume", "1000", "m3" },
            { "万m3", "liquid volume", "10000", "m3" },
            { "L", "liquid volume", "0.001", "m3" },
            { "gce", "coal equivalent", "0.001", "kgce" },
            { "kgce", "coal equivalent", "0.001", "tce" },
            { "tce", "coal equivalent", "1000", "kgce" },
            { "万tce", "coal equivalent", "10000", "tce" },
            { "mg/Nm3", "gas concentration", "1", "mg/Nm3" },
            { "mg/L", "liquid concentration", "1", "mg/L" },
            { "min/cell-day", "anode effect", "1", "min/cell-day" },
            { "mV", "voltage", "0.001", "V" },
            { "V", "voltage", "1000", "mV" },
            { "h", "time", "1", "h" },
            { "kW", "power", "0.001", "MW" },
            { "MW", "power", "1000", "kW" },
            { "yuan", "money", "0.0001", "万元" },
            { "万元", "money", "10000", "yuan" },
            { "亿元", "money", "100000000", "yuan" },
            { "%", "ratio", "1", "%" },
        };

    [Theory]
    [MemberData(nameof(Table))]
    public void A_unit_has_its_dimension_and_its_size(string symbol, string dimension, string size, string inUnit)
    {
        var unit = Unit.Parse(symbol);

        unit.Symbol.ShouldBe(symbol);
        unit.Dimension.Name.ShouldBe(dimension);
        var converted = new Quantity(1, unit).To(Unit.Parse(inUnit));
        converted.Value.ShouldBe(decimal.Parse(size, CultureInfo.InvariantCulture));
        converted.Unit.Symbol.ShouldBe(inUnit);
    }

    [Fact]
    public void The_table_above_names_every_unit() =>
        Table.Select(row => row.Data.Item1).ShouldBe(Unit.All.Select(unit => unit.Symbol), ignoreOrder: true);

    [Theory]
    [InlineData("")]
    [InlineData("mwh")]
    [InlineData("MWH")]
    [InlineData("T")]
    [InlineData("MG")]
    [InlineData(" t")]
    [InlineData("t ")]
    [InlineData("NM3")]
    [InlineData("方")]
    [InlineData("ton")]
    [InlineData("tCO2")]
    public void Symbols_are_exact(string symbol)
    {
        Unit.TryParse(symbol, out var unit).ShouldBeFalse();
        unit.ShouldBeNull();
        Should.Throw<FormatException>(() => Unit.Parse(symbol)).Message.ShouldContain("is no unit.");
    }

    [Theory]
    [InlineData("度", "kWh")]
    [InlineData("千瓦时", "kWh")]
    [InlineData("kwh", "kWh")]
    [InlineData("KWH", "kWh")]
    [InlineData("千度", "MWh")]
    [InlineData("万度", "万kWh")]
    [InlineData("亿千瓦时", "亿kWh")]
    [InlineData("吨", "t")]
    [InlineData("万吨", "万t")]
    [InlineData("千克", "kg")]
    [InlineData("公斤", "kg")]
    [InlineData("标方", "Nm3")]
    [InlineData("千标方", "千Nm3")]
    [InlineData("万标方", "万Nm3")]
    [InlineData("立方米", "m3")]
    [InlineData("万立方米", "万m3")]
    [InlineData("升", "L")]
    [InlineData("吉焦", "GJ")]
    [InlineData("吨标煤", "tce")]
    [InlineData("小时", "h")]
    public void A_usual_spelling_is_read_and_is_as_large_as_its_unit(string spelling, string symbol)
    {
        var (unit, canonical) = (Unit.Parse(spelling), Unit.Parse(symbol));

        unit.Symbol.ShouldBe(spelling);
        unit.Canonical.ShouldBe(canonical);
        (unit.Factor, unit.Dimension).ShouldBe((canonical.Factor, canonical.Dimension));
        canonical.Spellings.ShouldContain(spelling);
        Unit.All.ShouldNotContain(unit);
        new Quantity(7.5m, unit).In(canonical).ShouldBe((Exact)7.5m);
    }

    [Fact]
    public void No_spelling_is_a_proposal_for_another_unit() =>
        Unit
            .All.SelectMany(unit => unit.Spellings.Select(spelling => (unit, spelling)))
            .ShouldAllBe(usual => Unit.Suggest(usual.spelling) == usual.unit);

    [Fact]
    public void The_absent_symbol_is_no_unit() => Unit.TryParse(null, out _).ShouldBeFalse();

    [Theory]
    [InlineData("mwh", "MWh")]
    [InlineData("kwh", "kWh")]
    [InlineData("KWH", "kWh")]
    [InlineData("Kwh", "kWh")]
    [InlineData("kW·h", "kWh")]
    [InlineData("kW.h", "kWh")]
    [InlineData("ｋＷｈ", "kWh")]
    [InlineData("度", "kWh")]
    [InlineData("千瓦时", "kWh")]
    [InlineData("千瓦·时", "kWh")]
    [InlineData("万千瓦时", "万kWh")]
    [InlineData("万度", "万kWh")]
    [InlineData("万 kwh", "万kWh")]
    [InlineData("萬kWh", "万kWh")]
    [InlineData("10^4kWh", "万kWh")]
    [InlineData("10^8 kWh", "亿kWh")]
    [InlineData("10000kWh", "万kWh")]
    [InlineData("亿千瓦时", "亿kWh")]
    [InlineData("兆瓦时", "MWh")]
    [InlineData("gj", "GJ")]
    [InlineData("吉焦", "GJ")]
    [InlineData("百万千焦", "GJ")]
    [InlineData("T", "t")]
    [InlineData("t ", "t")]
    [InlineData("吨", "t")]
    [InlineData("tonnes", "t")]
    [InlineData("Mg", "t")]
    [InlineData("mg ", "mg")]
    [InlineData("MG", "mg")]
    [InlineData("KT", "kt")]
    [InlineData("万吨", "万t")]
    [InlineData("KG", "kg")]
    [InlineData("㎏", "kg")]
    [InlineData("公斤", "kg")]
    [InlineData("千克", "kg")]
    [InlineData("nm3", "Nm3")]
    [InlineData("Nm³", "Nm3")]
    [InlineData("标立方米", "Nm3")]
    [InlineData("万标方", "万Nm3")]
    [InlineData("m3@20℃", "m3@20C")]
    [InlineData("m³@20°C", "m3@20C")]
    [InlineData("m³", "m3")]
    [InlineData("㎥", "m3")]
    [InlineData("M3", "m3")]
    [InlineData("立方米", "m3")]
    [InlineData("升", "L")]
    [InlineData("l", "L")]
    [InlineData("吨标准煤", "tce")]
    [InlineData("TCE", "tce")]
    [InlineData("万吨标煤", "万tce")]
    [InlineData("mg/m3", "mg/Nm3")]
    [InlineData("mg/Nm³", "mg/Nm3")]
    [InlineData("毫克/立方米", "mg/Nm3")]
    [InlineData("mg/l", "mg/L")]
    [InlineData("分钟/槽日", "min/cell-day")]
    [InlineData("min/cell·day", "min/cell-day")]
    [InlineData("mv", "mV")]
    [InlineData("小时", "h")]
    [InlineData("H", "h")]
    [InlineData("mw", "MW")]
    [InlineData("元", "yuan")]
    [InlineData("RMB", "yuan")]
    [InlineData("萬元", "万元")]
    [InlineData("億元", "亿元")]
    [InlineData("％", "%")]
    [InlineData("t", "t")]
    public void A_near_miss_gets_a_proposal(string text, string proposed) =>
        Unit.Suggest(text).ShouldNotBeNull().Symbol.ShouldBe(proposed);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Mt")]
    [InlineData("lb")]
    [InlineData("mmBtu")]
    [InlineData("tCO2")]
    [InlineData("kWh/t")]
    [InlineData("ttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttt")]
    public void Where_nothing_is_evident_nothing_is_proposed(string? text) => Unit.Suggest(text).ShouldBeNull();

    [Fact]
    public void Every_symbol_in_any_case_gets_itself_proposed()
    {
        foreach (var unit in Unit.All)
        {
            Unit.Suggest(unit.Symbol).ShouldBe(unit);
            Unit.Suggest(unit.Symbol.ToUpperInvariant())!.Symbol.ShouldBe(unit.Symbol);
            Unit.Suggest(" " + unit.Symbol.ToLowerInvariant() + " ")!.Symbol.ShouldBe(unit.Symbol);
        }
    }

    [Theory]
    [InlineData("m3")]
    [InlineData("m³")]
    [InlineData("M3")]
    [InlineData("立方米")]
    [InlineData("方")]
    [InlineData("立方")]
    [InlineData("万m3")]
    [InlineData("万立方米")]
    [InlineData("万立方")]
    [InlineData("万方")]
    [InlineData("千m3")]
    [InlineData("千立方米")]
    public void Bare_cubic_metres_of_gas_get_the_question(string symbol)
    {
        Unit.TryParse(symbol, Dimension.GasVolume, out var unit, out var fault).ShouldBeFalse();

        unit.ShouldBeNull();
        fault.Code.ShouldBe("unit-ambiguous");
        fault.Message.ShouldEndWith("does not say the state of the gas. Nm3 or m3@20C?");
        fault.Expected.ShouldBe("one of Nm3, 万Nm3, 千Nm3, m3@20C, 千m3@20C, 万m3@20C");
        fault.Proposal.ShouldBeNull();
    }

    [Fact]
    public void Bare_cubic_metres_of_liquid_are_a_unit()
    {
        Unit.TryParse("m3", Dimension.LiquidVolume, out _, out _).ShouldBeTrue();
        Unit.TryParse("立方米", Dimension.LiquidVolume, out var unit, out _).ShouldBeTrue();
        unit.Canonical.ShouldBe(Unit.CubicMetre);
        Unit.TryParse("方", Dimension.LiquidVolume, out _, out var fault).ShouldBeFalse();
        fault.ShouldBe(new InputFault("unknown-unit", "\"方\" is no unit.", "one of m3, 千m3, 万m3, L", "m3"));
    }

    [Fact]
    public void A_unit_of_another_dimension_is_refused_by_name()
    {
        Unit.TryParse("t", Dimension.GasVolume, out var unit, out var fault).ShouldBeFalse();

        unit.ShouldBeNull();
        fault.ShouldBe(
            new InputFault(
                "unit-of-another-dimension",
                "\"t\" is a unit of mass, not of gas volume.",
                "one of Nm3, 万Nm3, 千Nm3, m3@20C, 千m3@20C, 万m3@20C"
            )
        );
    }

    [Fact]
    public void A_misspelt_unit_of_another_dimension_is_refused_without_a_proposal()
    {
        Unit.TryParse("吨", Dimension.Time, out _, out var fault).ShouldBeFalse();

        fault.ShouldBe(
            new InputFault("unit-of-another-dimension", "\"吨\" is a unit of mass, not of time.", "one of h")
        );
    }

    [Fact]
    public void An_unknown_unit_is_refused_with_the_list_and_the_proposal()
    {
        Unit.TryParse("kwhr", Dimension.Energy, out _, out var misspelt).ShouldBeFalse();
        misspelt.ShouldBe(
            new InputFault(
                "unknown-unit",
                "\"kwhr\" is no unit.",
                "one of Wh, kWh, MWh, GWh, TWh, 万kWh, 亿kWh, kJ, MJ, GJ, TJ",
                "kWh"
            )
        );
        misspelt.ToString().ShouldEndWith("Did you mean \"kWh\"?");

        Unit.TryParse("therm", Dimension.Energy, out _, out var unknown).ShouldBeFalse();
        unknown.Code.ShouldBe("unknown-unit");
        unknown.Proposal.ShouldBeNull();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    public void A_missing_unit_is_refused(string? symbol)
    {
        Unit.TryParse(symbol, Dimension.Time, out _, out var fault).ShouldBeFalse();
        fault.ShouldBe(new InputFault("unit-missing", "The unit is missing.", "one of h"));
    }

    [Fact]
    public void Any_text_is_refused_or_read_never_thrown_at() =>
        Prop.ForAll<string>(text =>
            {
                foreach (var dimension in Dimension.All)
                {
                    var read = Unit.TryParse(text, dimension, out var unit, out var fault);
                    (read == (fault is null) && read == (unit is not null)).ShouldBeTrue();
                    if (fault?.Proposal is { } proposal)
                        Unit.TryParse(proposal, dimension, out _, out _).ShouldBeTrue();
                }
            })
            .Check(Generate.Thoroughly);

    [Fact]
    public void Json_is_the_symbol()
    {
        JsonSerializer.Deserialize<Unit>("\"MWh\"").ShouldBe(Unit.MegawattHour);
        JsonSerializer.Serialize(Unit.MegawattHour).ShouldBe("\"MWh\"");
        Should
            .Throw<JsonException>(() => JsonSerializer.Deserialize<Unit>("\"mwh\""))
            .Message.ShouldContain("Did you mean \"MWh\"?");
    }

    [Fact]
    public void Every_dimension_has_one_base_unit_and_is_read_by_its_name()
    {
        Dimension
            .All.Select(d => $"{d.Name} {d.Base.Symbol}")
            .ShouldBe([
                "energy kJ",
                "mass kg",
                "gas volume Nm3",
                "liquid volume m3",
                "coal equivalent kgce",
                "gas concentration mg/Nm3",
                "liquid concentration mg/L",
                "anode effect min/cell-day",
                "voltage mV",
                "time h",
                "power kW",
                "money yuan",
                "ratio %",
            ]);
        foreach (var dimension in Dimension.All)
            Dimension.Parse(dimension.Name).ShouldBe(dimension);
        Dimension.TryParse("Gas volume", out _).ShouldBeFalse();
        Dimension.TryParse(null, out _).ShouldBeFalse();
        Should
            .Throw<FormatException>(() => Dimension.Parse("volume"))
            .Message.ShouldContain("one of energy, mass, gas volume");
    }
}
