using CarbonPlatform.Oracle.Exact;
using CarbonPlatform.Oracle.Organisation;

namespace CarbonPlatform.Oracle.Methods;

/// <summary>How a claim on power of the group stands.</summary>
internal enum Standing
{
    Held,
    NotHeld,
    NotKnown,
}

/// <summary>
/// Whose hydro, wind and solar power it is when plants of the group buy from each other: nobody holds more than was
/// generated or passed on and not sold, and what a generator says it delivered to a plant that plant has from it.
/// </summary>
internal static class Claims
{
    private static readonly string[] s_powers = ["hydro", "solar", "wind"];

    private sealed record Claim(string Consumer, string Supplier, Fraction Named, Fraction Unnamed)
    {
        public Fraction All => Named + Unnamed;
    }

    /// <summary>The readings of a sheet, those of claimed power cut into what is held and what is not.</summary>
    public static IReadOnlyList<Reading> Apart(Group group, Sheet sheet)
    {
        if (!sheet.Readings.Any(reading => BoughtPower(reading) is not null && Electricity.IsProven(reading)))
            return sheet.Readings;
        // Another time's sheet of the plant itself is not asked.
        List<Sheet> month =
        [
            .. group.SheetsOf(sheet.Month).Where(other => other.Plant != sheet.Plant && other.Readings.Count > 0),
            sheet,
        ];
        var cut = new Dictionary<Reading, List<Reading>>(ReferenceEqualityComparer.Instance);
        foreach (var reading in sheet.Readings)
            cut.Add(reading, [reading]);
        foreach (var power in s_powers)
            Cut(group, sheet, power, month, cut);
        return [.. sheet.Readings.SelectMany(reading => cut[reading])];
    }

    private static void Cut(
        Group group,
        Sheet sheet,
        string power,
        List<Sheet> month,
        Dictionary<Reading, List<Reading>> cut
    )
    {
        var proven = Proven(sheet, power)
            .OrderBy(reading => reading.Source, StringComparer.Ordinal)
            .ThenBy(reading => reading.Activity, StringComparer.Ordinal)
            .ThenBy(reading => reading.Meter, StringComparer.Ordinal)
            .ThenBy(reading => reading.Lot, StringComparer.Ordinal)
            .ToList();
        if (proven.Count == 0)
            return;
        var claims = month.SelectMany(of => ClaimsOf(group, of, power, month)).ToList();
        var own = claims.Where(claim => claim.Consumer == sheet.Plant).ToList();
        foreach (var claim in own)
        {
            foreach (var reading in proven.Where(reading => reading.Text("supplierPlant") == claim.Supplier))
                cut[reading] = [.. PartsOf(group, sheet, power, month, claims, claim, reading, reading.In("kWh"))];
        }

        // What names nobody of the group is taken in order, first for the first who says that he delivered it.
        var open = own.OrderBy(claim => claim.Supplier, StringComparer.Ordinal)
            .Select(claim => (Claim: claim, Left: claim.Unnamed))
            .ToArray();
        foreach (var reading in proven.Where(reading => !IsOfGroup(group, sheet, reading)))
        {
            List<Reading> parts = [];
            var rest = reading.In("kWh");
            for (var i = 0; i < open.Length; i++)
            {
                var taken = rest < open[i].Left ? rest : open[i].Left;
                if (taken.IsZero)
                    continue;
                rest -= taken;
                open[i].Left -= taken;
                parts.AddRange(PartsOf(group, sheet, power, month, claims, open[i].Claim, reading, taken));
            }

            if (parts.Count > 0)
                cut[reading] = rest.IsZero ? parts : [.. parts, reading with { KWh = rest }];
        }
    }

