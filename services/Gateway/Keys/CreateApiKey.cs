using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CarbonPlatform.Gateway.Keys;

/// <summary>Makes a key. Its text is in this answer and nowhere else.</summary>
internal static class CreateApiKey
{
    private const int MaxNameLength = 100;
    private const int MaxPlants = 1000;

    public static void MapCreateApiKey(this RouteGroupBuilder api) =>
        api.MapPost("/api-keys", HandleAsync)
            .RequireAuthorization(Policies.Keys)
            .WithSummary("Make an API key")
            .WithDescription(
                "The key is shown in this answer once; only its hash is kept. Roles: admin, environment, festival, auditor, or plant alone with the plants it is for."
            );

    /// <summary>The key to make.</summary>
    /// <param name="Name">Whose key it is, in words.</param>
    /// <param name="Roles">admin, environment, festival, auditor; or plant alone.</param>
    /// <param name="Plants">For the role plant, and only for it: the codes of its plants.</param>
    internal sealed record Request(string Name, IReadOnlyList<string> Roles, IReadOnlyList<string>? Plants = null);

    /// <summary>The key made.</summary>
    /// <param name="Id">By which the key is listed and revoked; the caller id in sheets and logs.</param>
    /// <param name="Name">Whose key it is.</param>
    /// <param name="Key">Send it in X-Api-Key. It cannot be shown again.</param>
    /// <param name="Roles">What it may do.</param>
    /// <param name="Plants">The plants it is confined to; null for all.</param>
    /// <param name="CreatedAt">When.</param>
    internal sealed record Response(
        Guid Id,
        string Name,
        string Key,
        IReadOnlyList<string> Roles,
        IReadOnlyList<string>? Plants,
        DateTimeOffset CreatedAt
    );

    private static async Task<Results<Created<Response>, RefusalResult>> HandleAsync(
        Request request,
        Caller caller,
        GatewayDb database,
        HttpContext http,
        TimeProvider time
    )
    {
        if (Check(request) is { Count: > 0 } faults)
            return new Refusal(
                "api-key-invalid",
                "The key cannot be made like this",
                faults[0].Message,
                StatusCodes.Status422UnprocessableEntity,
                faults
            ).ToResult();

        var text = ApiKeyText.Create();
        var now = time.GetStorableNow();
        var key = new ApiKey
        {
            Id = Guid.CreateVersion7(now),
            Name = request.Name,
            Sha256 = ApiKeyText.Hash(text),
            Roles = [.. request.Roles],
            Plants = request.Plants is null ? null : [.. request.Plants],
            CreatedBy = caller.Id,
            CreatedAt = now,
        };
        database.Add(key);
        await database.SaveChangesAsync(http.RequestAborted);
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Created((string?)null, new Response(key.Id, key.Name, text, key.Roles, key.Plants, now));
    }

    internal static List<RefusalItem> Check(Request request)
    {
        var faults = new List<RefusalItem>();
        void Fault(string path, string code, string message, string expected) =>
            faults.Add(new RefusalItem(null, path, code, message, expected));

        if (
            string.IsNullOrWhiteSpace(request.Name)
            || request.Name.Length > MaxNameLength
            || request.Name.Any(char.IsControl)
        )
            Fault(
                "name",
                "name-invalid",
                "The name is empty, too long or has control characters.",
                $"1 to {MaxNameLength} characters that say whose key it is"
            );
        if (request.Roles.Count == 0)
            Fault(
                "roles",
                "roles-missing",
                "There are no roles.",
                $"At least one of {string.Join(", ", Roles.OfKeys.Order(StringComparer.Ordinal))}"
            );
        for (var i = 0; i < request.Roles.Count; i++)
        {
            if (!Roles.OfKeys.Contains(request.Roles[i]))
                Fault(
                    $"roles[{i}]",
                    "role-unknown",
                    $"There is no role '{request.Roles[i]}'.",
                    $"One of {string.Join(", ", Roles.OfKeys.Order(StringComparer.Ordinal))}"
                );
            else if (request.Roles.Take(i).Contains(request.Roles[i]))
                Fault($"roles[{i}]", "role-twice", $"The role '{request.Roles[i]}' is named twice.", "Each role once");
        }
        // A key with plants and a role that sees all of them would mean either; so there is none.
        var forPlants = request.Roles.Contains(Roles.Plant);
        if (forPlants && request.Roles.Count > 1)
            Fault(
                "roles",
                "role-plant-alone",
                "The role plant stands beside another one.",
                "plant alone; make a second key for the other roles"
            );
        if (forPlants && request.Plants is not { Count: > 0 })
            Fault(
                "plants",
                "plants-missing",
                "A key with the role plant needs its plants.",
                "The codes of one or more plants"
            );
        if (!forPlants && request.Plants is not null)
            Fault("plants", "plants-not-allowed", "Only a key with the role plant has plants.", "Leave plants out");
        if (request.Plants is not { } plants)
            return faults;
        if (plants.Count > MaxPlants)
            Fault("plants", "plants-too-many", $"There are {plants.Count} plants.", $"At most {MaxPlants}");
        for (var i = 0; i < Math.Min(plants.Count, MaxPlants); i++)
        {
            if (!PlantCode.TryParse(plants[i], out _, out var fault))
                Fault($"plants[{i}]", "plant-code-invalid", fault.Message, fault.Expected);
        }
        return faults;
    }
}
