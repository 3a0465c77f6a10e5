using System.Globalization;

namespace Sweep.Contracts;

/// <summary>Name of a slot, <c>node/device/index</c>: <c>box/cuda:1/0</c>. Equal when the texts are equal.</summary>
/// <param name="Text">The whole name.</param>
[GenerateSerializer, Immutable, Alias("sweep.slot-name")]
public sealed record SlotName([property: Id(0)] string Text)
{
    // Of the text, once they were asked for: a name from the wire has seen no constructor.
    [NonSerialized] private int hash;
    [NonSerialized] private Parts? parts;

    // A copy with another text has others.
    private SlotName(SlotName original) => Text = original.Text;

    /// <summary>Name of the node; the whole text when it has no other part.</summary>
    public string Node => Split.Node;

    /// <summary><c>cpu</c> or <c>cuda:N</c>; empty when the text has another form.</summary>
    public string Device => Split.Device;

    /// <summary>Share of the device, from 0; -1 when the text has another form.</summary>
    public int Index => Split.Index;

    /// <summary>Kind of the device.</summary>
    public DeviceClass Class => ClassOf(Device);

    /// <summary>Number of the GPU; null for a CPU slot.</summary>
    public int? Gpu => Device is ['c', 'u', 'd', 'a', ':', .. var number]
        && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var gpu) ? gpu : null;

    /// <summary>Kind of a device by its name, <c>cpu</c> or <c>cuda:N</c>.</summary>
    public static DeviceClass ClassOf(string device) =>
        device.StartsWith("cuda", StringComparison.Ordinal) ? DeviceClass.Cuda : DeviceClass.Cpu;

    private Parts Split => parts ??= Text.Split('/') switch
    {
        [var node, var device, var index] => new Parts(
            node, device, int.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1),
        var others => new Parts(others[0], "", -1),
    };

    /// <summary>Equal texts; an equality of its own, since a coordinator looks up thousands of slots many times a second.</summary>
    public bool Equals(SlotName? other) => ReferenceEquals(this, other) || (other is not null && Text == other.Text);

    /// <inheritdoc />
    public override int GetHashCode() => hash != 0 ? hash : hash = Text.GetHashCode(StringComparison.Ordinal);

    /// <summary>A name as it is written; a database may hold one of another form.</summary>
    public static implicit operator SlotName(string text) => new(text);

    /// <summary>Reads <c>node/device/index</c>.</summary>
    /// <exception cref="FormatException">The text has another form.</exception>
    public static SlotName Parse(string text) => new SlotName(text) is { Node.Length: > 0, Device.Length: > 0, Index: >= 0 } slot
        ? slot
        : throw new FormatException($"expected a slot such as node/cuda:0/0, found '{text}'");

    /// <inheritdoc />
    public override string ToString() => Text;

    private sealed record Parts(string Node, string Device, int Index);
}

/// <summary>A slot of a node that does not matter, or is not named yet: <c>cpu/1</c>, <c>cuda:0/3</c>.</summary>
/// <param name="Device"><c>cpu</c> or <c>cuda:N</c>.</param>
/// <param name="Index">Share of the device, from 0.</param>
public sealed record DeviceSlot(string Device, int Index)
{
    /// <summary>The slot on a node.</summary>
    public SlotName On(string node) => new($"{node}/{this}");

    /// <inheritdoc />
    public override string ToString() => $"{Device}/{Index}";
}

/// <summary>Which devices a trial may run on.</summary>
public enum DeviceClass
{
    /// <summary>Whatever there is.</summary>
    Any,

    /// <summary>A processor: <c>cpu</c>.</summary>
    Cpu,

    /// <summary>A GPU: <c>cuda:0</c>, <c>cuda:1</c>, …</summary>
    Cuda,
}
