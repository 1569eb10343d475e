namespace CarbonPlatform.Quantities;

/// <summary>
/// What a formula is written in. One formula, read twice: with <see cref="Exact"/> it is worked out and nothing else;
/// with a term that keeps its text it is worked out and written down. The compiler makes a copy for each, so that
/// working out pays nothing for the writing.
/// </summary>
/// <typeparam name="T">The term itself.</typeparam>
public interface ITerm<T>
    where T : struct, ITerm<T>
{
    /// <summary>Whether texts are kept; a constant for the compiler.</summary>
    static abstract bool IsWritten { get; }

    /// <summary>The exact value.</summary>
    Exact Value { get; }

    /// <summary>A number, with its digits and its name in two languages where texts are kept.</summary>
    static abstract T Of(Exact value, string digits, string name, string nameZh);

    /// <summary>Sum.</summary>
    static abstract T operator +(T left, T right);

    /// <summary>Difference.</summary>
    static abstract T operator -(T left, T right);

    /// <summary>Product.</summary>
    static abstract T operator *(T left, T right);

    /// <summary>Quotient.</summary>
    static abstract T operator /(T left, T right);

    /// <summary>From one unit or substance to another.</summary>
    static abstract T operator *(T left, Conversion right);

    /// <summary>A multiple that the standard fixes.</summary>
    static abstract T operator *(Constant left, T right);

    /// <summary>Difference from a number that the standard fixes.</summary>
    static abstract T operator -(Constant left, T right);
}
