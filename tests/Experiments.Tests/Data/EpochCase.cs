using System.Text.Json;
using Sweep.Experiments.Data;

namespace Sweep.Experiments.Tests.Data;

/// <summary>Epochs over the stream 0, 1, 2, ... that tests/Reference/corpora.py cut with the course's own two functions.</summary>
public sealed record EpochCase(int Tokens, BatchShape Shape, long Seed, int Epoch, int[][][] X, int[][][] Y)
{
    public static IEnumerable<EpochCase> All =>
        from made in RepositoryFiles.CorporaReference.GetProperty("epochs").EnumerateArray()
        select new EpochCase(
            made.GetProperty("tokens").GetInt32(),
            new BatchShape(made.GetProperty("batchSize").GetInt32(), made.GetProperty("numSteps")
                .GetInt32(), Enum.Parse<Sampling>(made.GetProperty("sampling").GetString()!)),
            made.GetProperty("seed").GetInt64(),
            made.GetProperty("epoch").GetInt32(),
            made.GetProperty("x").Deserialize<int[][][]>()!,
            made.GetProperty("y").Deserialize<int[][][]>()!);
}
