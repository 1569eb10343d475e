using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CarbonPlatform.Gateway.Keys;

/// <summary>Makes a key. Its text is in this answer and nowhere else.</summary>
internal static partial class CreateApiKey
{
    private const int MaxTextLength = 100;
    private const int UsualYears = 1;
    private const int MostYears = 3;

    /// <summary>So many of the longest codes fit into a ticket for a service.</summary>
    internal const int MaxPlants = 300;

    /// <summary>So many of the longest subjects fit into a ticket for a service.</summary>
    internal const int MostMakers = 16;

    public static void MapCreateApiKey(this IEndpointRouteBuilder api) =>
        api.MapPost("/api-keys", HandleAsync)
            .RequireAuthorization(Policies.Keys)
            .Refuses(ApiKeyRefusals.Invalid([ApiKeyRefusals.PlantsMissing]), ApiKeyRefusals.TooManyMakers(MostMakers))
            .WithName(nameof(CreateApiKey))
            .WithSummary("Makes an API key.")
            .WithDescription(
                "The key is shown in this answer once; only its hash is kept. Its subject is who holds it, and stays: "
                    + "whoever publishes a proposal must be another subject than who made it. Roles: admin, "
                    + "environment, festival, auditor, or plant alone with the plants it is for."
            );

    /// <summary>The key to make.</summary>
    /// <param name="Name">What it is for, in words.</param>
    /// <param name="Subject">Who holds it: a person, or a system of a plant; the same text for all keys of one.</param>
    /// <param name="Roles">admin, environment, festival, auditor; or plant alone.</param>
    /// <param name="Plants">For the role plant, and only for it: the codes of its plants.</param>
    /// <param name="ExpiresAt">From then on it opens nothing; at most three years ahead, without it one.</param>
    internal sealed record Request(
        string Name,
        string Subject,
        IReadOnlyList<string> Roles,
        IReadOnlyList<string>? Plants = null,
        DateTimeOffset? ExpiresAt = null
    );

    /// <summary>The key made.</summary>
    /// <param name="Id">By which the key is listed and revoked; the caller id in sheets and logs.</param>
    /// <param name="Name">What it is for.</param>
    /// <param name="Subject">Who holds it.</param>
    /// <param name="Key">Send it in X-Api-Key. It cannot be shown again.</param>
    /// <param name="Roles">What it may do.</param>
    /// <param name="Plants">The plants it is confined to; null for all.</param>
    /// <param name="CreatedAt">When.</param>
    /// <param name="ExpiresAt">From then on it opens nothing.</param>
    internal sealed record Response(
        Guid Id,
        string Name,
        string Subject,
        string Key,
        IReadOnlyList<string> Roles,
        IReadOnlyList<string>? Plants,
        DateTimeOffset CreatedAt,
        DateTimeOffset ExpiresAt
    );

    private static async Task<Results<Created<Response>, RefusalResult>> HandleAsync(
        Request request,
        Caller caller,
        GatewayDb db,
        KnownKeys known,
        PlantsOfKey plants,
        TimeProvider time,
        ILogger<ApiKey> log,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetStorableNow();
        if (Check(request, now) is { Count: > 0 } faults)
            return ApiKeyRefusals.Invalid(faults).ToResult();
        if (await plants.UnknownAsync(caller, request.Plants ?? [], cancellationToken) is { Count: > 0 } unknown)
            return ApiKeyRefusals.Invalid(unknown).ToResult();

        List<string> makers = [.. caller.Makers.Prepend(caller.Subject).Distinct(StringComparer.Ordinal)];
        if (makers.Count > MostMakers)
            return ApiKeyRefusals.TooManyMakers(MostMakers).ToResult();

        var text = ApiKeyText.Create();
        var expiresAt = request.ExpiresAt?.ToUniversalTime() ?? now.AddYears(UsualYears);
        var key = new ApiKey
        {
            Id = Guid.CreateVersion7(now),
            Name = request.Name,
            Subject = request.Subject,
            Sha256 = ApiKeyText.Hash(text),
            Roles = [.. request.Roles],
            Plants = request.Plants is null ? null : [.. request.Plants],
            CreatedBy = caller.Id,
            Makers = makers,
            CreatedAt = now,
            ExpiresAt = expiresAt,
        };
        db.Add(key);
        await db.SaveChangesAsync(cancellationToken);
        known.Forget();
        LogMade(log, key.Id, key.Subject, string.Join(", ", key.Roles), caller.Id);
        return TypedResults.Created(
            (string?)null,
            new Response(key.Id, key.Name, key.Subject, text, key.Roles, key.Plants, now, expiresAt)
        );
    }

    internal static List<RefusalItem> Check(Request request, DateTimeOffset now)
    {
        List<RefusalItem> faults = [];
        if (!IsText(request.Name))
            faults.Add(ApiKeyRefusals.NameInvalid(MaxTextLength));
        if (!IsText(request.Subject))
            faults.Add(ApiKeyRefusals.SubjectInvalid(MaxTextLength));
        if (request.ExpiresAt is { } end && (end <= now || end > now.AddYears(MostYears)))
            faults.Add(ApiKeyRefusals.ExpiresAtInvalid(now, now.AddYears(MostYears)));
        if (request.Roles.Count == 0)
            faults.Add(ApiKeyRefusals.RolesMissing);
        foreach (var (i, role) in request.Roles.Index())
        {
            if (!Roles.OfKeys.Contains(role))
                faults.Add(ApiKeyRefusals.RoleUnknown(i, role));
            else if (request.Roles.Take(i).Contains(role))
                faults.Add(ApiKeyRefusals.RoleTwice(i, role));
        }
        // A key with plants and a role that sees all of them would mean either; so there is none.
        var forPlants = request.Roles.Contains(Roles.Plant);
        if (forPlants && request.Roles.Count > 1)
            faults.Add(ApiKeyRefusals.RolePlantAlone);
        if (forPlants && request.Plants is not { Count: > 0 })
            faults.Add(ApiKeyRefusals.PlantsMissing);
        if (!forPlants && request.Plants is not null)
            faults.Add(ApiKeyRefusals.PlantsNotAllowed);
        if (request.Plants is not { } plants)
            return faults;
        if (plants.Count > MaxPlants)
            faults.Add(ApiKeyRefusals.PlantsTooMany(plants.Count, MaxPlants));
        foreach (var (i, plant) in plants.Take(MaxPlants).Index())
        {
            if (!PlantCode.TryParse(plant, out _, out var wrong))
                faults.Add(ApiKeyRefusals.PlantCodeInvalid(i, wrong));
        }
        return faults;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Key {Key} of {Subject} ({Roles}) was made by {Caller}")]
    private static partial void LogMade(ILogger log, Guid key, string subject, string roles, string caller);

    private static bool IsText(string text) =>
        text.Length is > 0 and <= MaxTextLength && text.Trim() == text && !text.Any(char.IsControl);
}
