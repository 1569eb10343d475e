using System.Globalization;
using System.Numerics;

namespace CarbonPlatform.Calculation.Tests;

/// <summary>
/// Reads arithmetic as it stands in golden files and workings (numbers, ×, /, +, − and parentheses)
/// and works it out with plain fractions of big integers, on a road of its own: nothing of the calculation is used.
/// </summary>
internal static class Arithmetic
{
    public static decimal Evaluate(string text)
    {
        var reader = new Reader(text);
        var (numerator, denominator) = reader.Sum();
        reader.End();
        if (denominator.Sign < 0)
            (numerator, denominator) = (-numerator, -denominator);
        var scaled = BigInteger.Abs(numerator) * 1_000_000;
        var (quotient, remainder) = BigInteger.DivRem(scaled, denominator);
        var twice = (remainder * 2).CompareTo(denominator);
        if (twice > 0 || (twice == 0 && !quotient.IsEven))
            quotient++;
        var amount = (decimal)quotient / 1_000_000m;
        return numerator.Sign < 0 ? -amount : amount;
    }

    private sealed class Reader(string text)
    {
        private int _at;

        public (BigInteger, BigInteger) Sum()
        {
            var (numerator, denominator) = Product();
            while (true)
            {
                if (Take('+'))
                {
                    var (n, d) = Product();
                    (numerator, denominator) = (numerator * d + n * denominator, denominator * d);
                }
                else if (Take('−') || Take('-'))
                {
                    var (n, d) = Product();
                    (numerator, denominator) = (numerator * d - n * denominator, denominator * d);
                }
                else
                {
                    return (numerator, denominator);
                }
            }
        }

        public void End()
        {
            Blank();
            if (_at != text.Length)
                throw new FormatException($"{text}: nothing is expected at {_at}.");
        }

        private (BigInteger, BigInteger) Product()
        {
            var (numerator, denominator) = Value();
            while (true)
            {
                if (Take('×'))
                {
                    var (n, d) = Value();
                    (numerator, denominator) = (numerator * n, denominator * d);
                }
                else if (Take('/'))
                {
                    var (n, d) = Value();
                    (numerator, denominator) = (numerator * d, denominator * n);
                }
                else
                {
                    return (numerator, denominator);
                }
            }
        }

        private (BigInteger, BigInteger) Value()
        {
            if (Take('('))
            {
                var inner = Sum();
                if (!Take(')'))
                    throw new FormatException($"{text}: a parenthesis is not closed.");
                return inner;
            }
            Blank();
            var start = _at;
            while (_at < text.Length && (char.IsAsciiDigit(text[_at]) || text[_at] == '.'))
                _at++;
            if (start == _at)
                throw new FormatException($"{text}: a number is expected at {start}.");
            var number = text[start.._at];
            var point = number.IndexOf('.', StringComparison.Ordinal);
            return (
                BigInteger.Parse(number.Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture),
                point < 0 ? BigInteger.One : BigInteger.Pow(10, number.Length - point - 1)
            );
        }

        private bool Take(char symbol)
        {
            Blank();
            if (_at >= text.Length || text[_at] != symbol)
                return false;
            _at++;
            return true;
        }

        private void Blank()
        {
            while (_at < text.Length && text[_at] == ' ')
                _at++;
        }
    }
}
