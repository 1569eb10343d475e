using System.Text.Json.Nodes;
using CarbonPlatform.Oracle.Exact;
using CarbonPlatform.Oracle.Methods;
using CarbonPlatform.Oracle.Organisation;
using CarbonPlatform.Quantities;

namespace CarbonPlatform.Oracle.Random;

/// <summary>
/// Better numbers, of what the group counts with: measured by a plant for itself or for one of its sources, corrected
/// for everybody, or new of a year, with the years that it serves.
/// </summary>
/// <param name="Body">As it is proposed.</param>
/// <param name="Publication">What it then means.</param>
internal sealed record RandomProposal(JsonObject Body, Publication Publication)
{
    // Id of the factor without its year, what it is, whom it applies to, unit, bounds, and the first year that the
    // series knows.
    private static readonly (
        string Series,
        string Factor,
        string What,
        string AppliesTo,
        string Unit,
        decimal Low,
        decimal High,
        int First
    )[] s_series =
    [
        ("national-average", "grid.average.CN", "grid-average", "CN", "kgCO2/kWh", 0.3m, 0.7m, 2000),
        ("national-residual", "grid.residual.CN", "grid-residual", "CN", "kgCO2/kWh", 0.4m, 0.8m, 2000),
        ("national-fossil", "grid.fossil.CN", "grid-fossil", "CN", "kgCO2/kWh", 0.7m, 0.95m, 2023),
        ("provincial-average", "grid.average.CN", "grid-average", "CN", "kgCO2/kWh", 0.3m, 0.7m, 2000),
        ("thermal-co2", "cec.co2", "displacement-co2", "thermal", "g/kWh", 780, 860, 2015),
        ("thermal-so2", "cec.so2", "displacement-so2", "thermal", "g/kWh", 0.05m, 0.4m, 2010),
        ("thermal-nox", "cec.nox", "displacement-nox", "thermal", "g/kWh", 0.05m, 0.4m, 2010),
        ("thermal-pm", "cec.pm", "displacement-pm", "thermal", "g/kWh", 0.01m, 0.04m, 2010),
        ("supply-rate", "cec.supply-rate", "supply-rate", "thermal", "gce/kWh", 280, 320, 2010),
        ("operating-margin", "cdm.operating-margin.north", "operating-margin", "north", "tCO2/MWh", 0.7m, 1.1m, 2017),
        ("build-margin", "cdm.build-margin.south", "build-margin", "south", "tCO2/MWh", 0.2m, 0.5m, 2017),
    ];

    /// <summary>Some rows at once; null where the sheet asks for no factor.</summary>
    /// <param name="dice">Says what.</param>
    /// <param name="group">The group, with what it has published so far.</param>
    /// <param name="sheet">One of its sheets: what it counts with becomes other.</param>
    /// <param name="months">The months that are reported.</param>
    public static RandomProposal? Of(Dice dice, Group group, Sheet sheet, IReadOnlyList<Month> months)
    {
        var book = PlantMonth.Calculate(group, sheet);
        if (book.Asked.Count == 0)
            return null;
        var rows = new Rows(dice, group, sheet.Plant, months);
        for (var wanted = 1 + dice.Below(4); wanted > 0; wanted--)
        {
            var asked = dice.Of([.. book.Asked]);
            if (dice.OneIn(5))
                rows.AddYears(dice.Of(s_series));
            else if (asked.Source.Length > 0 && IsMeasuredByPlants(asked.Id) && !dice.OneIn(4))
                rows.AddOwn(asked);
            else
                rows.AddForEverybody(asked);
        }

        return new RandomProposal(rows.ToJson(), rows.ToPublication());
    }

