using System.Globalization;
using CarbonPlatform.DemoGroup.Group;
using CarbonPlatform.Workbooks;

namespace CarbonPlatform.DemoGroup.Files;

/// <summary>The committed files: what they are called, how they are written and read.</summary>
internal sealed class GroupFiles(string folder)
{
    public string Folder => folder;

    public static int[] Years => [2022, 2023, 2024];

    /// <summary>
    /// The folder given, else <c>deploy/demo</c> of the checkout this program was built in, else the files beside it.
    /// </summary>
    public static GroupFiles At(string? folder)
    {
        if (folder is not null)
            return new GroupFiles(folder);
        for (var up = new DirectoryInfo(AppContext.BaseDirectory); up is not null; up = up.Parent)
        {
            var demo = Path.Combine(up.FullName, "deploy", "demo");
            if (File.Exists(Path.Combine(up.FullName, "CarbonPlatform.sln")) && Directory.Exists(demo))
                return new GroupFiles(demo);
        }

        return new GroupFiles(AppContext.BaseDirectory);
    }

    public void WriteUnits(IEnumerable<StrategicUnit> units) =>
        Write("units.csv", ["unit", "name", "nameZh"], units.Select(u => new[] { u.Code, u.Name, u.NameZh }));

    public void WritePlants(IEnumerable<Plant> plants) =>
        Write(
            "plants.csv",
            [
                "plant",
                "name",
                "nameZh",
                "memberships",
                "ownershipShare",
                "country",
                "province",
                "subRegion",
                "kinds",
                "from",
                "to",
            ],
            plants.Select(p =>
                new[]
                {
                    p.Code,
                    p.Name,
                    p.NameZh,
                    string.Join(';', p.Memberships.Select(m => m.From + "=" + m.Unit)),
                    Text(p.OwnershipShare),
                    p.Country,
                    p.Province,
                    p.SubRegion,
                    string.Join(';', p.Kinds),
                    p.From,
                    p.To,
                }
            )
        );

    public void WriteSources(IEnumerable<(Plant Plant, Source Source)> sources) =>
        Write(
            "sources.csv",
            [
                "plant",
                "source",
                "kind",
                "name",
                "nameZh",
                "process",
                "technology",
                "capacities",
                "dischargesTo",
                "creditingStart",
                "powerDensity",
            ],
            sources.Select(s =>
                new[]
                {
                    s.Plant.Code,
                    s.Source.Code,
                    s.Source.Kind,
                    s.Source.Name,
                    s.Source.NameZh,
                    s.Source.Process,
                    s.Source.Technology,
                    string.Join(';', s.Source.Capacities.Select(c => c.From + "=" + Text(c.Megawatts))),
                    string.Join(';', s.Source.DischargesTo),
                    s.Source.CreditingStart,
                    s.Source.PowerDensity is { } density ? Text(density) : "",
                }
            )
        );

    public void WriteSupplies(IEnumerable<SupplyLink> supplies) =>
        Write(
            "supplies.csv",
            ["supplier", "receiver", "carrier", "from"],
            supplies.Select(s => new[] { s.Supplier, s.Receiver, s.Carrier, s.From })
        );

    public void WriteReadings(int year, IEnumerable<Reading> readings) =>
        Write(
            ReadingsFile(year),
            ["plant", "month", "source", "activity", "meter", "quantity", "unit", "quality", "attributes"],
            readings.Select(r =>
                new[] { r.Plant, r.Month, r.Source, r.Activity, r.Meter, r.Quantity, r.Unit, r.Quality, r.Attributes }
            )
        );

    public IReadOnlyList<StrategicUnit> ReadUnits() =>
        [.. Read("units.csv").Select(r => new StrategicUnit(r["unit"], r["name"], r["nameZh"]))];

    public IReadOnlyList<Plant> ReadPlants() =>
        [
            .. Read("plants.csv")
                .Select(r => new Plant(
                    r["plant"],
                    r["name"],
                    r["nameZh"],
                    r["province"],
                    r["from"],
                    [.. Pairs(r["memberships"]).Select(p => new Membership(p.Value, p.Key))]
                )
                {
                    OwnershipShare = Number(r["ownershipShare"]),
                    Country = r["country"],
                    SubRegion = r["subRegion"],
                    Kinds = List(r["kinds"]),
                    To = r["to"],
                }),
        ];

    public IReadOnlyList<(string Plant, Source Source)> ReadSources() =>
        [
            .. Read("sources.csv")
                .Select(r =>
                    (
                        r["plant"],
                        new Source(r["source"], r["kind"], r["name"], r["nameZh"])
                        {
                            Process = r["process"],
                            Technology = r["technology"],
                            Capacities = [.. Pairs(r["capacities"]).Select(p => new Capacity(p.Key, Number(p.Value)))],
                            DischargesTo = List(r["dischargesTo"]),
                            CreditingStart = r["creditingStart"],
                            PowerDensity = r["powerDensity"].Length > 0 ? Number(r["powerDensity"]) : null,
                        }
                    )
                ),
        ];

    public IReadOnlyList<SupplyLink> ReadSupplies() =>
        [.. Read("supplies.csv").Select(r => new SupplyLink(r["supplier"], r["receiver"], r["carrier"], r["from"]))];

    public IReadOnlyList<Reading> ReadReadings() =>
        [
            .. Years
                .SelectMany(year => Read(ReadingsFile(year)))
                .Select(r => new Reading(
                    r["plant"],
                    r["month"],
                    r["source"],
                    r["activity"],
                    r["meter"],
                    r["quantity"],
                    r["unit"],
                    r["quality"],
                    r["attributes"]
                )),
        ];

    /// <summary>The <c>key=value;key=value</c> of a cell, in order.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Pairs(string cell)
    {
        foreach (var pair in List(cell))
        {
            var at = pair.IndexOf('=', StringComparison.Ordinal);
            yield return KeyValuePair.Create(pair[..at], pair[(at + 1)..]);
        }
    }

    private static string ReadingsFile(int year) =>
        Path.Combine("readings", year.ToString(CultureInfo.InvariantCulture) + ".csv");

    private static string[] List(string cell) => cell.Split(';', StringSplitOptions.RemoveEmptyEntries);

    private static decimal Number(string cell) =>
        decimal.Parse(cell, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);

    private static string Text(decimal value) => value.ToString("0.######", CultureInfo.InvariantCulture);

    private void Write(string file, string[] header, IEnumerable<string[]> rows)
    {
        var path = Path.Combine(folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        CsvTable.Write(path, rows.Prepend(header));
    }

    private IEnumerable<IReadOnlyDictionary<string, string>> Read(string file) =>
        CsvTable.ReadNamed(Path.Combine(folder, file));
}
