namespace Sweep.Page.Tests.Modules;

/// <summary>What a page shows is in its address.</summary>
public sealed class AddressTests
{
    private readonly WebModule address = new("base/address.js");

    [Theory]
    [InlineData("/", "{\"page\":\"sweeps\"}")]
    [InlineData("/nodes", "{\"page\":\"nodes\"}")]
    [InlineData("/query", "{\"page\":\"query\"}")]
    [InlineData("/s/cells", "{\"page\":\"sweep\",\"sweep\":\"cells\"}")]
    [InlineData("/s/a%2Fb%20c", "{\"page\":\"sweep\",\"sweep\":\"a/b c\"}")]
    [InlineData("/s/cells/ranking", "{\"page\":\"ranking\",\"sweep\":\"cells\"}")]
    [InlineData("/s/cells/trials/17", "{\"page\":\"trial\",\"sweep\":\"cells\",\"trial\":17}")]
    [InlineData("/s/cells/trials/x", "{\"page\":\"missing\"}")]
    [InlineData("/s/cells/other", "{\"page\":\"missing\"}")]
    [InlineData("/s/%E0%A4%A", "{\"page\":\"missing\"}")]
    public void An_address_is_of_a_page(string path, string expected) =>
        Assert.Equal(expected, address.Of($"m.placeOf('{path}')").GetRawText());

    [Fact]
    public void A_name_of_a_sweep_survives_its_address() =>
        Assert.Equal("a/b ?&é", address.Text("m.placeOf(m.addressOf('a/b ?&é', 'slots')).sweep"));

    [Fact]
    public void What_is_written_is_read_again()
    {
        var values = address.Of("m.readQuery(m.writeQuery({ f: 'lr < 0.01 & cell = \"a=b\"', by: 'cell', q: '1+1 %', none: '' }))");
        Assert.Equal(["by=cell", "f=lr < 0.01 & cell = \"a=b\"", "q=1+1 %"],
            values.EnumerateObject().Select(v => $"{v.Name}={v.Value.GetString()}"));
    }

    [Fact]
    public void Names_are_written_in_order_so_that_equal_views_have_equal_links() =>
        Assert.Equal("?a=1&b=2", address.Text("m.writeQuery({ b: '2', a: '1' })"));

    [Fact]
    public void A_link_that_was_cut_shows_what_can_be_read() =>
        Assert.Equal("{\"a\":\"1\"}", address.Of("m.readQuery('?a=1&b=%E0%A4')").GetRawText());

    [Fact]
    public void Brushes_survive_the_address() =>
        Assert.Equal("[[\"cell\",{\"values\":[\"lstm\",\"a|b\",\"%7C\",\"\"]}],[\"lr\",{\"from\":0.0001,\"to\":0.01}]]", address.Run("""
            const brushes = new Map([['lr', { from: 0.0001, to: 0.01 }], ['cell', { values: ['lstm', 'a|b', '%7C', ''] }]]);
            return [...m.readBrushes(m.readQuery(m.writeQuery(m.withBrushes({ by: 'cell' }, brushes))))].sort();
            """).GetRawText());

    [Fact]
    public void A_brush_that_is_gone_is_gone_from_the_address() =>
        Assert.Equal("{\"by\":\"cell\"}", address.Of("m.withBrushes({ 'b.lr': '[1~2]', by: 'cell' }, new Map())").GetRawText());

    [Theory]
    [InlineData("[2~1]")]
    [InlineData("[~1]")]
    [InlineData("[a~b]")]
    public void A_range_that_is_none_is_left_out(string range) =>
        Assert.Equal("[]", address.Of($"[...m.readBrushes({{ 'b.lr': '{range}' }})]").GetRawText());

    [Fact]
    public void A_brush_keeps_its_ends_and_no_unknown_value() =>
        Assert.Equal("[true,true,false,false]",
            address.Of("[1, 2, 2.1, null].map(v => m.within({ from: 1, to: 2 }, v, String))").GetRawText());
}
