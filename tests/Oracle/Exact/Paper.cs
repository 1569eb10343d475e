namespace CarbonPlatform.Oracle.Exact;

/// <summary>Works out arithmetic as it stands in an answer: numbers, ×, /, +, − and parentheses.</summary>
internal static class Paper
{
    public static Fraction WorkOut(string text)
    {
        var at = 0;
        var sum = Sum(text, ref at);
        return at == text.Length ? sum : throw new FormatException($"{text}: nothing is expected at {at}.");
    }

    private static Fraction Sum(string text, ref int at)
    {
        var sum = Product(text, ref at);
        while (true)
        {
            if (Takes(text, ref at, '+'))
                sum += Product(text, ref at);
            else if (Takes(text, ref at, '−'))
                sum -= Product(text, ref at);
            else
                return sum;
        }
    }

    private static Fraction Product(string text, ref int at)
    {
        var product = Value(text, ref at);
        while (true)
        {
            if (Takes(text, ref at, '×'))
                product *= Value(text, ref at);
            else if (Takes(text, ref at, '/'))
                product /= Value(text, ref at);
            else
                return product;
        }
    }

    private static Fraction Value(string text, ref int at)
    {
        if (Takes(text, ref at, '('))
        {
            var inner = Sum(text, ref at);
            return Takes(text, ref at, ')') ? inner : throw new FormatException($"{text}: a parenthesis is open.");
        }
        var start = at;
        while (at < text.Length && (char.IsAsciiDigit(text[at]) || text[at] == '.'))
            at++;
        return start < at
            ? Fraction.Parse(text[start..at])
            : throw new FormatException($"{text}: a number is expected at {start}.");
    }

    private static bool Takes(string text, ref int at, char symbol)
    {
        while (at < text.Length && text[at] == ' ')
            at++;
        if (at == text.Length || text[at] != symbol)
            return false;
        at++;
        while (at < text.Length && text[at] == ' ')
            at++;
        return true;
    }
}
