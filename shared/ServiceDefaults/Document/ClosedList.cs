using System.Linq.Expressions;
using System.Reflection;
using CarbonPlatform.Quantities;

namespace CarbonPlatform.ServiceDefaults;

/// <summary>
/// A list of words of which a member, or each element of a member that is a list, is one. The document has it once
/// under its name, from the very list that the code goes by.
/// </summary>
/// <param name="Name">As the document names it; of two lists of one name the words are the same.</param>
/// <param name="Words">The words, in their order.</param>
public sealed record ClosedList(string Name, IReadOnlyList<string> Words)
{
    private readonly List<(Type Type, string Member)> _members = [];

    /// <summary>
    /// The member of this name in JSON is of the list, in whatever it stands, unless another list holds that one.
    /// </summary>
    public string? EverywhereAs { get; init; }

    /// <summary>The units that amounts of measures are in.</summary>
    public static ClosedList MeasureUnits() =>
        new("MeasureUnit", [.. Measure.All.Select(measure => measure.Unit.Symbol).Distinct(StringComparer.Ordinal)]);

    /// <summary>Members that are of the list.</summary>
    /// <typeparam name="T">What they stand in.</typeparam>
    public ClosedList In<T>(params Expression<Func<T, object?>>[] members)
    {
        _members.AddRange(members.Select(member => (typeof(T), NameOf(member.Body))));
        return this;
    }

    /// <summary>Whether it is said of a member that it is of the list.</summary>
    internal bool Holds(Type type, MemberInfo member) =>
        _members.Exists(named => named.Type.IsAssignableFrom(type) && named.Member == member.Name);

    private static string NameOf(Expression member) =>
        member switch
        {
            UnaryExpression { NodeType: ExpressionType.Convert, Operand: var inner } => NameOf(inner),
            MemberExpression { Member: PropertyInfo property } => property.Name,
            _ => throw new ArgumentException($"{member} is no property.", nameof(member)),
        };
}
