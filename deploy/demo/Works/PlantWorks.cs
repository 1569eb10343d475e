using CarbonPlatform.DemoGroup.Group;

namespace CarbonPlatform.DemoGroup.Works;

/// <summary>A plant and how its months come about.</summary>
internal abstract class PlantWorks(Plant plant)
{
    public Plant Plant => plant;

    /// <summary>Sources in the order in which they can be put: a stack before what discharges to it.</summary>
    public abstract IEnumerable<Source> Sources();

    public abstract void Run(Sheet sheet, Exchange exchange);
}
