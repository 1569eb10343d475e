using System.Diagnostics.CodeAnalysis;

namespace CarbonPlatform.ServiceDefaults;

/// <summary>
/// What an operation that may refuse gives back: the value or the refusal, never both. Made from either by assignment.
/// </summary>
/// <typeparam name="T">What it gives when it does not refuse.</typeparam>
public readonly struct Answer<T>
{
    private readonly T? _value;
    private readonly Refusal? _refusal;

    /// <summary>
    /// It is carried out. Wanted only where the compiler cannot tell: for an interface, or null as the value.
    /// </summary>
    public Answer(T value) => _value = value;

    private Answer(Refusal refusal) => _refusal = refusal;

    /// <summary>Takes the answer apart: a caller must look at the refusal to get at the value.</summary>
    /// <param name="refusal">Why it is not carried out.</param>
    /// <param name="value">What it comes to.</param>
    public bool IsRefused([NotNullWhen(true)] out Refusal? refusal, [MaybeNullWhen(true)] out T value)
    {
        (refusal, value) = (_refusal, _value);
        return refusal is not null;
    }

    /// <summary>It is carried out.</summary>
    public static implicit operator Answer<T>(T value) => new(value);

    /// <summary>It is refused.</summary>
    public static implicit operator Answer<T>(Refusal refusal) => new(refusal);
}
