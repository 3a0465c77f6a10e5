using System.Text.Json;
using Sweep.Models.Cells;

namespace Sweep.Models.Tests.Reference;

/// <summary>One case of the numbers that tests/Reference/make_fixtures.py made with PyTorch.</summary>
public sealed record ReferenceCase(
    int Layers, bool Bidirectional, bool Embedding, double Loss, float[] LastLogits,
    Dictionary<string, float[]> State, Dictionary<string, float[]> Gradients)
{
    public const int T = 6, B = 3, V = 7, H = 4, E = 5;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static IReadOnlyList<TItem> Read<TItem>(string file) => ReadOne<List<TItem>>(file);

    public static TFile ReadOne<TFile>(string file)
    {
        using var stream = typeof(ReferenceCase).Assembly.GetManifestResourceStream($"Reference.{file}")
            ?? throw new InvalidOperationException($"The resource Reference.{file} is missing: see tests/Reference.");
        return JsonSerializer.Deserialize<TFile>(stream, Json)!;
    }

    public LanguageModelOptions Options(string cell) => new()
    {
        Cell = CellCatalog.Default[cell.Split('-')[0]],
        Nonlinearity = cell == "rnn-relu" ? Nonlinearity.Relu : Nonlinearity.Tanh,
        Vocabulary = V,
        Hidden = H,
        Layers = Layers,
        Bidirectional = Bidirectional,
        EmbeddingSize = Embedding ? E : null,
    };
}
