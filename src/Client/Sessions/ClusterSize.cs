using Sweep.Contracts;

namespace Sweep.Client.Sessions;

/// <summary>How many trials of a sweep the nodes of a cluster could run side by side if nobody else used them. Pure.</summary>
internal static class ClusterSize
{
    /// <summary>Counts by the share of a device; memory is not counted.</summary>
    /// <param name="gpus"><c>resources.gpus</c> of the sweep.</param>
    public static int Slots(IEnumerable<NodeView> nodes, double? gpus) =>
        nodes.Where(node => !node.Offer.Draining).SelectMany(node => node.Offer.Devices).Sum(device => On(device, gpus));

    private static int On(DeviceOffer device, double? gpus) => (device.Device != "cpu", gpus) switch
    {
        (true, 0) or (false, > 0) => 0,
        // A share of more than the device has is the whole device.
        (true, > 0 and var share) => (int)Math.Max(1, device.Units / share),
        _ => (int)device.Units,
    };
}
