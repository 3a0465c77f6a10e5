namespace Sweep.Search.Stoppers;

/// <summary>Losses of trials at one epoch in ascending order; equal ones by trial number. Rank and value by rank are cheap.</summary>
/// <remarks>A sorted list in blocks: a change moves at most one block and looks at the ends of the others.</remarks>
internal sealed class LossRanks
{
    private const int LargestBlock = 1024;

    private readonly List<List<RankedLoss>> blocks = [[]];
    private readonly Dictionary<int, double> byTrial = [];

    public int Count => byTrial.Count;

    /// <summary>The trial at a rank, 0 = the lowest loss.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such rank.</exception>
    public RankedLoss this[int rank]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(rank);
            foreach (var block in blocks)
            {
                if (rank < block.Count) return block[rank];
                rank -= block.Count;
            }

            throw new ArgumentOutOfRangeException(nameof(rank), $"there are {Count} trials");
        }
    }

    /// <summary>Loss of a trial; null when it is not here.</summary>
    public double? LossOf(int trial) => byTrial.TryGetValue(trial, out var loss) ? loss : null;

    /// <summary>Adds a trial, or gives it another loss: any number but NaN.</summary>
    public void Set(int trial, double loss)
    {
        Remove(trial);
        byTrial[trial] = loss;
        var entry = new RankedLoss(loss, trial);
        var number = BlockOf(entry, out _);
        var block = blocks[number];
        block.Insert(~block.BinarySearch(entry), entry);
        if (block.Count <= LargestBlock) return;
        blocks.Insert(number + 1, block[(LargestBlock / 2)..]);
        block.RemoveRange(LargestBlock / 2, block.Count - (LargestBlock / 2));
    }

    /// <summary>Takes a trial out; one that is not here changes nothing.</summary>
    public void Remove(int trial)
    {
        if (!byTrial.Remove(trial, out var loss)) return;
        var entry = new RankedLoss(loss, trial);
        var number = BlockOf(entry, out _);
        blocks[number].RemoveAt(blocks[number].BinarySearch(entry));
        if (blocks[number].Count == 0 && blocks.Count > 1) blocks.RemoveAt(number);
    }

    /// <summary>How many trials come before one with that loss, which may be here or not.</summary>
    public int Before(RankedLoss entry)
    {
        var number = BlockOf(entry, out var before);
        var place = blocks[number].BinarySearch(entry);
        return before + (place < 0 ? ~place : place);
    }

    public OtherLosses Without(int trial) => new(this, LossOf(trial) is { } loss ? Before(new(loss, trial)) : -1);

    /// <summary>Number of the block that has room for an entry, and how many entries are in those before it.</summary>
    private int BlockOf(RankedLoss entry, out int before)
    {
        before = 0;
        var number = 0;
        for (; number < blocks.Count - 1 && blocks[number][^1].CompareTo(entry) < 0; number++) before += blocks[number].Count;
        return number;
    }
}

/// <summary>A trial by its loss; lower is better.</summary>
internal readonly record struct RankedLoss(double Loss, int Trial) : IComparable<RankedLoss>
{
    public int CompareTo(RankedLoss other) =>
        Loss < other.Loss ? -1 : Loss > other.Loss ? 1 : Trial.CompareTo(other.Trial);
}

/// <summary>Losses of all trials but the one with a rank, -1 = none is left out, ascending. Good until the next change.</summary>
internal readonly record struct OtherLosses(LossRanks All, int Own)
{
    public int Count => Own < 0 ? All.Count : All.Count - 1;

    /// <summary>The loss at a rank, 0 = the lowest.</summary>
    public double this[int rank] => All[Own >= 0 && rank >= Own ? rank + 1 : rank].Loss;

    /// <summary>How many are lower than a loss.</summary>
    public int Below(double loss)
    {
        var below = All.Before(new(loss, int.MinValue));
        return Own >= 0 && Own < below ? below - 1 : below;
    }

    /// <summary>The loss at a rank once the one that was left out comes in with its own loss.</summary>
    public double With(double own, int rank)
    {
        var place = Below(own);
        return rank < place ? this[rank] : rank == place ? own : this[rank - 1];
    }
}
