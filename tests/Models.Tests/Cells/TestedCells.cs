using Sweep.Models.Cells;

namespace Sweep.Models.Tests.Cells;

/// <summary>The cells that every general test of a model runs with:
/// those of the build, and one that is added as docs/add-a-cell.md says.</summary>
internal static class TestedCells
{
    public static CellCatalog Catalog { get; } = new([.. CellCatalog.Default.All, MinimalGatedCell.Descriptor]);

    public static TheoryData<string> Names { get; } = new(Catalog.All.Select(cell => cell.Name));
}
