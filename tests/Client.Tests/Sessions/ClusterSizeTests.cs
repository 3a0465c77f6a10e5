using Sweep.Client.Sessions;
using Sweep.Contracts;

namespace Sweep.Client.Tests.Sessions;

public sealed class ClusterSizeTests
{
    private static readonly NodeView[] Nodes =
    [
        Node("a", new DeviceOffer { Device = "cuda:0" }, new DeviceOffer { Device = "cuda:1" }),
        Node("b", new DeviceOffer { Device = "cpu", Units = 6 }),
        Node("c", new DeviceOffer { Device = "cpu", Units = 8 })
            with { Offer = new NodeOffer { Node = "c", Incarnation = "1", Draining = true,
            Devices = [new DeviceOffer { Device = "cpu", Units = 8 }] } },
    ];

    [Theory]
    [InlineData(null, 8)]
    [InlineData(0.0, 6)]
    [InlineData(1.0, 2)]
    [InlineData(0.25, 8)]
    [InlineData(0.3, 6)]
    public void Trials_side_by_side_by_their_share_of_devices_that_stay(double? gpus, int slots) =>
        Assert.Equal(slots, ClusterSize.Slots(Nodes, gpus));

    private static NodeView Node(string name, params DeviceOffer[] devices) =>
        new() { Offer = new NodeOffer { Node = name, Incarnation = "1", Devices = devices } };
}
