using Sweep.Models.Cells;
using Sweep.Models.Fused;

namespace Sweep.Models.Tests.Cells;

public sealed class CellCatalogTests
{
    private static readonly CellDescriptor Toy = MinimalGatedCell.Descriptor;

    public static TheoryData<string> BuiltIn { get; } = new(CellCatalog.Default.All.Select(cell => cell.Name));

    [Fact]
    public void A_registered_cell_is_found_by_its_name() => Assert.Same(Toy, TestedCells.Catalog["mgu"]);

    [Fact]
    public void An_unknown_name_lists_those_there_are() =>
        Assert.StartsWith("There is no cell 'grru'; there are: rnn, gru, lstm.", Refusal(() => _ = CellCatalog.Default["grru"]),
            StringComparison.Ordinal);

    [Fact]
    public void Two_cells_of_one_name_are_refused() =>
        Assert.StartsWith("Two cells are named mgu", Refusal(() => _ = new CellCatalog([Toy, Toy])), StringComparison.Ordinal);

    [Fact]
    public void A_cell_without_gates_is_refused() =>
        Assert.StartsWith(
            "The cell odd must have at least 1 gate, but has 0.", Refusal(() => Register(gates: 0, "h")), StringComparison.Ordinal);

    [Theory]
    [InlineData("c", "h")]
    [InlineData("h", "h")]
    public void A_cell_carries_h_first_and_each_state_once(string first, string second) =>
        Assert.StartsWith(
            $"The cell odd must carry h first and each state once, but carries: {first}, {second}.",
            Refusal(() => Register(1, first, second)),
            StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(BuiltIn))]
    public void A_descriptor_says_what_its_kernel_does(string name)
    {
        var cell = CellCatalog.Default[name];

        var kernel = FusedNetwork.KernelOf(new LanguageModelOptions { Cell = cell, Vocabulary = 5, Hidden = 33 });

        Assert.Equal(64, kernel.Units);
        Assert.Equal(kernel.SavedPerUnit, cell.FusedMemory);
    }

    [Fact]
    public void A_kernel_of_another_cell_is_refused()
    {
        var wrong = new CellDescriptor
        {
            Name = "wrong",
            Gates = 2,
            Core = Toy.Core,
            TorchMemory = 1,
            Kernel = (units, _) =>
            new GruKernel(units)
        };

        Assert.StartsWith(
            "The descriptor of the cell wrong must have 3 gates and 1 states, as its kernel has, but has 2 and 1.",
            Refusal(() => FusedNetwork.KernelOf(new LanguageModelOptions { Cell = wrong, Vocabulary = 5 })),
            StringComparison.Ordinal);
    }

    private static void Register(int gates, params string[] states) =>
        _ = new CellCatalog([new CellDescriptor { Name = "odd", Gates = gates, States = states, Core = Toy.Core, TorchMemory = 1 }]);

    private static string Refusal(Action action) => Assert.Throws<ArgumentException>(action).Message;
}
