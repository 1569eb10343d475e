using System.Reflection;
using System.Runtime.CompilerServices;
using CarbonPlatform.Calculation.Factors;
using CarbonPlatform.Calculation.Methods;
using CarbonPlatform.TestKit;

namespace CarbonPlatform.Calculation.Tests;

/// <summary>What the lists of methods and of their files say is what there is.</summary>
[Tier(Tier.Pure)]
public sealed class MethodListTests
{
    private static readonly Type[] s_files =
    [
        .. typeof(MethodEntry)
            .Assembly.GetTypes()
            .Where(type => type.Namespace == typeof(MethodEntry).Namespace && !type.ContainsGenericParameters),
    ];

    [Fact]
    public void Every_entry_of_a_methods_file_stands_in_the_list_once() =>
        s_files
            .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(field => field.FieldType == typeof(MethodEntry))
            .Select(field => (MethodEntry)field.GetValue(null)!)
            .ShouldBe(MethodList.All, ignoreOrder: true);

    [Fact]
    public void It_is_in_the_order_of_what_the_methods_write() =>
        MethodList.All.ShouldBe(
            MethodList
                .All.OrderBy(entry => entry.Cards[0].Gives[0], StringComparer.Ordinal)
                .ThenBy(entry => entry.Cards[0].Name, StringComparer.Ordinal)
        );

    /// <summary>No file declares a factor, series, activity, attribute or phrase that the start does not see.</summary>
    [Fact]
    public void Every_file_that_declares_something_is_looked_at()
    {
        var seen = Declared();
        foreach (var type in s_files)
            RuntimeHelpers.RunClassConstructor(type.TypeHandle);
        Declared().ShouldBe(seen);

        static List<int> Declared() =>
            [
                FactorNeed.All.Count,
                SeriesNeed.All.Count,
                PlaceSeriesNeed.All.Count,
                ActivityNeed.All.Count,
                AttributeNeed.All.Count,
                Phrase.All.Count,
            ];
    }
}
