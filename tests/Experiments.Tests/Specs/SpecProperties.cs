using System.Text;
using CsCheck;
using Sweep.Experiments.Specs;
using Sweep.Experiments.Specs.Yaml;
using static Sweep.Experiments.Tests.Specs.Reading;

namespace Sweep.Experiments.Tests.Specs;

public sealed class SpecProperties
{
    private static readonly string[] Pieces =
    [
        "name", "method", "grid", "random", "parameters", "cell", "lr", "epochs", "values", "min", "max", "q", "distribution",
        "log_uniform_values", "when",
        "constraints", "metric", "early_terminate", "type", "hyperband", "command", "budget", "time", ": ", ":", "- ", "\n", "\n  ",
        "\n    ", "[", "]", "{", "}",
        ", ", "'", "\"", "&a ", "*a", "!!", "#", "|\n", ">\n", "? ", "<<", "---\n", "...\n", "%", "@", "`", "\t", "\r", "0", "1", "-1",
        "1e400", "1e-5", ".nan", ".inf", "null",
        "true", "é", "😀", "\u2028", "\ufeff", "\ud800", "\0", "layers * hidden <= 3", "==", "(", "${args}",
    ];

    private static readonly Gen<string> Rubble = Gen.OneOf(
        Gen.Int[0, Pieces.Length - 1].Array[0, 60].Select(indices => string.Concat(indices.Select(i => Pieces[i]))),
        Gen.String,
        Gen.Select(Gen.Int[0, Pieces.Length - 1], Gen.Int[0, 400], Gen.Int[0, 10]).Array[1, 4].Select(Damage));

    private static readonly Gen<string> Texts = Gen.OneOf(
        Gen.String[Gen.Char[' ', '~'], 0, 12],
        Gen.OneOf("true", "null", "~", "1e3", "0x1F", ".inf", "- a", "a: b", "a #b", "#", "'", "\"", "a\nb", "a\tb", " a", "a ", "é", "😀",
            "[", "{}", "&a", "*a", "!x", "|", ">", "%", "@", "---", "...", "?", "\u0085", "\u2028", "\\", "<<", ""));

    [Fact]
    public void No_text_whatsoever_makes_the_reader_throw() => Rubble.Sample(
        text =>
        {
            var result = Read(text);

            Assert.Equal(result.Spec is null, result.Errors.Count > 0);
        },
        iter: 3000);

    [Fact]
    public void No_override_whatsoever_makes_the_reader_throw() =>
        Gen.Select(Rubble, Gen.OneOf("", "lr=", "run_cap=", "metric.name=", "parameters.x=", "constraints=")).Sample(
        (text, key) => Read(Everything, key + text),
        iter: 1500);

    [Fact]
    public void What_the_writer_writes_reads_back_as_the_same() =>
        Nodes(3).Select(node => new YamlMap(default, [new("root", default, node)])).Sample(
        map =>
        {
            var text = YamlWriter.Write(map);
            var errors = new SpecErrors();

            var read = YamlReader.Read(text, null, errors);

            Assert.True(!errors.Any, text);
            Assert.Equal(Canonical(map), Canonical(read!));
        },
        iter: 2000);

    [Fact]
    public void The_text_of_a_spec_with_overrides_gives_the_same_spec() => Gen.Select(
        Gen.OneOf("epochs=4", "epochs=[2, 3]", "epochs.min=2"),
        Gen.OneOf("lr=0.25", "lr=1e-3", "lr={min: 0.1, max: 1}", "cell=[rnn, lstm]", "layers={min: 1, max: 3}"),
        Gen.OneOf("run_cap=5", "seed=-3", "metric.goal=maximize", "early_terminate={type: median}", "budget.time=1h30m",
            "constraints=['layers > 1']", "replicates=3"),
        Texts).Sample(
        (one, two, three, description) =>
        {
            string[] sets =
                ["method=random", one, two, three, "description=" + System.Text.Json.JsonSerializer.Serialize("x" + description)];
            var first = Read(Everything, sets).Spec;

            var second = Good(first!.Yaml);

            Assert.Equal(first.Yaml, second.Yaml);
            Assert.Equal(Flat(first), Flat(second));
            Assert.Equal(Configurations(first, 20), Configurations(second, 20));
        },
        iter: 300);

    private const string Everything = """
        name: t
        method: grid
        metric: val_perplexity
        parameters:
          epochs: {min: 1, max: 5}
          cell: [rnn, gru]
          nonlinearity: {values: [tanh, relu], when: {cell: rnn}}
          layers: [1, 2, 4]
          lr: {values: [0.1, 0.2]}
        constraints: ['layers * epochs <= 16']
        """;

    private static object Flat(SweepSpec spec) => (spec.Name, spec.Description, spec.Experiment, spec.Metric, spec.Maximize, spec.Target,
        spec.Replicates, spec.Seed, spec.MaxTrials, spec.MaxTime, (spec.Retries, spec.Gpus, spec.NewStopper().Name));

    // A good file with some of its characters replaced by pieces.
    private static string Damage((int Piece, int At, int Length)[] damages)
    {
        var text = new StringBuilder(Everything);
        foreach (var (piece, at, length) in damages)
        {
            var start = Math.Min(at, text.Length);
            text.Remove(start, Math.Min(length, text.Length - start)).Insert(start, Pieces[piece]);
        }

        return text.ToString();
    }

    private static Gen<YamlNode> Nodes(int depth)
    {
        var scalar = Gen.Select(Texts, Gen.Bool).Select((text, isPlain) => (YamlNode)new YamlScalar(default, text, isPlain));
        if (depth == 0) return scalar;
        var list = Nodes(depth - 1).Array[0, 4].Select(items => (YamlNode)new YamlList(default, items));
        var map = Gen.Select(Texts, Nodes(depth - 1)).Array[0, 4].Select(pairs =>
            (YamlNode)new YamlMap(default, [.. pairs.Where(pair => pair.Item1 != "<<").DistinctBy(pair => pair.Item1)
                .Select(pair => new YamlEntry(pair.Item1, default, pair.Item2))]));
        return Gen.OneOf(scalar, list, map);
    }

    // Structure and typed values, without places and styles.
    private static string Canonical(YamlNode node) => node switch
    {
        YamlScalar scalar => $"{scalar.Value?.GetType().Name}<{scalar.Value ?? "null"}>",
        YamlList list => "[" + string.Join(", ", list.Items.Select(Canonical)) + "]",
        YamlMap map => "{" + string.Join(", ", map.Entries.Select(entry => $"{entry.Key}: {Canonical(entry.Value)}")) + "}",
        _ => "?",
    };
}
