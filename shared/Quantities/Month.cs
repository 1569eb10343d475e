using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization;

namespace CarbonPlatform.Quantities;

/// <summary>
/// A calendar month from 1990-01 to 2100-12, the period a sheet and every amount belong to. It carries no time zone:
/// which month "now" is depends on the group's zone.
/// </summary>
[JsonConverter(typeof(TextJsonConverter<Month>))]
public readonly record struct Month : IComparable<Month>, IComparable, IParsable<Month>
{
    private const int FirstYear = 1990;
    private const int LastYear = 2100;
    private const int Origin = FirstYear * 12;

    // Months since 1990-01, so that the all-zero value is a month like any other.
    private readonly int _sinceOrigin;

    /// <summary>The month of a year.</summary>
    /// <param name="year">1990 to 2100.</param>
    /// <param name="number">1 to 12.</param>
    /// <exception cref="ArgumentOutOfRangeException">Year or number is outside its range.</exception>
    public Month(int year, int number)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(year, FirstYear);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(year, LastYear);
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, 12);
        _sinceOrigin = (year - FirstYear) * 12 + number - 1;
    }

    private Month(int sinceOrigin) => _sinceOrigin = sinceOrigin;

    /// <summary>The first month there is, 1990-01: <c>default</c>, so that no value is outside the range.</summary>
    public static Month Min => default;

    /// <summary>The last month there is, 2100-12.</summary>
    public static Month Max => new(LastYear, 12);

    /// <summary>What a month must look like, for messages.</summary>
    public static string Expected => "a month written yyyy-MM, from 1990-01 to 2100-12";

    /// <summary>Calendar year, 1990 to 2100.</summary>
    public int Year => FirstYear + _sinceOrigin / 12;

    /// <summary>Month of the year, 1 to 12.</summary>
    public int Number => _sinceOrigin % 12 + 1;

    /// <summary>
    /// Year × 12 + number − 1: consecutive months have consecutive indexes. This is how
    /// databases and events store a month.
    /// </summary>
    public int Index => Origin + _sinceOrigin;

    /// <summary>The first day.</summary>
    public DateOnly FirstDay => new(Year, Number, 1);

    /// <summary>The last day.</summary>
    public DateOnly LastDay => new(Year, Number, Days);

    /// <summary>Number of days, 28 to 31.</summary>
    public int Days => DateTime.DaysInMonth(Year, Number);

    /// <summary>The month after.</summary>
    /// <exception cref="ArgumentOutOfRangeException">This is <see cref="Max"/>.</exception>
    public Month Next => AddMonths(1);

    /// <summary>The month before.</summary>
    /// <exception cref="ArgumentOutOfRangeException">This is <see cref="Min"/>.</exception>
    public Month Previous => AddMonths(-1);

    /// <summary>The month with that <see cref="Index"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No month from 1990-01 to 2100-12 has the index.</exception>
    public static Month FromIndex(int index)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(index, Origin);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(index, LastYear * 12 + 11);
        return new Month(index - Origin);
    }

    /// <summary>The month a date lies in.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The date lies outside 1990 to 2100.</exception>
    public static Month Of(DateOnly date) => new(date.Year, date.Month);

    /// <summary>
    /// The month it is at an instant in a time zone (the group's, for "is this month in the future?").
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The local date lies outside 1990 to 2100.</exception>
    public static Month At(DateTimeOffset instant, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(instant, zone);
        return new Month(local.Year, local.Month);
    }

    /// <summary>Every month from one to another, both included; empty when <paramref name="to"/> comes first.</summary>
    public static IEnumerable<Month> Range(Month from, Month to)
    {
        for (var i = from._sinceOrigin; i <= to._sinceOrigin; i++)
            yield return new Month(i);
    }

    /// <summary>The month so many months later, or earlier when negative.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The result would lie outside 1990-01 to 2100-12.</exception>
    public Month AddMonths(int months) => FromIndex((int)Math.Clamp((long)Index + months, int.MinValue, int.MaxValue));

    /// <summary>Whether a date lies in this month.</summary>
    public bool Contains(DateOnly date) => date >= FirstDay && date <= LastDay;

    /// <summary>Reads exactly <c>yyyy-MM</c>; anything else throws.</summary>
    /// <exception cref="FormatException">The text is no month; the message says what would be.</exception>
    public static Month Parse(string text) =>
        TryParse(text, out var month)
            ? month
            : throw new FormatException($"{InputFault.Quote(text)} is no month. Expected: {Expected}.");

    /// <summary>Reads exactly <c>yyyy-MM</c>, ASCII digits, years 1990 to 2100.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Month month)
    {
        month = default;
        if (text is null || text.Length != 7 || text[4] != '-')
            return false;
        int year = 0,
            number = 0;
        for (var i = 0; i < 7; i++)
        {
            if (i == 4)
                continue;
            if (!char.IsAsciiDigit(text[i]))
                return false;
            if (i < 4)
                year = year * 10 + text[i] - '0';
            else
                number = number * 10 + text[i] - '0';
        }
        if (year is < FirstYear or > LastYear || number is < 1 or > 12)
            return false;
        month = new Month(year, number);
        return true;
    }

    static Month IParsable<Month>.Parse(string s, IFormatProvider? provider) => Parse(s);

    static bool IParsable<Month>.TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Month result) =>
        TryParse(s, out result);

    /// <inheritdoc/>
    public int CompareTo(Month other) => _sinceOrigin.CompareTo(other._sinceOrigin);

    /// <inheritdoc/>
    public int CompareTo(object? obj) =>
        obj switch
        {
            null => 1,
            Month other => CompareTo(other),
            _ => throw new ArgumentException("A month compares only with a month.", nameof(obj)),
        };

    /// <summary><c>yyyy-MM</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Year:D4}-{Number:D2}");

    /// <summary>Earlier than.</summary>
    public static bool operator <(Month left, Month right) => left._sinceOrigin < right._sinceOrigin;

    /// <summary>Later than.</summary>
    public static bool operator >(Month left, Month right) => left._sinceOrigin > right._sinceOrigin;

    /// <summary>Not later than.</summary>
    public static bool operator <=(Month left, Month right) => left._sinceOrigin <= right._sinceOrigin;

    /// <summary>Not earlier than.</summary>
    public static bool operator >=(Month left, Month right) => left._sinceOrigin >= right._sinceOrigin;

    /// <summary>
    /// How many months <paramref name="left"/> is after <paramref name="right"/>; negative when before.
    /// </summary>
    public static int operator -(Month left, Month right) => left._sinceOrigin - right._sinceOrigin;
}
