using Sweep.Contracts;
using Sweep.Reports.Tables;
using Sweep.Reports.Text;

namespace Sweep.Client.Results;

/// <summary>The nodes of a cluster, one row per device.</summary>
public static class NodeTable
{
    public static DataTable Of(IReadOnlyList<NodeView> nodes, TimeProvider time)
    {
        var table = new DataTable(
            new Column("node", "node"), new Column("host", "host"), new Column("state", "state"), new Column("device", "device"),
            new Column("units", "units", Right: true) { Style = NumberStyle.Chosen },
            new Column("free_units", "free", Right: true) { Style = NumberStyle.Chosen }, new Column("memory_bytes", "memory", Right: true),
            new Column("used_memory_bytes", "used", Right: true),
            new Column("running", "running", Wraps: true), new Column("version", null), new Column("started_at", null),
            new Column("last_seen", "seen"));
        foreach (var node in nodes.OrderBy(n => n.Offer.Node, StringComparer.Ordinal))
        {
            foreach (var device in node.Devices)
            {
                table.Add(
                    node.Offer.Node, node.Offer.Host, node.Offer.Draining ? "leaving" : "ready", device.Offer.Device,
                    Cell.Of(device.Offer.Units), Cell.Of(device.FreeUnits),
                    Memory(device, device.Offer.MemoryBytes), Memory(device, device.Offer.MemoryBytes - device.FreeMemoryBytes),
                    Running(node, device.Offer.Device), node.Offer.Version, Times.Of(node.Offer.StartedAt, time),
                    Times.Of(node.LastSeen, time));
            }
        }

        return table;
    }

    private static Cell Memory(DeviceView device, long bytes) =>
        device.Offer.MemoryBytes > 0 ? Cell.Of(bytes, Numbers.Bytes(bytes)) : new Cell(null, Numbers.Absent);

    private static string Running(NodeView node, string device) =>
        string.Join(", ", node.Slots.Where(s => s.Slot.Device == device).Select(s => s.Trial?.Label ?? $"{s.Sweep} (waits)"));
}
