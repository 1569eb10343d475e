using CarbonPlatform.Contracts;

namespace CarbonPlatform.Ledger;

/// <summary>Qualities as the database and the API write them.</summary>
internal static class QualityCodes
{
    /// <summary>The code of a quality.</summary>
    public static string Of(Quality quality) =>
        quality switch
        {
            Quality.Measured => "measured",
            Quality.Settled => "settled",
            Quality.OwnMeter => "own-meter",
            Quality.Estimated => "estimated",
            Quality.Default => "default",
            _ => throw new ArgumentOutOfRangeException(nameof(quality), quality, "No such quality."),
        };

    /// <summary>The quality of a code from the database.</summary>
    public static Quality Parse(string code) =>
        code switch
        {
            "measured" => Quality.Measured,
            "settled" => Quality.Settled,
            "own-meter" => Quality.OwnMeter,
            "estimated" => Quality.Estimated,
            "default" => Quality.Default,
            _ => throw new InvalidDataException($"\"{code}\" is no quality."),
        };

    /// <summary>Whether a figure of this quality counts as measured: somebody read a meter or an invoice.</summary>
    public static bool IsMeasured(Quality quality) =>
        quality is Quality.Measured or Quality.Settled or Quality.OwnMeter;
}
