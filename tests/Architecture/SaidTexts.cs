using System.Text;

namespace CarbonPlatform.Architecture;

/// <summary>
/// The texts that C# sources put together: literals joined by +, with every alternative of a choice in them. What is
/// put in at run time stands as X1, X2 and so on.
/// </summary>
internal sealed class SaidTexts
{
    private const char Hole = '\u0001';
    private const int MostAlternatives = 64;

    private readonly string _code;
    private int _at;

    private SaidTexts(string code) => _code = code;

    /// <summary>Every text of a source, with the line that it begins in.</summary>
    public static IEnumerable<(int Line, string Text)> Of(string code)
    {
        var reader = new SaidTexts(code);
        while (reader._at < code.Length)
        {
            if (reader.SkipBlanks() || reader._at >= code.Length)
                continue;
            if (!reader.IsLiteral())
            {
                reader.SkipOne();
                continue;
            }
            var line = code.AsSpan(0, reader._at).Count('\n') + 1;
            foreach (var text in reader.Sum())
                yield return (line, Numbered(text));
        }
    }

    private static string Numbered(string text)
    {
        var numbered = new StringBuilder();
        var holes = 0;
        foreach (var c in text)
            _ = c == Hole ? numbered.Append('X').Append(++holes) : numbered.Append(c);
        return numbered.ToString();
    }

    /// <summary>Terms joined by +.</summary>
    private List<string> Sum()
    {
        var texts = Term();
        while (true)
        {
            SkipAllBlanks();
            if (_at >= _code.Length || _code[_at] != '+' || _code[_at + 1] is '+' or '=')
                return texts;
            _at++;
            SkipAllBlanks();
            var next = Term();
            texts = [.. texts.SelectMany(text => next.Select(part => text + part)).Take(MostAlternatives)];
        }
    }

    private List<string> Term()
    {
        if (IsLiteral())
            return Literal();
        if (_code[_at] == '(')
            return Alternatives(Bracketed('(', ')'));
        // A name, with what is called on it.
        while (_at < _code.Length && (char.IsLetterOrDigit(_code[_at]) || _code[_at] is '_' or '.' or '!' or '?'))
            _at++;
        while (_at < _code.Length && _code[_at] is '(' or '[')
        {
            Bracketed(_code[_at], _code[_at] == '(' ? ')' : ']');
            while (_at < _code.Length && (char.IsLetterOrDigit(_code[_at]) || _code[_at] is '_' or '.' or '!'))
                _at++;
        }
        return [$"{Hole}"];
    }

    /// <summary>The texts among which a bracket chooses; a single place where it has none.</summary>
    private static List<string> Alternatives(string inner)
    {
        var reader = new SaidTexts(inner);
        var texts = new List<string>();
        var mayBegin = true;
        while (reader._at < inner.Length)
        {
            if (reader.SkipBlanks())
                continue;
            if (reader.IsLiteral())
            {
                var said = reader.Sum();
                if (mayBegin)
                    texts.AddRange(said);
                mayBegin = false;
                continue;
            }
            // A text of the choice follows these; others, as those that are compared with, are none.
            mayBegin = inner[reader._at] is '?' or ':' || (mayBegin && inner[reader._at] == '(');
            if (inner[reader._at] == '(' && !mayBegin)
                reader.Bracketed('(', ')');
            else
                reader.SkipOne();
        }
        return texts.Count == 0 ? [$"{Hole}"] : texts;
    }

    private bool IsLiteral() =>
        _code[_at] == '"' || (_code[_at] == '$' && _at + 1 < _code.Length && _code[_at + 1] is '"' or '$');

    private List<string> Literal()
    {
        var isInterpolated = _code[_at] == '$';
        while (_code[_at] == '$')
            _at++;
        if (_code.AsSpan(_at).StartsWith("\"\"\""))
        {
            // Statements of SQL and JSON: nothing that is said to people.
            _at = _code.IndexOf("\"\"\"", _at + 3, StringComparison.Ordinal) + 3;
            while (_at < _code.Length && _code[_at] == '"')
                _at++;
            return [""];
        }
        List<string> texts = [""];
        for (_at++; _code[_at] != '"'; _at++)
        {
            List<string> next = [$"{_code[_at]}"];
            if (_code[_at] == '\\')
                next = [_code[++_at] is 'n' ? "\n" : $"{_code[_at]}"];
            else if (isInterpolated && _code[_at] is '{' or '}' && _code[_at + 1] == _code[_at])
                _at++;
            else if (isInterpolated && _code[_at] == '{')
            {
                next = Alternatives(Bracketed('{', '}'));
                _at--;
            }
            texts = [.. texts.SelectMany(text => next.Select(part => text + part)).Take(MostAlternatives)];
        }
        _at++;
        return texts;
    }

    /// <summary>What stands between brackets, read to the closing one.</summary>
    private string Bracketed(char open, char close)
    {
        var from = ++_at;
        for (var depth = 1; depth > 0; )
        {
            if (SkipBlanks())
                continue;
            if (IsLiteral())
            {
                Literal();
                continue;
            }
            depth +=
                _code[_at] == open ? 1
                : _code[_at] == close ? -1
                : 0;
            SkipOne();
        }
        return _code[from..(_at - 1)];
    }

    private void SkipOne()
    {
        // A character may be a quotation mark.
        if (_code[_at] == '\'' && _at + 3 < _code.Length)
            _at = _code.IndexOf('\'', _code[_at + 1] == '\\' ? _at + 3 : _at + 2);
        _at++;
    }

    /// <summary>A blank or a comment; false where there is none.</summary>
    private bool SkipBlanks()
    {
        if (_code.AsSpan(_at).StartsWith("//"))
            _at = _code.IndexOf('\n', _at) is >= 0 and var end ? end : _code.Length;
        else if (char.IsWhiteSpace(_code[_at]))
            _at++;
        else
            return false;
        return true;
    }

    private void SkipAllBlanks()
    {
        while (_at < _code.Length && SkipBlanks()) { }
    }
}
