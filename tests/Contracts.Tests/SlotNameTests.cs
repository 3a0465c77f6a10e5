namespace Sweep.Contracts.Tests;

/// <summary>Names of slots, whatever stands in a database or comes over the network.</summary>
public sealed class SlotNameTests
{
    [Fact]
    public void A_name_has_a_node_a_device_and_an_index()
    {
        var slot = SlotName.Parse("box/cuda:1/3");

        Assert.Equal(("box", "cuda:1", 3, 1, DeviceClass.Cuda), (slot.Node, slot.Device, slot.Index, slot.Gpu, slot.Class));
        Assert.Equal((null, DeviceClass.Cpu), (SlotName.Parse("box/cpu/0").Gpu, SlotName.Parse("box/cpu/0").Class));
        Assert.Equal(slot, new DeviceSlot("cuda:1", 3).On("box"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("box")]
    [InlineData("box/cpu")]
    [InlineData("box/cpu/one")]
    [InlineData("box/cpu/-1")]
    [InlineData("box/cpu/0/0")]
    [InlineData("/cpu/0")]
    [InlineData("box//0")]
    public void Another_form_is_refused_where_it_must_be_right(string text) =>
        Assert.Equal($"expected a slot such as node/cuda:0/0, found '{text}'",
            Assert.Throws<FormatException>(() => SlotName.Parse(text)).Message);

    [Theory]
    [InlineData("box", "box", "", -1)]
    [InlineData("box/cpu", "box", "", -1)]
    [InlineData("box/cpu/x", "box", "cpu", -1)]
    [InlineData("", "", "", -1)]
    public void Another_form_is_kept_and_fits_no_device(string text, string node, string device, int index)
    {
        SlotName slot = text;

        Assert.Equal((node, device, index, text), (slot.Node, slot.Device, slot.Index, slot.ToString()));
    }

    [Fact]
    public void A_copy_with_another_text_is_found_under_that_text()
    {
        SlotName name = "box/cpu/0";
        var names = new HashSet<SlotName> { name };

        Assert.Contains("box/cpu/1", new HashSet<SlotName> { name with { Text = "box/cpu/1" } });
        Assert.DoesNotContain(name with { Text = "box/cpu/1" }, names);
        Assert.Contains(new SlotName("box/cpu/0"), names);
    }

    [Theory]
    [InlineData("box/cuda:1/3", "cuda:1", 3)]
    [InlineData("box/cpu", "", -1)]
    [InlineData("box/cpu/1/2", "", -1)]
    [InlineData("box/cpu/x", "cpu", -1)]
    [InlineData("box", "", -1)]
    [InlineData("//", "", -1)]
    public void A_name_of_another_form_has_no_device_or_no_number(string text, string device, int index) =>
        Assert.Equal((device, index), (new SlotName(text).Device, new SlotName(text).Index));
}