    private static IEnumerable<Reading> PartsOf(
        Group group,
        Sheet sheet,
        string power,
        List<Sheet> month,
        List<Claim> claims,
        Claim claim,
        Reading reading,
        Fraction kWh
    )
    {
        var supplier = month.Find(other => other.Plant == claim.Supplier);
        if (supplier is null)
        {
            yield return reading with
            {
                KWh = kWh,
                ClaimedFrom = claim.Supplier,
                Standing = Standing.NotKnown,
            };
            yield break;
        }

        var there = Sum(
            supplier,
            other => PassedOnPower(other) == power && !Electricity.IsSold(other),
            sum => sum.RoundedDown()
        );
        var (first, second) = (
            claims.Where(other => other.Supplier == claim.Supplier && ComesFirst(other, supplier)).ToList(),
            claims.Where(other => other.Supplier == claim.Supplier && !ComesFirst(other, supplier)).ToList()
        );
        var before = Total(first);
        if (second.Contains(claim))
            there = there > before ? there - before : 0;
        var all = Total(second.Contains(claim) ? second : first);
        var held = all <= there ? kWh : (kWh * there / all).RoundedDown();
        if (!held.IsZero || kWh.IsZero)
            yield return reading with
            {
                KWh = held,
                ClaimedFrom = claim.Supplier,
                Standing = Standing.Held,
            };
        if (!(kWh - held).IsZero)
            yield return reading with
            {
                KWh = kWh - held,
                ClaimedFrom = claim.Supplier,
                Standing = Standing.NotHeld,
            };

        // The supplier, or the department, vouches for them; or it says itself that it delivered to them.
        bool ComesFirst(Claim other, Sheet generator) =>
            group.Confirms(other.Supplier, other.Consumer, "electricity", sheet.Month)
            || !Delivered(generator, other.Consumer, power).IsZero;
    }

    /// <summary>What the proofs of a sheet claim, by the plant of the group that they are claims on.</summary>
    private static IEnumerable<Claim> ClaimsOf(Group group, Sheet sheet, string power, List<Sheet> month)
    {
        var proven = Proven(sheet, power).ToList();
        if (proven.Count == 0)
            return [];
        var ofNobody = proven
            .Where(reading => !IsOfGroup(group, sheet, reading))
            .GroupBy(reading => reading.Text("supplierPlant"))
            .Aggregate((Fraction)0, (sum, of) => sum + Sum(of).RoundedUp());
        var unnamed = new Dictionary<string, Fraction>(StringComparer.Ordinal);
        foreach (
            var generator in month
                .Where(other => other.Plant != sheet.Plant && group.Holds(other.Plant, sheet.Month))
                .OrderBy(other => other.Plant, StringComparer.Ordinal)
        )
        {
            var said = Delivered(generator, sheet.Plant, power);
            var named = Sum(
                sheet,
                reading => BoughtPower(reading) == power && reading.Text("supplierPlant") == generator.Plant,
                sum => sum.RoundedDown()
            );
            var more = said > named ? said - named : 0;
            unnamed[generator.Plant] = more < ofNobody ? more : ofNobody;
            ofNobody -= unnamed[generator.Plant];
        }

        var claimed = proven
            .Where(reading => IsOfGroup(group, sheet, reading))
            .GroupBy(reading => reading.Text("supplierPlant")!, StringComparer.Ordinal)
            .ToDictionary(of => of.Key, of => Sum(of).RoundedUp(), StringComparer.Ordinal);
        return claimed
            .Keys.Union(unnamed.Where(of => !of.Value.IsZero).Select(of => of.Key), StringComparer.Ordinal)
            .Select(supplier => new Claim(
                sheet.Plant,
                supplier,
                claimed.GetValueOrDefault(supplier),
                unnamed.GetValueOrDefault(supplier)
            ));
    }

    private static IEnumerable<Reading> Proven(Sheet sheet, string power) =>
        sheet.Readings.Where(reading => BoughtPower(reading) == power && Electricity.IsProven(reading));

    private static bool IsOfGroup(Group group, Sheet sheet, Reading reading) =>
        reading.Text("supplierPlant") is { } supplier && group.Holds(supplier, sheet.Month);

    private static Fraction Delivered(Sheet generator, string customer, string power) =>
        Sum(
            generator,
            reading => PassedOnPower(reading) == power && reading.Text("customerPlant") == customer,
            sum => sum.RoundedUp()
        );

    private static string? BoughtPower(Reading reading) =>
        reading.Activity.Split('.') switch
        {
            ["electricity", var power] => Power(power),
            ["electricity", "direct", var power] => Power(power),
            _ => null,
        };

    private static string? PassedOnPower(Reading reading) =>
        reading.Activity.Split('.') switch
        {
            ["generation", var power] => Power(power),
            ["electricity", "exported"] => Power(reading.Text("origin")),
            _ => null,
        };

    private static string? Power(string? word) => Array.Find(s_powers, power => power == word);

    private static Fraction Total(IEnumerable<Claim> claims) =>
        claims.Aggregate((Fraction)0, (sum, claim) => sum + claim.All);

    private static Fraction Sum(Sheet sheet, Func<Reading, bool> isSuch, Func<Fraction, Fraction> rounded) =>
        rounded(Sum(sheet.Readings.Where(isSuch)));

    private static Fraction Sum(IEnumerable<Reading> readings) =>
        readings.Aggregate((Fraction)0, (sum, reading) => sum + reading.In("kWh"));
}
