using System.Text;
using static Sweep.Experiments.Tests.Specs.Reading;

namespace Sweep.Experiments.Tests.Specs;

/// <summary>What is wrong with the text itself, before it means anything.</summary>
public sealed class YamlTextTests
{
    [Theory]
    [InlineData("name: t\n\tmethod: grid\n", "2:1 not valid YAML: a tab indents this line; YAML indents with spaces")]
    [InlineData("name: t\nmethod: grid\nparameters:\n\ta: 1\n", "4:1 not valid YAML: a tab indents this line; YAML indents with spaces")]
    [InlineData("name: t\nparameters:\n  a:\n  \t- 1\n", "4:3 not valid YAML: a tab indents this line; YAML indents with spaces")]
    [InlineData("name: t\nparameters:\n  a: |\n\tfoo\n", "4:1 not valid YAML: a tab indents this line; YAML indents with spaces")]
    [InlineData("name: t\nparameters:\n  a: [1,\n\t2]\n", "4:1 not valid YAML: a tab indents this line; YAML indents with spaces")]
    [InlineData("name: t\n  method: grid\n",
        "2:9 not valid YAML: a ':' that does not fit here: is this line indented as the ones above, or does the text need quotes?")]
    [InlineData("name: t: x\n",
        "1:8 not valid YAML: a ':' that does not fit here: is this line indented as the ones above, or does the text need quotes?")]
    [InlineData("name: 't\nmethod: grid\n", "1:7 not valid YAML: this quote is not closed")]
    [InlineData("a:\n    b: 1\n  c: 3\n", "3:3 not valid YAML: expected 'key: value': is this line indented as the ones above?")]
    [InlineData("name: {a: 1\n", "2:1 not valid YAML: a '{' is not closed: expected ',' or '}' here")]
    [InlineData("name: @t\n", "1:7 not valid YAML: no value can start with '@': put the text in quotes")]
    [InlineData("name: `t\n", "1:7 not valid YAML: no value can start with '`': put the text in quotes")]
    [InlineData("%YAML 9.9\n---\nname: x\n", "1:1 not valid YAML: only YAML 1.1 and 1.2 are read: remove the %YAML line")]
    [InlineData("name: *x\n", "1:7 there is no anchor '&x' above this alias; text that starts with '*' needs quotes")]
    [InlineData("", "1:1 a sweep file is a map of keys such as 'name', 'method' and 'parameters'; it is empty")]
    [InlineData("# only a comment\n", "1:1 a sweep file is a map of keys such as 'name', 'method' and 'parameters'; it is empty")]
    [InlineData("- 1\n", "1:1 a sweep file is a map of keys such as 'name', 'method' and 'parameters'; found a list")]
    [InlineData("name:t\nmethod:grid\n", "1:1 a sweep file is a map of keys such as 'name', 'method' and 'parameters'; found the text " +
        "'name:t method:grid': a ':' needs a space behind it")]
    [InlineData("a\0b", "1:2 the character U+0000 is not text: is this something binary? Expected a sweep file in YAML")]
    [InlineData("name: t\nx: \u001b[0m", "2:4 the character U+001B is not text: is this something binary? Expected a sweep file in YAML")]
    public void Rejects(string yaml, string error) => Assert.Equal([error], Errors(yaml));

    [Theory]
    [InlineData("name: [t\nmethod: grid\n")]
    [InlineData("name: \"t\nmethod: grid\n")]
    [InlineData("]\n")]
    [InlineData("name: t\n- x\n")]
    public void Rejects_broken_structure_with_one_error(string yaml) =>
        Assert.Contains("not valid YAML", Assert.Single(Errors(yaml)), StringComparison.Ordinal);

    [Fact]
    public void Rejects_a_second_document() => Assert.Equal(
        ["5:1 a sweep file holds one YAML document, a second one starts here: put it into a file of its own"],
        Errors(Grid("epochs: 1") + "---\nname: u\n"));

    [Fact]
    public void Accepts_document_markers_and_anchors() =>
        Assert.Equal(["epochs=1 hidden=1 layers=1"],
            Configurations(Good("---\n# a comment\n" + Grid("epochs: &one 1\nhidden: *one\nlayers: *one") + "...\n")));

    [Theory]
    [InlineData("epochs: !python/object 1",
        "4:11 the tag '!python/object' is not read: remove it (tags: !!str, !!int, !!float, !!bool, !!null, !!seq, !!map)")]
    [InlineData("epochs: !!binary 1",
        "4:11 the tag '!!binary' is not read: remove it (tags: !!str, !!int, !!float, !!bool, !!null, !!seq, !!map)")]
    [InlineData("epochs: !!map 1",
        "4:11 the tag '!!map' is not read: remove it (tags: !!str, !!int, !!float, !!bool, !!null, !!seq, !!map)")]
    [InlineData("epochs: 1\nlr: !!int 1.5", "5:7 '1.5' is not what its tag '!!int' says: correct one of the two")]
    [InlineData("epochs: 1\ncorpus: !!float fast", "5:11 'fast' is not what its tag '!!float' says: correct one of the two")]
    [InlineData("epochs: 1\n<<: 3", "5:3 '<<' merges a map or a list of maps, found 3")]
    [InlineData("epochs: 1\n? [a]\n: 2", "5:5 expected a word as key, found a list")]
    public void Rejects_what_sweep_files_do_not_use(string parameters, string error) => Assert.Equal([error], Errors(Grid(parameters)));

    [Fact]
    public void Rejects_an_alias_bomb_at_once()
    {
        var bomb = new StringBuilder("a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\n");
        for (var i = 1; i < 30; i++)
            bomb.Append(System.Globalization.CultureInfo.InvariantCulture,
            $"a{i}: &a{i} [*a{i - 1}, *a{i - 1}, *a{i - 1}, *a{i - 1}, *a{i - 1}, *a{i - 1}, *a{i - 1}, *a{i - 1}]\n");

        Assert.Contains(
            "more than 20,000 values, aliases counted in full", Assert.Single(Errors(bomb.ToString())), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{a: ")]
    [InlineData("- ")]
    public void Rejects_bottomless_nesting_at_once(string open) =>
        Assert.Contains("nested more than 32 levels deep", Assert.Single(Errors(string.Concat(Enumerable.Repeat(open, 100_000)))),
            StringComparison.Ordinal);

    [Fact]
    public void Rejects_ten_megabytes_at_once() =>
        Assert.Equal(["too large for a sweep file: 10,000,000 characters, at most 1,000,000 are read"],
            Errors(new string('a', 10_000_000)));
}
