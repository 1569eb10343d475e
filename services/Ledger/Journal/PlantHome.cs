using System.Runtime.InteropServices;
using CarbonPlatform.Contracts;
using CarbonPlatform.Quantities;

namespace CarbonPlatform.Ledger.Journal;

/// <summary>Months in which a plant belongs to a unit; the last span of a plant has no end.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct HomeSpan(Month From, Month? To, string Unit);

/// <summary>To which unit a plant belongs from which month on.</summary>
internal sealed class PlantHome
{
    /// <summary>The unit of plants whose record has not come or does not name a unit for the month.</summary>
    public const string Unassigned = "";

    private readonly Month[] _from;
    private readonly string[] _units;

    private PlantHome(Month[] from, string[] units)
    {
        _from = from;
        _units = units;
    }

    public static PlantHome Unknown { get; } = new([], []);

    /// <summary>Memberships in order of month, as a plant's record has them.</summary>
    public static PlantHome Of(IReadOnlyList<MembershipRecord> memberships) =>
        new(
            [.. memberships.Select(membership => membership.From)],
            [.. memberships.Select(membership => membership.Unit)]
        );

    /// <summary>Months from which on a unit holds, in order.</summary>
    public static PlantHome Of(IReadOnlyList<(Month From, string Unit)> memberships) =>
        new(
            [.. memberships.Select(membership => membership.From)],
            [.. memberships.Select(membership => membership.Unit)]
        );

    public string UnitIn(Month month)
    {
        for (var i = _from.Length - 1; i >= 0; i--)
        {
            if (_from[i] <= month)
                return _units[i];
        }
        return Unassigned;
    }

    /// <summary>Each membership with its last month.</summary>
    public IEnumerable<HomeSpan> Spans()
    {
        for (var i = 0; i < _from.Length; i++)
            yield return new HomeSpan(_from[i], i + 1 < _from.Length ? _from[i + 1].Previous : null, _units[i]);
    }

    public bool IsSame(PlantHome other) =>
        _from.AsSpan().SequenceEqual(other._from) && _units.AsSpan().SequenceEqual(other._units);
}