    /// <summary>
    /// What of a fuel, an anode or a coke a laboratory can find out; not what a grid or a gas is like.
    /// </summary>
    private static bool IsMeasuredByPlants(string id) =>
        id.Split('.') switch
        {
            ["fuel", ..] => true,
            ["energy", "electricity" or "heat" or "standard-coal"] => false,
            ["energy", ..] or ["air", "nox", ..] => true,
            ["pfc", .., "slope" or "share" or "overvoltage"] => true,
            _ => id
                is "air.sulphur-retention"
                    or "anode.net-consumption"
                    or "anode.ets-2024.net-consumption"
                    or "anode.sulphur"
                    or "anode.ash"
                    or "anode.loss"
                    or "carbonate.limestone.default"
                    or "carbonate.desulphurisation-purity"
                    or "reductant.anthracite.ncv"
                    or "reductant.oxalic-acid.concentration"
                    or "fugitive.methane-density"
                || id.StartsWith("anode-plant.volatile-share.", StringComparison.Ordinal),
        };

    private sealed class Rows(Dice dice, Group group, string plant, IReadOnlyList<Month> months)
    {
        private readonly List<(PublishedFactor Factor, JsonObject Body)> _factors = [];
        private readonly List<(PublishedYears Years, JsonObject Body)> _years = [];

        public JsonObject ToJson() =>
            new()
            {
                ["reason"] = "Better numbers",
                ["factors"] = new JsonArray([.. _factors.Select(row => row.Body)]),
                ["years"] = new JsonArray([.. _years.Select(row => row.Body)]),
            };

        public Publication ToPublication() =>
            new([.. _factors.Select(row => row.Factor)], [.. _years.Select(row => row.Years)]);

        public void AddOwn(Asked asked)
        {
            var source = dice.OneIn(2) ? asked.Source : null;
            var last = group.Published.Last(asked.Id, plant, source);
            // Where neither end is said it serves as the version before did.
            var (from, to, isSaid) = last is not null && dice.OneIn(4) ? (last.From, last.To, false) : Span();
            // Slopes are measured again after three years.
            if (isSaid && asked.Id.StartsWith("pfc.", StringComparison.Ordinal) && to > from.AddMonths(35))
                to = from.AddMonths(35);
            Add(
                asked,
                new PublishedFactor(asked.Id, 0, from, to, plant, source),
                isSaid,
                new JsonObject
                {
                    ["plant"] = plant,
                    ["plantSource"] = source,
                    ["reference"] = "test report",
                }
            );
        }

        public void AddForEverybody(Asked asked)
        {
            var last = group.Published.Last(asked.Id, null, null);
            // A statistic of a year serves that year, and what nothing was printed of serves at all times.
            var always =
                asked.Printed is null
                || asked.Id.StartsWith("cec.", StringComparison.Ordinal)
                || asked.Id.StartsWith("grid.", StringComparison.Ordinal)
                || asked.Id.Contains("-margin.", StringComparison.Ordinal);
            var (from, to, isSaid) =
                always || dice.OneIn(3) ? (last?.From ?? Month.Min, last?.To ?? Month.Max, false) : Span();
            Add(asked, new PublishedFactor(asked.Id, 0, from, to), isSaid, []);
        }

