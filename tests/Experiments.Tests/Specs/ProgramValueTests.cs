using Sweep.Experiments.Specs;
using static Sweep.Experiments.Tests.Specs.Reading;

namespace Sweep.Experiments.Tests.Specs;

/// <summary>Values of a program's parameters reach it as they were written.</summary>
public sealed class ProgramValueTests
{
    private const string Command = "command: [x]\nmetric: loss\n";

    [Theory]
    [InlineData("0.10", "0.10")]
    [InlineData("1.0", "1.0")]
    [InlineData("1e-5", "1e-5")]
    [InlineData("12345678901234567890123", "12345678901234567890123")]
    [InlineData("0.1234567890123456789012345", "0.1234567890123456789012345")]
    [InlineData("-3", "-3")]
    [InlineData("+3", "3")]
    [InlineData(".5", "0.5")]
    [InlineData("-5.", "-5.0")]
    [InlineData("007", "7")]
    [InlineData("0x10", "16")]
    [InlineData("null", "null")]
    [InlineData("'0.10'", "\"0.10\"")]
    public void Digits_stay_as_they_were_written(string written, string json) =>
        Assert.Equal([$$"""{"x":{{json}}}"""], Json(Good(Command + Grid($"x: {{value: {written}}}"))));

    [Fact]
    public void Lists_and_maps_are_values() =>
        Assert.Equal(
            ["""{"x":[1,[2.50,null]]}""", """{"x":{"a":{"b":true},"c":[]}}"""],
            Json(Good(Command + Grid("x: {values: [[1, [2.50, null]], {a: {b: true}, c: []}]}"))));

    [Theory]
    [InlineData("[0.1, 0.10]")]
    [InlineData("[1, 1.0]")]
    [InlineData("[{a: 1}, {a: 1}]")]
    public void Equal_values_are_found_however_they_are_written(string values) =>
        Assert.Single(Json(Good(Command + Grid($"x: {values}"))));

    [Fact]
    public void A_when_finds_a_number_however_it_is_written() =>
        Assert.Equal(
            ["""{"lr":0.10,"y":1}""", """{"lr":0.2}"""],
            Json(Good(Command + Grid("lr: [0.10, 0.2]\ny: {value: 1, when: {lr: 0.1}}"))));

    [Fact]
    public void Groups_are_nested_and_names_with_dots_are_not()
    {
        var spec = Good(Command + Grid("""
            a.b: 1
            optimizer:
              parameters:
                lr: 0.10
                schedule: {parameters: {kind: cosine}}
            last: null
            """));
        var config = All(spec.Sampler).Single();

        Assert.Equal("""{"a.b":1,"optimizer.lr":0.10,"optimizer.schedule.kind":"cosine","last":null}""", config.Json);
        Assert.Equal("""{"a.b":1,"optimizer":{"lr":0.10,"schedule":{"kind":"cosine"}},"last":null}""",
            spec.Groups.Nest(config)!.ToJsonString());
        Assert.Null(Good(Command + Grid("a.b: 1")).Groups.Nest("""{"a.b":1}"""));
    }

    private static IEnumerable<string> Json(SweepSpec spec) => All(spec.Sampler).Select(config => config.Json);
}
