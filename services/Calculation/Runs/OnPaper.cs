using System.Globalization;

namespace CarbonPlatform.Calculation.Runs;

/// <summary>
/// Works a calculation out from its text alone, as whoever reads it on paper does: numbers, ×, /, +, − and parentheses.
/// Nothing of what wrote the text is used.
/// </summary>
internal static class OnPaper
{
    /// <summary>Why a text does not arrive at an amount; null when it does.</summary>
    public static string? WhyNot(string calculation, decimal amount)
    {
        if (Evaluate(calculation) is not { } value)
            return "The calculation as it is written cannot be worked out. The amount stands; "
                + "its explanation has to be looked into.";
        var rounded = value.ToDecimal6();
        return rounded == amount
            ? null
            : $"The calculation as it is written comes to {rounded}. The amount stands; its explanation "
                + "has to be looked into.";
    }

    /// <summary>The exact value; null when the text is no calculation.</summary>
    public static Exact? Evaluate(string text)
    {
        var reader = new Reader(text);
        return reader.TrySum(out var value) && reader.IsAtEnd ? value : null;
    }

    private ref struct Reader(string text)
    {
        private ReadOnlySpan<char> _rest = text.AsSpan().TrimStart(' ');

        public readonly bool IsAtEnd => _rest.IsEmpty;

        public bool TrySum(out Exact sum)
        {
            if (!TryProduct(out sum))
                return false;
            while (true)
            {
                var plus = Take('+');
                if (!plus && !Take('−'))
                    return true;
                if (!TryProduct(out var next))
                    return false;
                sum = plus ? sum + next : sum - next;
            }
        }

        private bool TryProduct(out Exact product)
        {
            if (!TryValue(out product))
                return false;
            while (true)
            {
                var times = Take('×');
                if (!times && !Take('/'))
                    return true;
                if (!TryValue(out var next) || (!times && next.IsZero))
                    return false;
                product = times ? product * next : product / next;
            }
        }

        private bool TryValue(out Exact value)
        {
            if (Take('('))
                return TrySum(out value) && Take(')');
            var length = _rest.IndexOfAnyExcept("0123456789.");
            var digits = length < 0 ? _rest : _rest[..length];
            var isNumber = decimal.TryParse(
                digits,
                NumberStyles.AllowDecimalPoint,
                CultureInfo.InvariantCulture,
                out var number
            );
            value = number;
            _rest = _rest[digits.Length..].TrimStart(' ');
            return isNumber;
        }

        private bool Take(char symbol)
        {
            if (_rest.IsEmpty || _rest[0] != symbol)
                return false;
            _rest = _rest[1..].TrimStart(' ');
            return true;
        }
    }
}