        public void AddYears(
            (
                string Series,
                string Factor,
                string What,
                string AppliesTo,
                string Unit,
                decimal Low,
                decimal High,
                int First
            ) series
        )
        {
            if (_years.Exists(row => row.Years.Series == series.Series))
                return;
            var id = $"{series.Factor}.20{dice.Below(3) + 30}";
            if (_factors.Exists(row => row.Factor.Id == id))
                return;
            // No year may be left between: before the first that is known only up to it.
            var from = dice.Of(months).Year - 1 + dice.Below(3);
            int? to =
                from < series.First ? series.First - 1
                : dice.OneIn(2) ? null
                : from + dice.Below(3);
            var status = dice.Of(null, "provisional-factor", "carried-forward");
            var value = dice.Number(series.Low, series.High);
            var factor = new PublishedFactor(id, Fraction.Parse(value), Month.Min, Month.Max);
            var body = new JsonObject
            {
                ["id"] = id,
                ["set"] =
                    (
                        series.Factor.StartsWith("grid", StringComparison.Ordinal) ? "grid-20"
                        : series.Factor.StartsWith("cec", StringComparison.Ordinal) ? "cec-20"
                        : "cdm-20"
                    ) + id[^2..],
                ["what"] = series.What,
                ["appliesTo"] = series.AppliesTo,
                ["unit"] = series.Unit,
                ["value"] = value,
                ["source"] = "notice",
                ["standing"] = "T",
                ["uncertaintyPercent"] = "5",
            };
            Verify(body);
            _factors.Add((factor, body));
            _years.Add(
                (
                    new PublishedYears(series.Series, from, to ?? Month.Max.Year, id, status),
                    new JsonObject
                    {
                        ["series"] = series.Series,
                        ["fromYear"] = from,
                        ["toYear"] = to,
                        ["factor"] = id,
                        ["status"] = status,
                    }
                )
            );
        }

        private void Add(Asked asked, PublishedFactor factor, bool isSaid, JsonObject body)
        {
            if (
                _factors.Exists(row =>
                    (row.Factor.Id, row.Factor.Plant, row.Factor.Source) == (factor.Id, factor.Plant, factor.Source)
                )
            )
                return;
            var value = NewValue(asked);
            body["id"] = asked.Id;
            body["value"] = value;
            body["source"] = "laboratory";
            body["uncertaintyPercent"] = "3";
            body["standing"] = factor.Plant is null ? "T" : null;
            Verify(body);
            body["validFrom"] = isSaid ? factor.From.ToString() : null;
            body["validTo"] = isSaid && factor.To < Month.Max ? factor.To.ToString() : null;
            if (asked.Printed is null)
            {
                // Nothing is known of it that it could be as before.
                var name = asked.Id.Split('.');
                body["what"] = name[^1];
                body["appliesTo"] = name[^2];
                body["unit"] = name[^1] switch
                {
                    "ncv" => IsGas(asked.Id) ? "GJ/10^4Nm3" : "GJ/t",
                    "carbon-content" => "tC/GJ",
                    _ => "%",
                };
                body["set"] = factor.Plant is null ? name[1] : null;
            }

            _factors.Add((factor with { Value = Fraction.Parse(value) }, body));
        }

        /// <summary>Half of what is published was compared with its text.</summary>
        private void Verify(JsonObject body)
        {
            if (!dice.OneIn(2))
                return;
            body["status"] = "verified";
            if (body["plant"] is null)
                body["standing"] = "text";
            body["reference"] ??= "notice, table 1";
        }

        private string NewValue(Asked asked)
        {
            if (asked.Printed is { } printed)
            {
                var about = decimal.Parse(printed.ToString());
                var isPercentage =
                    asked.Id.Split('.')[^1]
                    is "oxidation"
                        or "sulphur-retention"
                        or "sulphur"
                        or "ash"
                        or "loss"
                        or "desulphurisation-purity"
                        or "concentration";
                return dice.Number(about * 0.6m, isPercentage ? Math.Min(about * 1.6m, 100) : about * 1.6m);
            }

            return asked.Id.Split('.')[^1] switch
            {
                "ncv" => IsGas(asked.Id) ? dice.Number(50, 300) : dice.Number(10, 30),
                "carbon-content" => dice.Number(0.02m, 0.03m),
                _ => dice.Number(90, 99),
            };
        }

        private (Month From, Month To, bool IsSaid) Span()
        {
            var from = dice.Of(months).AddMonths(-dice.Below(12));
            return (from, dice.OneIn(3) ? from.AddMonths(dice.Below(18)) : Month.Max, true);
        }

        private static bool IsGas(string id) =>
            id.Contains("gas", StringComparison.Ordinal)
            && !id.Contains("refinery", StringComparison.Ordinal)
            && !id.Contains("gasoline", StringComparison.Ordinal);
    }
}
