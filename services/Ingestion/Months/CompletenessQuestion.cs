using CarbonPlatform.Contracts;
using CarbonPlatform.Ingestion.Organisation;
using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Identity;
using CarbonPlatform.ServiceDefaults.Reporting;

namespace CarbonPlatform.Ingestion.Months;

/// <summary>Of which plants and months it is asked how far they are.</summary>
internal sealed record CompletenessQuestion
{
    public const int DefaultLimit = 500;
    public const int LargestLimit = 2_000;

    public required Month From { get; init; }
    public required Month To { get; init; }

    /// <summary>GROUP, unit:CODE or plant:CODE.</summary>
    public required string Org { get; init; }

    /// <summary>Only plant-months in this state; null for all.</summary>
    public required string? State { get; init; }

    /// <summary>The plant-month that the page comes after; null for the first page.</summary>
    public required (PlantCode Plant, Month Month)? After { get; init; }
    public required int Limit { get; init; }

    private string? Unit { get; init; }
    private PlantCode? Plant { get; init; }

    /// <summary>Whether a plant is asked about in a month.</summary>
    public bool Holds(PlantCode plant, PlantRecord record, Month month) =>
        (Plant is null || Plant == plant) && (Unit is null || record.UnitIn(month) == Unit);

    /// <summary>Reads the parameters; the first fault is the refusal.</summary>
    public static Answer<CompletenessQuestion> Parse(
        CompletenessParameters asked,
        OrganisationState organisation,
        Caller caller
    )
    {
        if ((asked.Year is null) == (asked.Month is null))
            return CompletenessRefusals.YearOrMonth;
        if (asked.Year is { } year && (year < Month.Min.Year || year > Month.Max.Year))
            return CompletenessRefusals.YearInvalid(year);
        Month? single = null;
        if (asked.Month is { } text)
        {
            if (!Month.TryParse(text, out var month))
                return Refusals.NotAMonth(text);
            single = month;
        }
        if (asked.State is { } state && !PlantMonthStates.All.Contains(state, StringComparer.Ordinal))
            return CompletenessRefusals.StateInvalid(state);
        var limit = asked.Limit ?? DefaultLimit;
        if (limit is < 1 or > LargestLimit)
            return CompletenessRefusals.LimitInvalid(limit);
        (PlantCode, Month)? after = null;
        if (asked.After is { } page)
        {
            if (
                page.Split('/') is not [var code, var of]
                || !PlantCode.TryParse(code, out var last)
                || !Month.TryParse(of, out var at)
            )
                return CompletenessRefusals.AfterInvalid(page);
            after = (last, at);
        }
        return new CompletenessQuestion
        {
            From = single ?? new Month(asked.Year!.Value, 1),
            To = single ?? new Month(asked.Year!.Value, 12),
            Org = Code.Group,
            State = asked.State,
            After = after,
            Limit = limit,
        }.About(asked.Org ?? "", organisation, caller);
    }

    /// <summary>
    /// A unit is anybody's to name who may read; a plant of another is answered as one that does not exist.
    /// </summary>
    private Answer<CompletenessQuestion> About(string org, OrganisationState organisation, Caller caller)
    {
        var named = NamedOrg.Of(org);
        if (named.IsGroup)
            return this;
        var isUnit = named.Unit is { } unit && organisation.Units.ContainsKey(unit);
        var isPlant = named.Plant is { } plant && organisation.Plants.ContainsKey(plant) && caller.MaySee(plant);
        return (isUnit, isPlant) switch
        {
            (true, true) => NamedOrg.Ambiguous(org),
            (true, false) => this with { Org = NamedOrg.OfUnit(named.Unit!), Unit = named.Unit },
            (false, true) => this with { Org = NamedOrg.OfPlant(named.Plant!), Plant = named.Plant },
            _ => NamedOrg.Unknown(org),
        };
    }
}
