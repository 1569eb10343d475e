using CarbonPlatform.Contracts;
using CarbonPlatform.Ingestion.Claims;
using CarbonPlatform.Ingestion.Organisation;
using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults;
using Npgsql;

namespace CarbonPlatform.Ingestion.Readings;

/// <summary>A call whose sheet is taken.</summary>
/// <param name="Found">What it found.</param>
internal sealed record TakenCall(SheetCall Call, RememberedCall Answer, DecidedSheet Sheet, FoundByCall Found)
{
    /// <summary>Whether it changes what is claimed in its month, or of whom.</summary>
    public bool ChangesClaims
    {
        get
        {
            if (Sheet.Made is not { } made)
                return false;
            var (before, after) = (SheetClaim.Of(Found.Standing.Sheet?.Readings ?? []), SheetClaim.Of(made.Readings));
            // To whom claims from it, it matters whether a plant has reported, though it says nothing of any power.
            if (before is null or { Count: 0 } && after is null or { Count: 0 })
                return (before is null) != (after is null)
                    && Found.Around.Exists(other => other.ClaimsFrom(made.Plant));
            return Found.Standing.SuppliersAsNamed || !(before ?? []).SequenceEqual(after ?? []);
        }
    }

    /// <summary>Whether later months of its plant are held against something else now.</summary>
    /// <param name="round">Those beside it: later months may come with it, where it did not see them.</param>
    public bool ChangesWhatIsExpected(IEnumerable<TakenCall> round) =>
        Sheet.Made is { } made
        && ReportedActivities.Write(made.Readings) != ReportedActivities.Write(Found.Standing.Sheet?.Readings ?? [])
        && (
            Found.Standing.HasLater
            || round.Any(other =>
                other.Call.Input.Plant == Call.Input.Plant && other.Call.Input.Month > Call.Input.Month
            )
        );
}

/// <summary>A revision that a call makes: of its own sheet, or of another that holds something else now.</summary>
internal sealed record MadeRevision(ReadingsAcceptedEvent Sheet, SheetCall By, bool AsNamed)
{
    /// <summary>
    /// The sheets with what they hold of what they claim, and those of others whose share is another one now.
    /// </summary>
    /// <param name="taken">The calls, each of another sheet.</param>
    /// <param name="changing">The months in which what is claimed changes; nobody else changes it there.</param>
    /// <param name="organisation">The organisation.</param>
    /// <param name="now">When the revisions are made.</param>
    /// <param name="connection">In the transaction of the calls.</param>
    public static async Task<List<MadeRevision>> OfAsync(
        List<TakenCall> taken,
        HashSet<Month> changing,
        OrganisationState organisation,
        DateTimeOffset now,
        NpgsqlConnection connection
    )
    {
        var made = taken.FindAll(call => call.Sheet.Made is not null);
        var before = new List<ClaimingSheet>();
        if (changing.Count > 0)
            await new Questions()
                .Ask(ClaimingSheet.Of(changing), row => before.Add(ClaimingSheet.Of(row)))
                .AnswerAsync(connection, CancellationToken.None);
        var replaced = made.Select(call => (call.Call.Input.Plant, call.Call.Input.Month)).ToHashSet();
        var after = before.FindAll(sheet => !replaced.Contains((sheet.Plant, sheet.Month)));
        foreach (var sheet in made.Select(call => call.Sheet.Made!).Where(sheet => changing.Contains(sheet.Month)))
        {
            if (SheetClaim.Of(sheet.Readings) is { } claims)
                after.Add(new ClaimingSheet(sheet.Plant, sheet.Month, AsNamed: false, claims));
        }
        var weighed = new WeighedClaims(before, organisation, after, organisation);

        var revisions = made.ConvertAll(call => new MadeRevision(
            call.Sheet.Made! with
            {
                Claims = changing.Contains(call.Call.Input.Month)
                    ? weighed.Of(call.Call.Input.Plant, call.Call.Input.Month)
                    : call.Found.Standing.Sheet?.Claims,
            },
            call.Call,
            AsNamed: false
        ));
        var others = weighed
            .Changed()
            .Where(sheet => !replaced.Contains(sheet))
            .ToDictionary(sheet => sheet, sheet => weighed.Of(sheet.Plant, sheet.Month));
        foreach (var other in await RevisedSheet.ReadAsync(connection, others, now))
        {
            var by = made.Find(call => call.Call.Input.Month == other.Sheet.Month && call.ChangesClaims)!;
            revisions.Add(new MadeRevision(other.Sheet, by.Call, other.AsNamed));
        }
        return revisions;
    }
}
