using Sweep.Models;
using Sweep.Models.Cells;

namespace Sweep.Bench.Cells;

/// <summary>One line of the table: a cell at a vocabulary, with the course's sizes otherwise.</summary>
internal sealed record Setup(string Level, int Vocabulary, CellDescriptor Cell, int Layers = 1)
{
    public const int Hidden = 256, Batch = 32, Steps = 35;

    public const int TokensPerStep = Batch * Steps;

    public static IReadOnlyList<Setup> All { get; } =
    [
        .. from level in new[] { ("char", 28), ("word", 4580) }
           from cell in CourseLoop.Cells
           select new Setup(level.Item1, level.Item2, cell),
        new Setup("char", 28, LstmCell.Descriptor, Layers: 2),
    ];

    public string Name => $"{Cell}{(Layers > 1 ? $", {Layers} layers" : "")}";

    public LanguageModelOptions Options => new() { Cell = Cell, Vocabulary = Vocabulary, Hidden = Hidden, Layers = Layers };
}
