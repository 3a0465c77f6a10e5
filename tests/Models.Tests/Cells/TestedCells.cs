using Sweep.Models.Cells;

namespace Sweep.Models.Tests.Cells;

/// <summary>The cells that every general test of a model runs with: those of the build.</summary>
internal static class TestedCells
{
    public static CellCatalog Catalog { get; } = CellCatalog.Default;

    public static TheoryData<string> Names { get; } = new(Catalog.All.Select(cell => cell.Name));
}
