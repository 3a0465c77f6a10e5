using System.Text.Json;
using static TorchSharp.torch;

namespace Sweep.Experiments.Tests.Training.Reference;

/// <summary>Numbers that tests/Reference/make_training_fixtures.py made with PyTorch, and the formulas both sides share.</summary>
internal static class ReferenceFile
{
    public const int V = 7, H = 5, B = 4, T = 6, Length = 240;

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static List<TItem> Read<TItem>(string file)
    {
        using var stream = typeof(ReferenceFile).Assembly.GetManifestResourceStream($"Reference.{file}")
            ?? throw new InvalidOperationException($"The resource Reference.{file} is missing: see tests/Reference.");
        return JsonSerializer.Deserialize<List<TItem>>(stream, Json)!;
    }

    /// <summary>Element i of the index-th tensor is 0.6 sin(1.3 index + 0.7 i + 0.1).</summary>
    public static Tensor Wave(long[] shape, int index)
    {
        var count = (int)shape.Aggregate(1L, (product, d) => product * d);
        var values = Enumerable.Range(0, count).Select(i => (float)(0.6 * Math.Sin((1.3 * index) + (0.7 * i) + 0.1))).ToArray();
        return tensor(values).reshape(shape);
    }

    public static long Token(long i) => ((i * i) + (3 * i) + (i / 5)) % V;
}
