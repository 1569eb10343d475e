using System.Globalization;

namespace CarbonPlatform.DemoGroup.Group;

/// <summary>
/// What the group's plants sold each other in one month. Renewable stations offer first, consumers take and order,
/// captive power runs last on what was ordered, so that both sides of every transfer agree.
/// </summary>
internal sealed class Exchange
{
    private readonly Dictionary<(string Supplier, string Customer), decimal> _offers = [];
    private readonly Dictionary<string, decimal> _orderedKwh = [];
    private readonly Dictionary<string, decimal> _orderedHeatGj = [];

    public void Offer(string supplier, string customer, decimal kwh) => _offers[(supplier, customer)] = kwh;

    public decimal Offered(string supplier, string customer) =>
        _offers.TryGetValue((supplier, customer), out var kwh)
            ? kwh
            : throw new InvalidOperationException(
                string.Create(CultureInfo.InvariantCulture, $"{supplier} offers nothing to {customer}.")
            );

    public void OrderPower(string supplier, decimal kwh) =>
        _orderedKwh[supplier] = _orderedKwh.GetValueOrDefault(supplier) + kwh;

    public void OrderHeat(string supplier, decimal gj) =>
        _orderedHeatGj[supplier] = _orderedHeatGj.GetValueOrDefault(supplier) + gj;

    public decimal OrderedKwh(string supplier) => _orderedKwh.GetValueOrDefault(supplier);

    public decimal OrderedHeatGj(string supplier) => _orderedHeatGj.GetValueOrDefault(supplier);
}
