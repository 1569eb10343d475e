namespace CarbonPlatform.Ledger.Journal;

/// <summary>
/// Codes as small numbers for the life of the process, so that finding two hundred lines compares integers and not
/// strings. The numbers mean nothing outside of the process. Grows only; the codes of a group are some thousands.
/// </summary>
internal sealed class CodeTable
{
    /// <summary>The number of "no code".</summary>
    public const int None = 0;

    private readonly Lock _growing = new();
    private readonly System.Collections.Concurrent.ConcurrentDictionary<string, int> _numbers = new(
        StringComparer.Ordinal
    );
    private volatile string?[] _texts = new string?[1024];
    private int _last;

    /// <summary>The number of a code, the same as long as the process lives.</summary>
    public int NumberOf(string? code)
    {
        if (code is null)
            return None;
        return _numbers.TryGetValue(code, out var number) ? number : Add(code);
    }

    /// <summary>The code of a number; null for <see cref="None"/>.</summary>
    public string? TextOf(int number) => _texts[number];

    private int Add(string code)
    {
        lock (_growing)
        {
            if (_numbers.TryGetValue(code, out var number))
                return number;
            number = _last + 1;
            if (number == _texts.Length)
            {
                var longer = new string?[_texts.Length * 2];
                _texts.CopyTo(longer, 0);
                _texts = longer;
            }
            // The text stands before anybody can learn the number.
            _texts[number] = code;
            _last = number;
            _numbers[code] = number;
            return number;
        }
    }
}
