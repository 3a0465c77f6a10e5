using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Sweep.Contracts.Files;
using Sweep.Experiments.Data.Tokens;

namespace Sweep.Experiments.Data.Files;

/// <summary>A tokenizer as common libraries keep it: vocab.json (tokens and their numbers) and merges.txt (a version line, then a merge a
/// line), in the byte alphabet of GPT-2.</summary>
internal static class TokenizerFiles
{
    public const string Vocabulary = "vocab.json", Merges = "merges.txt";

    private const int MostBytes = 1 << 26;
    private const string VersionLine = "#version: 0.2";
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static IReadOnlyList<string> Of(string folder) => [Path.Combine(folder, Vocabulary), Path.Combine(folder, Merges)];

    /// <summary>Writes both files, each whole or not at all.</summary>
    public static void Write(string folder, IReadOnlyList<string> types, IReadOnlyList<string> merges)
    {
        Directory.CreateDirectory(folder);
        var numbers = types.Select((type, number) => (type, number)).ToDictionary(p => p.type, p => p.number);
        AsideFile.Write(Path.Combine(folder, Vocabulary), JsonSerializer.SerializeToUtf8Bytes(numbers, Plain));
        AsideFile.Write(Path.Combine(folder, Merges), Encoding.UTF8.GetBytes(string.Join('\n', [VersionLine, .. merges, ""])));
    }

    /// <returns>The tokenizer, and the SHA-256 of both files in lower-case hex.</returns>
    /// <exception cref="CorpusException">One is missing, or they make no byte-level tokenizer.</exception>
    public static (BpeModel Model, string Sha256) Read(string folder)
    {
        try
        {
            var vocabulary = RegularFile.ReadBytes(Path.Combine(folder, Vocabulary), MostBytes);
            var merges = RegularFile.ReadBytes(Path.Combine(folder, Merges), MostBytes);
            return (BpeModel.Of(Types(vocabulary), Lines(merges)), CorpusCatalog.Hash([.. vocabulary, .. merges]));
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException or InvalidDataException or JsonException)
        {
            throw new CorpusException($"tokenizer: expected a folder with {Vocabulary} and {Merges} of a byte-level tokenizer, found " +
                $"{folder}: {wrong.Message}; correct the path, or leave it out to learn the merges from the text", wrong);
        }
    }

    private static string[] Types(byte[] json)
    {
        var numbers = JsonSerializer.Deserialize<Dictionary<string, int>>(json) ?? throw new JsonException("it holds nothing");
        var types = new string[numbers.Count];
        foreach (var (type, number) in numbers)
        {
            if (number < 0 || number >= types.Length || types[number] is not null)
                throw new InvalidDataException($"{Vocabulary} does not number its {types.Length} tokens from 0 on, found {number}");
            types[number] = type;
        }
        return types;
    }

    private static IEnumerable<string> Lines(byte[] text) => Encoding.UTF8.GetString(text).Split('\n')
        .Select(line => line.TrimEnd('\r'))
        .Where((line, i) => line.Length > 0 && !(i == 0 && line.StartsWith("#version", StringComparison.Ordinal)));
}
