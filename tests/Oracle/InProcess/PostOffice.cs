using System.Text.Json;
using CarbonPlatform.Oracle.Random;

namespace CarbonPlatform.Oracle.InProcess;

/// <summary>
/// Carries the events between the services as the worst of brokers may: each once to three times, in any order
/// whatever, a few at once, copies of some long after everything else. Which, the dice say; the same for the same seed.
/// </summary>
internal sealed class PostOffice(IReadOnlyList<ServiceInProcess> services, Dice dice)
{
    private const int MostAtOnce = 64;

    private readonly Dictionary<ServiceInProcess, List<PublishedEvent>> _waiting = services.ToDictionary(
        service => service,
        _ => new List<PublishedEvent>()
    );
    private readonly List<(ServiceInProcess To, PublishedEvent Event)> _heldBack = [];

    /// <summary>How many events were delivered so far.</summary>
    public int Delivered { get; private set; }

    /// <summary>Takes what a service has published, for all that want it.</summary>
    public async Task<IReadOnlyList<PublishedEvent>> CollectAsync(ServiceInProcess from)
    {
        // In what order a service publishes upon what it is handed at once is not for the threads either.
        var published = (await from.TakePublishedAsync()).OrderBy(e => e.Name, StringComparer.Ordinal).ToList();
        foreach (
            var (to, letter) in published.SelectMany(e =>
                services.Where(to => to.Consumes(e.Type)).Select(to => (to, e))
            )
        )
        {
            _waiting[to].Add(letter);
            for (var copies = dice.Of(0, 0, 0, 1, 2); copies > 0; copies--)
            {
                if (dice.OneIn(3))
                    _heldBack.Add((to, letter));
                else
                    _waiting[to].Add(letter);
            }
        }

        return published;
    }

    /// <summary>Delivers some events to one service, all at once, and takes what it publishes upon them.</summary>
    /// <returns>What was delivered, in this order; none when nothing waits.</returns>
    public async Task<(ServiceInProcess? To, IReadOnlyList<PublishedEvent> Events)> DeliverSomeAsync()
    {
        var open = services.Where(service => _waiting[service].Count > 0).ToList();
        if (open.Count == 0)
            return (null, []);
        var to = dice.Of(open);
        var waiting = _waiting[to];
        List<PublishedEvent> chosen = [];
        var subjects = new HashSet<string>(StringComparer.Ordinal);
        for (var wanted = 1 + dice.Below(MostAtOnce); wanted > 0 && waiting.Count > 0; wanted--)
        {
            var index = dice.Below(waiting.Count);
            // Which of two about the same thing comes first is for the dice, not for the threads.
            if (!subjects.Add(waiting[index].Subject))
                continue;
            chosen.Add(waiting[index]);
            waiting[index] = waiting[^1];
            waiting.RemoveAt(waiting.Count - 1);
        }

        await Task.WhenAll(chosen.Select(to.ConsumeAsync));
        await CollectAsync(to);
        Delivered += chosen.Count;
        return (to, chosen);
    }

    /// <summary>What was held back comes after all.</summary>
    public void Release()
    {
        foreach (var (to, letter) in _heldBack)
            _waiting[to].Add(letter);
        _heldBack.Clear();
    }
}

/// <summary>An event as it was published.</summary>
internal sealed class PublishedEvent
{
    public PublishedEvent(string type, byte[] body)
    {
        Type = type;
        Body = body;
        using var document = JsonDocument.Parse(body);
        var members = document.RootElement;
        Plant = Text("plant");
        Month = Text("month");
        Revision = Number("revision");
        CatalogueVersion = Number("catalogueVersion");
        Code = Text("code");
        Version = Number("version");
        Sources =
            members.TryGetProperty("plant", out var plant)
            && plant.ValueKind == JsonValueKind.Object
            && plant.TryGetProperty("sources", out var sources)
                ? [.. sources.EnumerateArray().Select(source => source.GetProperty("code").GetString()!)]
                : [];
        Subject = string.Join(' ', Plant, Month, Code, Text("recordCode"));
        Name = string.Join(' ', type, Subject, Revision, Version, Number("recordVersion"), CatalogueVersion);

        string Text(string member) =>
            members.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String
                ? value.GetString()!
                : "";

        int Number(string member) =>
            members.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.Number
                ? value.GetInt32()
                : 0;
    }

    public string Type { get; }

    public byte[] Body { get; }

    /// <summary>Of a sheet: its plant.</summary>
    public string Plant { get; }

    /// <summary>Of a sheet: its month.</summary>
    public string Month { get; }

    /// <summary>Of a sheet: its revision.</summary>
    public int Revision { get; }

    /// <summary>Of lines: the version of the catalogue by which they were calculated.</summary>
    public int CatalogueVersion { get; }

    /// <summary>Of a record of the organisation: what it is the record of.</summary>
    public string Code { get; }

    /// <summary>Of a record of the organisation: its version.</summary>
    public int Version { get; }

    /// <summary>Of a plant's record: the sources it has.</summary>
    public IReadOnlyList<string> Sources { get; }

    /// <summary>The sheet or record that it is about.</summary>
    public string Subject { get; }

    /// <summary>With type and revision or version.</summary>
    public string Name { get; }
}
