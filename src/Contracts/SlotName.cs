namespace Sweep.Contracts;

/// <summary>A slot's name taken apart: <c>node/device/index</c>, for example <c>box/cuda:1/0</c>.</summary>
/// <param name="Node">Name of the node.</param>
/// <param name="Device"><c>cpu</c> or <c>cuda:N</c>.</param>
/// <param name="Index">Share of the device, from 0.</param>
public sealed record SlotName(string Node, string Device, int Index)
{
    /// <summary>Number of the GPU; null for a CPU slot.</summary>
    public int? Gpu => Device.StartsWith("cuda:", StringComparison.Ordinal) && int.TryParse(Device.AsSpan(5), out var number) ? number : null;

    /// <summary>Reads <c>node/device/index</c>.</summary>
    /// <exception cref="FormatException">The text has another form.</exception>
    public static SlotName Parse(string text) =>
        text.Split('/') is [{ Length: > 0 } node, { Length: > 0 } device, var number] && int.TryParse(number, out var index)
            ? new SlotName(node, device, index)
            : throw new FormatException($"expected a slot such as node/cuda:0/0, found '{text}'");

    /// <inheritdoc />
    public override string ToString() => $"{Node}/{Device}/{Index}";
}
