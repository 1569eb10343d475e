using CarbonPlatform.Contracts;

namespace CarbonPlatform.Calculation.Factors;

/// <summary>
/// What a line rests on of the catalogue: what it names as its factor set, and whether somebody has compared all of it
/// with the official texts.
/// </summary>
/// <param name="Name">Set and version of every factor that counts in the line, fixed values aside; <c>given</c> where
/// values came with readings; null where no factor counts.</param>
/// <param name="Status">Unverified or disputed when a factor or a fixed value is; else none.</param>
internal readonly record struct FactorSet(string? Name, LineStatuses Status)
{
    /// <summary>Every value came with the readings.</summary>
    public static readonly FactorSet Given = new(Provenance.Given, LineStatuses.None);

    // The name has room for so much.
    private const int Longest = 120;

    /// <summary>The sets of the catalogue in the order given, each once, then the plant's own.</summary>
    public static FactorSet Of(params ReadOnlySpan<Factor?> factors)
    {
        string? name = null;
        foreach (var factor in factors)
        {
            if (factor is { IsOwn: false })
                name = And(name, factor);
        }
        foreach (var factor in factors)
        {
            if (factor is { IsOwn: true })
                name = And(name, factor);
        }
        return new FactorSet(name, StatusOf(factors));
    }

    /// <summary>The same of a line in which values that came with readings may count too.</summary>
    /// <param name="given">Whether they do.</param>
    /// <param name="factors">What counts besides.</param>
    public static FactorSet Of(bool given, params ReadOnlySpan<Factor?> factors)
    {
        var set = Of(factors);
        return !given
            ? set
            : set with
            {
                Name = set.Name is null ? Provenance.Given : $"{set.Name}+{Provenance.Given}",
            };
    }

    /// <summary>Fixed values count in the line too. They are not named: nobody chooses between them.</summary>
    public FactorSet With(params ReadOnlySpan<Factor?> fixedValues) =>
        this with
        {
            Status = Status | StatusOf(fixedValues),
        };

    private static LineStatuses StatusOf(ReadOnlySpan<Factor?> factors)
    {
        var status = LineStatuses.None;
        foreach (var factor in factors)
            status |= factor?.Statuses ?? LineStatuses.None;
        return status;
    }

    private static string And(string? name, Factor factor)
    {
        if (name is null)
            return factor.SetVersion;
        if (name == factor.SetVersion || name.Split('+').Contains(factor.SetVersion, StringComparer.Ordinal))
            return name;
        return name.Length + factor.SetVersion.Length < Longest ? $"{name}+{factor.SetVersion}"
            : factor.IsOwn ? $"own-{factor.Plant}"
            : name;
    }
}
