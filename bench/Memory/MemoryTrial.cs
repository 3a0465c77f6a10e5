using System.Globalization;
using System.Text.Json.Nodes;

namespace Sweep.Bench.Memory;

/// <summary>A trial whose memory is measured.</summary>
/// <param name="Experiment">Its experiment.</param>
/// <param name="Shared">What trials of the experiment share, as JSON.</param>
/// <param name="Own">The rest of its configuration, as JSON.</param>
/// <param name="File">Makes a file that it reads.</param>
internal sealed record MemoryTrial(string Experiment, string Shared, string Own, Action<string>? File = null)
{
    private const string OfText =
        """{"corpus": "grammar", "grammar_length": 20000, "batch_size": 32, "num_steps": 35, "epochs": 2}""";
    private const string OfTask = """{"task": "reverse", "count": 2000, "epochs": 2}""";
    private const string OfFile = """{"pairs": "pairs.tsv", "epochs": 1}""";

    /// <summary>Trials of every model and experiment but the recurrent language models (docs/decisions/0017), large in one way
    /// each.</summary>
    public static IReadOnlyList<MemoryTrial> All { get; } =
    [
        Language("""{"model": "ngram"}"""),
        Language("""{"model": "ngram", "order": 8, "grammar_length": 1000000}"""),
        Language("""{"model": "ngram", "order": 5, "token": "word", "grammar_length": 4000000}"""),
        Language("""{"model": "autoregressive"}"""),
        Language("""{"model": "autoregressive", "hidden": 1024, "batch_size": 128, "num_steps": 64}"""),
        Language("""{"model": "autoregressive", "hidden": 2048, "optimizer": "adam", "lr": 0.001}"""),
        Language("""{"model": "autoregressive", "token": "word", "hidden": 512, "grammar_length": 400000, "batch_size": 128}"""),
        Language("""{"model": "echo-state"}"""),
        Language("""{"model": "echo-state", "hidden": 2000}"""),
        Language("""{"model": "echo-state", "hidden": 500, "grammar_length": 1000000}"""),
        Language("""{"model": "liquid-state"}"""),
        Language("""{"model": "liquid-state", "hidden": 2000}"""),
        Language("""{"model": "liquid-state", "hidden": 500, "grammar_length": 400000}"""),
        Pairs("{}"),
        Pairs("""{"attention": "additive", "length": 60, "batch_size": 1, "count": 600, "hidden": 256}"""),
        Pairs("""{"attention": "additive", "length": 60, "batch_size": 64, "count": 600, "hidden": 256}"""),
        Pairs("""{"attention": "dot", "length": 100, "batch_size": 256, "count": 1000, "hidden": 256}"""),
        Pairs("""{"attention": "none", "cell": "gru", "bidirectional": true, "layers": 3, "hidden": 512, "length": 40}"""),
        Pairs("""{"attention": "none", "cell": "rnn", "hidden": 2048, "length": 10}"""),
        Pairs("""{"task": "dates", "count": 100000, "batch_size": 256}"""),
        new("seq2seq", OfFile, """{"token": "word"}""", WritePairs),
        new("seq2seq", OfFile, """{"token": "char", "batch_size": 256, "hidden": 64}""", WritePairs),
        Trees("{}"),
        Trees("""{"hidden": 1024, "batch_size": 128, "count": 1000}"""),
        Trees("""{"model": "recursive", "hidden": 1024, "batch_size": 128, "count": 1000}"""),
        Trees("""{"depth": 10, "arguments": 10, "hidden": 128, "batch_size": 64, "count": 500}"""),
        Trees("""{"count": 60000, "batch_size": 512}"""),
    ];

    /// <summary>Name for the table.</summary>
    public string Label => $"{Experiment} {string.Join(", ", Parse(Own).Select(one => one.Key == "model" ? $"{one.Value}"
        : $"{one.Key} {one.Value}"))}{(File is null ? "" : ", a file")}";

    /// <summary>The whole configuration.</summary>
    public JsonObject Config()
    {
        var config = Parse(Shared);
        foreach (var (name, value) in Parse(Own)) config[name] = value!.DeepClone();
        return config;
    }

    /// <summary>Makes what it reads.</summary>
    public void Prepare(string folder) => File?.Invoke(folder);

    private static MemoryTrial Language(string own) => new("language-model", OfText, own);

    private static MemoryTrial Pairs(string own) => new("seq2seq", OfTask, own);

    private static MemoryTrial Trees(string own) => new("tree", """{"epochs": 2}""", own);

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();

    /// <summary>30,000 pairs of 3 to 30 words out of 20,000.</summary>
    private static void WritePairs(string folder)
    {
        var random = new Random(1);
        System.IO.File.WriteAllLines(Path.Combine(folder, "pairs.tsv"),
            Enumerable.Range(0, 30_000).Select(_ => $"{Words(random)}\t{Words(random)}"));
    }

    private static string Words(Random random) => string.Join(' ', Enumerable.Range(0, random.Next(3, 31))
        .Select(_ => "w" + ((int)(20_000 * Math.Pow(random.NextDouble(), 3))).ToString(CultureInfo.InvariantCulture)));
}
