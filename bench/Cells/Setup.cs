using Sweep.Models;

namespace Sweep.Bench.Cells;

/// <summary>One line of the table: a cell at a vocabulary, with the course's sizes otherwise.</summary>
internal sealed record Setup(string Level, int Vocabulary, CellKind Cell, int Layers = 1)
{
    public const int Hidden = 256, Batch = 32, Steps = 35;

    public const int TokensPerStep = Batch * Steps;

    public static IReadOnlyList<Setup> All { get; } =
    [
        .. from level in new[] { ("char", 28), ("word", 4580) }
           from cell in Enum.GetValues<CellKind>()
           select new Setup(level.Item1, level.Item2, cell),
        new Setup("char", 28, CellKind.Lstm, Layers: 2),
    ];

    public string Name => $"{Cell.ToString().ToLowerInvariant()}{(Layers > 1 ? $", {Layers} layers" : "")}";

    public LanguageModelOptions Options => new() { Cell = Cell, Vocabulary = Vocabulary, Hidden = Hidden, Layers = Layers };
}
