using System.Text.RegularExpressions;
using Sweep.Contracts;
using Sweep.Reports.Progress;

namespace Sweep.Client.Progress;

public interface IProgressDisplay
{
    /// <summary>Shows a snapshot; may skip it when it comes too soon after the last one.</summary>
    void Show(SweepProgress progress, ProgressView view);

    /// <summary>Says something that must not be missed, above whatever is shown live.</summary>
    void Notice(string text);
}

/// <summary>Passes on the first few of notices that say the same of different trials, and at the end how many more there were.</summary>
public sealed partial class GroupedNotices(IProgressDisplay display) : IProgressDisplay
{
    /// <summary>Notices that differ in nothing but numbers, said in full.</summary>
    private const int Alike = 3;

    /// <summary>Notices of the same event, whatever its reason, said in full.</summary>
    private const int OfAKind = 10;

    private readonly Dictionary<string, int> texts = [];
    private readonly Dictionary<string, int> said = [];
    private readonly Dictionary<string, (int Count, string Last)> held = [];

    public void Show(SweepProgress progress, ProgressView view)
    {
        if (progress.IsOver) SayHeld();
        display.Show(progress, view);
    }

    public void Notice(string text)
    {
        var (like, kind) = (Varying().Replace(text, "#"), Varying().Replace(text.Split(": ")[0], "#"));
        // What is beyond the bound of its kind is counted and not kept.
        if (said.GetValueOrDefault(kind) == OfAKind || (texts[like] = texts.GetValueOrDefault(like) + 1) > Alike)
        {
            held[kind] = (held.GetValueOrDefault(kind).Count + 1, text);
            return;
        }

        said[kind] = said.GetValueOrDefault(kind) + 1;
        display.Notice(text);
    }

    private void SayHeld()
    {
        foreach (var (count, last) in held.Values) display.Notice(count == 1 ? last : $"and {count:N0} more like this: {last}");
        held.Clear();
    }

    /// <summary>Numbers, but for those that say what happened.</summary>
    [GeneratedRegex(@"(?<!(code|signal) \d*)\d+(\.\d+)?", RegexOptions.ExplicitCapture)]
    private static partial Regex Varying();
}
