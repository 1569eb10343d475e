using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;

namespace CarbonPlatform.Ledger.Journal;

/// <summary>The parameters of a question for entries as they came.</summary>
internal sealed record EntriesParameters
{
    /// <summary>Only entries of this plant.</summary>
    [FromQuery(Name = "plant")]
    public string? Plant { get; init; }

    /// <summary>Only entries of this month, yyyy-MM.</summary>
    [FromQuery(Name = "month")]
    public string? Month { get; init; }

    /// <summary>Only entries after this sequence: the next of an earlier answer.</summary>
    [FromQuery(Name = "after")]
    public string? After { get; init; }

    /// <summary>At most so many, 1 to 200; 50 unless given.</summary>
    [FromQuery(Name = "limit")]
    public string? Limit { get; init; }
}

/// <summary>A question for entries, parsed. Whether the plant exists is found out when it is answered.</summary>
internal sealed record EntriesQuestion(PlantCode? Plant, Month? Month, long After, int Limit)
{
    /// <summary>
    /// Most postings of a page, some 8 MB: it ends before the entry with which there would be more, unless it is the
    /// first.
    /// </summary>
    public const int MostPostings = 20_000;

    private const int DefaultLimit = 50;
    private const int LargestLimit = 200;

    public static Answer<EntriesQuestion> Parse(EntriesParameters asked)
    {
        Month? month = null;
        if (!string.IsNullOrEmpty(asked.Month))
        {
            if (!Quantities.Month.TryParse(asked.Month, out var parsed))
                return EntryRefusals.MonthInvalid(asked.Month);
            month = parsed;
        }
        var after = 0L;
        if (!string.IsNullOrEmpty(asked.After) && !Digits.TryRead(asked.After, out after))
            return EntryRefusals.AfterInvalid(asked.After);
        if (!Digits.TryReadLimit(asked.Limit, DefaultLimit, LargestLimit, out var limit))
            return EntryRefusals.LimitInvalid(asked.Limit!, LargestLimit);
        PlantCode? plant = null;
        if (!string.IsNullOrEmpty(asked.Plant) && !PlantCode.TryParse(asked.Plant, out plant))
            return EntryRefusals.UnknownPlant(asked.Plant);
        return new EntriesQuestion(plant, month, after, limit);
    }
}
