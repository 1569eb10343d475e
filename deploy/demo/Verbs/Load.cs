using System.Globalization;
using CarbonPlatform.DemoGroup.Api;
using CarbonPlatform.DemoGroup.Files;
using CarbonPlatform.DemoGroup.Group;

namespace CarbonPlatform.DemoGroup.Verbs;

/// <summary>
/// Brings the group into a running platform through its public API: organisation and who supplies whom, then every
/// sheet, then waits until the ledger has them all. Run again it continues: a sheet that is there already is answered
/// from the record of its key.
/// </summary>
internal static class Load
{
    private const int Clients = 8;
    private const int RefusalsShown = 20;

    public static async Task<int> RunAsync(Options options, CancellationToken cancellationToken)
    {
        using var api = CarbonApi.FromEnvironment(Clients);
        if (api is null)
            return 2;
        var files = GroupFiles.At(options["folder"]);
        if (!await PutOrganisationAsync(api, files, cancellationToken))
            return 1;

        var sheets = files
            .ReadReadings()
            .GroupBy(r => (r.Plant, r.Month))
            .OrderBy(s => s.Key.Month, StringComparer.Ordinal)
            .ToList();
        var (submissions, refused) = await PostSheetsAsync(api, sheets, cancellationToken);
        if (refused > 0)
            return 1;
        if (!await new Posted(api, TimeProvider.System).WaitAsync(sheets.Count, submissions, cancellationToken))
            return 1;

        return await Totals.PrintAsync(api, GroupFiles.Years[^1], cancellationToken);
    }

    private static async Task<bool> PutOrganisationAsync(
        CarbonApi api,
        GroupFiles files,
        CancellationToken cancellationToken
    )
    {
        var units = files.ReadUnits();
        var plants = files.ReadPlants();
        var sources = files.ReadSources().ToLookup(s => s.Plant, s => s.Source, StringComparer.Ordinal);
        var supplies = files.ReadSupplies();
        var bar = new ProgressBar(
            "records",
            units.Count + plants.Count + sources.Sum(s => s.Count()) + supplies.Count,
            TimeProvider.System
        );
        var complaints = new Complaints(RefusalsShown);

        async Task PutAsync(string path, byte[] body, CancellationToken token)
        {
            var answer = await api.PutAsync(path, body, token);
            complaints.Note("PUT " + path, answer);
            bar.Add(1);
        }

        foreach (var unit in units)
            await PutAsync($"units/{unit.Code}", Bodies.Unit(unit), cancellationToken);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Clients, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(
            plants,
            parallel,
            async (plant, token) => await PutAsync($"plants/{plant.Code}", Bodies.Plant(plant), token)
        );
        await Parallel.ForEachAsync(
            sources,
            parallel,
            async (plant, token) =>
            {
                // One after the other: a stack must be there before what discharges to it.
                foreach (var source in plant)
                    await PutAsync($"plants/{plant.Key}/sources/{source.Code}", Bodies.Source(source), token);
            }
        );
        foreach (var supply in supplies)
            await PutAsync(
                $"plants/{supply.Supplier}/supplies/{supply.Receiver}",
                Bodies.Supply(supply),
                cancellationToken
            );

        bar.Close();
        return complaints.Print() == 0;
    }

    private static async Task<(IReadOnlyCollection<string> Submissions, int Refused)> PostSheetsAsync(
        CarbonApi api,
        IReadOnlyCollection<IGrouping<(string Plant, string Month), Reading>> sheets,
        CancellationToken cancellationToken
    )
    {
        var bar = new ProgressBar("sheets", sheets.Count, TimeProvider.System);
        var complaints = new Complaints(RefusalsShown);
        var submissions = new List<string>();
        var (replayed, gate) = (0, new Lock());

        string Note() =>
            string.Create(
                CultureInfo.InvariantCulture,
                $"{replayed} there already, {complaints.Count} refused, {api.Waits} waits"
            );

        await Parallel.ForEachAsync(
            sheets,
            new ParallelOptions { MaxDegreeOfParallelism = Clients, CancellationToken = cancellationToken },
            async (sheet, token) =>
            {
                var path = $"plants/{sheet.Key.Plant}/months/{sheet.Key.Month}/readings";
                var body = Bodies.Sheet(sheet);
                var answer = await api.PostAsync(path, body, Bodies.Key(sheet.Key.Plant, sheet.Key.Month, body), token);
                complaints.Note("POST " + path, answer);
                using (gate.EnterScope())
                {
                    if (answer.Replayed)
                        replayed++;
                    else if (answer.Good)
                        submissions.Add(answer.Text("submissionId"));
                }

                bar.Add(1, Note());
            }
        );

        bar.Close(Note());
        return (submissions, complaints.Print());
    }
}
