using CarbonPlatform.Quantities;
using CarbonPlatform.ServiceDefaults;
using CarbonPlatform.ServiceDefaults.Identity;

namespace CarbonPlatform.Gateway.Keys;

/// <summary>Why a key is not made, and why one does not open.</summary>
internal static class ApiKeyRefusals
{
    public static Refusal Missing { get; } =
        Refusals.Unauthenticated($"Send your API key in the header {ApiKeyAuthentication.Header}.");

    public static Refusal Unknown { get; } =
        new(
            "api-key-unknown",
            "The API key is not known",
            $"The key in {ApiKeyAuthentication.Header} does not exist, or is revoked.",
            StatusCodes.Status401Unauthorized
        );

    public static Refusal Expired(DateTimeOffset at) =>
        new(
            "api-key-expired",
            "The API key has ended",
            $"The key in {ApiKeyAuthentication.Header} ended at {at:yyyy-MM-ddTHH:mm:ssZ}. "
                + "Ask an administrator for another.",
            StatusCodes.Status401Unauthorized
        );

    public static Refusal BootstrapEnded { get; } =
        new(
            "bootstrap-key-ended",
            "The first key has ended",
            "An administrator has a key of its own since: use that. Where all of them are lost, start the Gateway with "
                + "Gateway__Recovery=true and make another.",
            StatusCodes.Status401Unauthorized
        );

    public static Refusal Invalid(IReadOnlyList<RefusalItem> faults) =>
        new(
            "api-key-invalid",
            "The key cannot be made like this",
            faults[0].Message,
            StatusCodes.Status422UnprocessableEntity,
            faults
        );

    /// <summary>A ticket carries who made a key, who made that one's key, and so on.</summary>
    public static Refusal TooManyMakers(int most) =>
        new(
            "key-makers-too-many",
            "Somebody nearer to the first key has to make it",
            $"Between this key and the first one there would be more than {most} subjects of which each made the next "
                + "one's key. An administrator whose key was made earlier makes it.",
            StatusCodes.Status422UnprocessableEntity
        );

    /// <summary>A plant that somebody has a key for is not taken back.</summary>
    public static Refusal PlantInUse(string plant, IReadOnlyList<string> names) =>
        new(
            "record-in-use",
            "The record is in use",
            $"'{plant}' is not taken back: it is in use.",
            StatusCodes.Status409Conflict,
            [
                new RefusalItem(
                    null,
                    "plant",
                    "record-in-use",
                    $"Keys are for it: {string.Join(", ", names)}.",
                    "Revoke them first."
                ),
            ]
        );

    public static RefusalItem NameInvalid(int longest) =>
        Fault(
            "name",
            "name-invalid",
            "The name is empty, too long, or has control characters or blanks at its ends.",
            $"1 to {longest} characters that say what the key is for"
        );

    public static RefusalItem SubjectInvalid(int longest) =>
        Fault(
            "subject",
            "subject-invalid",
            "The subject is empty, too long, or has control characters or blanks at its ends.",
            $"1 to {longest} characters that name the person or system that holds the key, "
                + "always the same for the same one"
        );

    public static RefusalItem ExpiresAtInvalid(DateTimeOffset now, DateTimeOffset latest) =>
        Fault(
            "expiresAt",
            "expires-at-invalid",
            "The key would end before it begins, or live too long.",
            $"A time after {now:yyyy-MM-ddTHH:mm:ssZ} and up to {latest:yyyy-MM-ddTHH:mm:ssZ}; "
                + "or none for a year from now"
        );

    public static RefusalItem RolesMissing { get; } =
        Fault("roles", "roles-missing", "There are no roles.", $"At least one of {KnownRoles}");

    public static RefusalItem RoleUnknown(int i, string role) =>
        Fault($"roles[{i}]", "role-unknown", $"There is no role '{role}'.", $"One of {KnownRoles}");

    public static RefusalItem RoleTwice(int i, string role) =>
        Fault($"roles[{i}]", "role-twice", $"The role '{role}' is named twice.", "Each role once");

    public static RefusalItem RolePlantAlone { get; } =
        Fault(
            "roles",
            "role-plant-alone",
            "The role plant stands beside another one.",
            "The role plant alone; make a second key for the other roles"
        );

    public static RefusalItem PlantsMissing { get; } =
        Fault(
            "plants",
            "plants-missing",
            "A key with the role plant needs its plants.",
            "The codes of one or more plants"
        );

    public static RefusalItem PlantsNotAllowed { get; } =
        Fault("plants", "plants-not-allowed", "Only a key with the role plant has plants.", "Leave plants out");

    public static RefusalItem PlantsTooMany(int count, int most) =>
        Fault("plants", "plants-too-many", $"There are {count} plants.", $"At most {most}");

    public static RefusalItem PlantCodeInvalid(int i, InputFault wrong) =>
        Fault($"plants[{i}]", "plant-code-invalid", wrong.Message, wrong.Expected);

    public static RefusalItem PlantUnknown(int i, string plant) =>
        Fault(
            $"plants[{i}]",
            "plant-unknown",
            $"There is no plant {plant}.",
            "A plant that GET /api/v1/plants lists; one that is to come is put into the organisation first"
        );

    private static string KnownRoles => string.Join(", ", Roles.OfKeys.Order(StringComparer.Ordinal));

    private static RefusalItem Fault(string path, string code, string message, string expected) =>
        new(null, path, code, message, InputFault.Sentence(expected));
}
