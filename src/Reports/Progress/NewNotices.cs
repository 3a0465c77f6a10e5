namespace Sweep.Reports.Progress;

/// <summary>Picks what is new from a bounded list that grows at its end and loses its oldest.</summary>
public sealed class NewNotices
{
    private IReadOnlyList<string> seen = [];

    /// <summary>The notices that the last list did not have yet, oldest first.</summary>
    public IReadOnlyList<string> From(IReadOnlyList<string> notices)
    {
        var overlap = Enumerable.Range(0, Math.Min(seen.Count, notices.Count) + 1).Reverse()
            .First(n => seen.Skip(seen.Count - n).SequenceEqual(notices.Take(n)));
        seen = [.. notices];
        return [.. notices.Skip(overlap)];
    }
}
