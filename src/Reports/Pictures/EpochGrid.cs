namespace Sweep.Reports.Pictures;

/// <summary>The epochs that are drawn: the first, every so many, and the last; about so many at most.</summary>
internal sealed class EpochGrid
{
    public EpochGrid(int last, int most)
    {
        Every = Math.Max(1, (int)Math.Ceiling(last / (double)Math.Max(2, most)));
        Epochs = [.. Enumerable.Range(1, last).Where(epoch => epoch == 1 || epoch == last || epoch % Every == 0)];
    }

    /// <summary>Every so many epochs are drawn.</summary>
    public int Every { get; }

    /// <summary>The epochs, ascending.</summary>
    public int[] Epochs { get; }

    /// <summary>Place of an epoch among them; -1 when it is not drawn.</summary>
    public int PlaceOf(int epoch)
    {
        if (epoch == Epochs[^1]) return Epochs.Length - 1;
        if (epoch > Epochs[^1] || epoch < 1) return -1;
        if (epoch == 1) return 0;
        return epoch % Every == 0 ? Every == 1 ? epoch - 1 : epoch / Every : -1;
    }
}
