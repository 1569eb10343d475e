namespace CarbonPlatform.Calculation.Factors;

/// <summary>How perfluorocarbons are counted.</summary>
internal enum PfcRule
{
    /// <summary>Anode-effect minutes with the slope of 2013, else the defaults of 2013.</summary>
    Minutes2013,

    /// <summary>The defaults of 2024 from output, even when minutes are there.</summary>
    Output2024,

    /// <summary>Anode-effect minutes with the slope of the technology.</summary>
    Technology2019,
}

/// <summary>Which factor set and which rules a source follows.</summary>
internal sealed class Profile
{
    private const string Of2024 = "ets-2024";

    public required string Name { get; init; }

    /// <summary>Position in the tables of a month.</summary>
    public required int Index { get; init; }

    public required Month ValidFrom { get; init; }

    public required Month ValidTo { get; init; }

    /// <summary>Set of the fuel defaults.</summary>
    public required string FuelSet { get; init; }

    public required PfcRule PfcRule { get; init; }

    /// <summary>The set whose default serves the net anode by output.</summary>
    public required string AnodeSet { get; init; }

    /// <summary>
    /// The net anode by output is the default of the guide of 2024, else that of the guideline of 2013.
    /// </summary>
    public bool HasAnodeOf2024 => AnodeSet == Of2024;

    /// <summary>CH4 and N2O of combustion count, by the factors of IPCC 2006.</summary>
    public required bool CountsCombustionGases { get; init; }

    /// <summary>The heat of steam counts from that of its feed water, else in full.</summary>
    public required bool IsSteamLessFeedWater { get; init; }

    /// <summary>As the file names it.</summary>
    public required string PfcRuleName { get; init; }

    public string? Note { get; init; }

    public static Dictionary<string, Profile> ReadAll(string folder)
    {
        var profiles = new Dictionary<string, Profile>(StringComparer.Ordinal);
        foreach (
            var row in DataFile.Read(
                folder,
                "profiles.csv",
                "profile",
                "valid_from",
                "valid_to",
                "fuel_set",
                "pfc_rule",
                "anode_set",
                "steam_rule",
                "combustion_gases",
                "note"
            )
        )
        {
            var (from, to) = row.Months("valid_from", "valid_to");
            var profile = new Profile
            {
                Name = row.Required("profile"),
                Index = profiles.Count,
                ValidFrom = from,
                ValidTo = to,
                FuelSet = row.Required("fuel_set"),
                PfcRule = row.OneOf("pfc_rule", "minutes-2013", "output-2024", "technology-2019") switch
                {
                    "minutes-2013" => PfcRule.Minutes2013,
                    "output-2024" => PfcRule.Output2024,
                    _ => PfcRule.Technology2019,
                },
                AnodeSet = row.OneOf("anode_set", "ndrc-2013", Of2024),
                CountsCombustionGases = row.OneOf("combustion_gases", "", "ipcc-2006").Length > 0,
                IsSteamLessFeedWater = row.OneOf("steam_rule", "less-feed-water", "full-enthalpy") == "less-feed-water",
                PfcRuleName = row["pfc_rule"],
                Note = row["note"] is { Length: > 0 } note ? note : null,
            };
            if (!profiles.TryAdd(profile.Name, profile))
                throw row.Fault($"{profile.Name} stands twice");
        }
        return profiles;
    }
}

/// <summary>The profile of a source that has none of its own.</summary>
internal sealed class ProfileDefaults
{
    private const string AnyKind = "*";

    private readonly Dictionary<string, List<(Month From, Month To, Profile Profile)>> _byKind = new(
        StringComparer.Ordinal
    );

    public static ProfileDefaults Read(string folder, IReadOnlyDictionary<string, Profile> profiles)
    {
        var defaults = new ProfileDefaults();
        DataRow? last = null;
        foreach (var row in DataFile.Read(folder, "profile-defaults.csv", "kind", "from", "to", "profile"))
        {
            last = row;
            var kind = row.Required("kind");
            var (from, to) = row.Months("from", "to");
            if (!profiles.TryGetValue(row.Required("profile"), out var profile))
                throw row.Fault($"profile \"{row["profile"]}\" does not stand in profiles.csv");
            if (from < profile.ValidFrom || to > profile.ValidTo)
                throw row.Fault($"{profile.Name} is valid from {profile.ValidFrom} to {profile.ValidTo} only");
            if (!defaults._byKind.TryGetValue(kind, out var spans))
                defaults._byKind.Add(kind, spans = []);
            if (spans.Exists(span => span.From <= to && from <= span.To))
                throw row.Fault($"{kind} has two profiles for a month from {from} to {to}");
            spans.Add((from, to, profile));
        }
        foreach (var (kind, spans) in defaults._byKind)
        {
            if (spans.Sum(span => span.To - span.From + 1) != Month.Max - Month.Min + 1)
                throw last!.Fault($"{kind} is not covered in every month");
        }
        if (!defaults._byKind.ContainsKey(AnyKind))
            throw new DataFileException(
                "profile-defaults.csv",
                last?.Line ?? 0,
                "there is no row for every other kind (*)"
            );
        return defaults;
    }

    /// <summary>Every row.</summary>
    public IEnumerable<(string Kind, Month From, Month To, Profile Profile)> All =>
        _byKind.SelectMany(kind => kind.Value.Select(span => (kind.Key, span.From, span.To, span.Profile)));

    public Profile For(string kind, Month month)
    {
        foreach (var (from, to, profile) in _byKind.GetValueOrDefault(kind) ?? _byKind[AnyKind])
        {
            if (from <= month && month <= to)
                return profile;
        }
        throw new InvalidOperationException($"{kind} has no profile in {month}, though the file was checked.");
    }
}
