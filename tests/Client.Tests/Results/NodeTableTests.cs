using Sweep.Client.Rendering;
using Sweep.Client.Results;
using Sweep.Client.Tests.Given;
using Sweep.Contracts;

namespace Sweep.Client.Tests.Results;

public sealed class NodeTableTests
{
    [Fact]
    public void Memory_that_trials_hold_is_told_apart_from_memory_that_nobody_knows()
    {
        var gpu = new DeviceOffer { Device = "cuda:0", Units = 1, MemoryBytes = 80L << 30 };
        var unknown = new DeviceOffer { Device = "cuda:1", Units = 1 };
        var node = new NodeView
        {
            Offer = new() { Node = "a", Incarnation = "1", Host = "h", Devices = [gpu, unknown] },
            Devices = [new(gpu, 0.75, 70L << 30), new(unknown, 1, 0)],
        };
        using var text = new StringWriter();

        TableWriter.Write(NodeTable.Of([node], new StillClock()), OutputFormat.Csv, new ConsoleWriter(text), TerminalFacts.None);

        var lines = text.ToString().Split('\n');
        Assert.StartsWith("node,host,state,device,units,free_units,memory_bytes,used_memory_bytes,running", lines[0]);
        Assert.StartsWith($"a,h,ready,cuda:0,1,0.75,{80L << 30},{10L << 30},", lines[1]);
        Assert.StartsWith("a,h,ready,cuda:1,1,1,,,", lines[2]);
    }
}
