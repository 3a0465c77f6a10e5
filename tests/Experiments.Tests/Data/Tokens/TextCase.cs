using System.Text.Json;
using Sweep.Experiments.Data;

namespace Sweep.Experiments.Tests.Data.Tokens;

/// <summary>A text with what tests/Reference/make_text_fixtures.mjs worked out for it; its last quarter is held out.</summary>
public sealed class TextCase(JsonElement json)
{
    public static IReadOnlyList<TextCase> All { get; } =
    [
        .. JsonDocument.Parse(File.ReadAllText(Path.Combine(RepositoryFiles.Root, "tests", "Reference", "texts.json"))).RootElement
            .EnumerateArray().Select(one => new TextCase(one)),
    ];

    public string Text => json.GetProperty("text").GetString()!;

    public double this[string number] => json.GetProperty(number).GetDouble();

    public string[] Words(string list) => [.. json.GetProperty(list).EnumerateArray().Select(item => item.GetString()!)];

    public int[] Numbers(string list) => [.. json.GetProperty(list).EnumerateArray().Select(item => item.GetInt32())];

    internal Corpus Build(TokenKind token, TextMode mode = TextMode.Raw, int minFreq = 0) =>
        CorpusBuilder.Build(
            new CorpusText { Name = "case", Text = Text, Sha256 = "abc" },
            new CorpusOptions { Text = mode, Token = token, Validation = 0.25, VocabSize = 300, MinFreq = minFreq });
}
