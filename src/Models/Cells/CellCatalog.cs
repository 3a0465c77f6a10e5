namespace Sweep.Models.Cells;

/// <summary>Cells by name.</summary>
public sealed class CellCatalog
{
    private readonly Dictionary<string, CellDescriptor> byName = new(StringComparer.Ordinal);

    /// <param name="cells">The cells, in the order in which people read them.</param>
    /// <exception cref="ArgumentException">Two have one name, or one has no gate or does not carry <c>h</c> first.</exception>
    public CellCatalog(IReadOnlyList<CellDescriptor> cells)
    {
        ArgumentNullException.ThrowIfNull(cells);
        All = cells;
        foreach (var cell in cells)
        {
            if (cell.Gates < 1)
                throw new ArgumentException($"The cell {cell} must have at least 1 gate, but has {cell.Gates}.", nameof(cells));
            if (cell.States is not ["h", ..] || cell.States.Distinct().Count() < cell.States.Count)
                throw new ArgumentException(
                    $"The cell {cell} must carry h first and each state once, but carries: {string.Join(", ", cell.States)}.",
                    nameof(cells));
            if (!byName.TryAdd(cell.Name, cell))
                throw new ArgumentException($"Two cells are named {cell}; a name must be unique.", nameof(cells));
        }
    }

    /// <summary>The cells of this build.</summary>
    public static CellCatalog Default { get; } = new([RnnCell.Descriptor, GruCell.Descriptor, LstmCell.Descriptor]);

    /// <summary>Every cell, in the order given.</summary>
    public IReadOnlyList<CellDescriptor> All { get; }

    /// <summary>The cell of that name.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists those there are.</exception>
    public CellDescriptor this[string name] => byName.TryGetValue(name, out var cell)
        ? cell
        : throw new ArgumentException($"There is no cell '{name}'; there are: {string.Join(", ", All)}.", nameof(name));
}
