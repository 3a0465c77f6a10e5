using System.Text.RegularExpressions;

namespace Sweep.Experiments.Programs;

/// <summary>The last line of a program's output that says something: what is blank, or only drawn, says nothing. Thread-safe.</summary>
internal sealed partial class LastWords
{
    private const int Longest = 300;

    private volatile string? line;

    /// <summary>The line, without colours, at most 300 characters; null = there was none.</summary>
    public string? Line => line;

    /// <summary>Takes lines in order.</summary>
    public void Hear(IReadOnlyList<string> lines)
    {
        for (var i = lines.Count - 1; i >= 0; i--)
        {
            if (!Saying().IsMatch(lines[i])) continue;
            var text = Colours().Replace(lines[i], "").Trim();
            if (!text.Any(char.IsLetterOrDigit)) continue;
            line = text.Length <= Longest ? text : text[..Longest] + "…";
            return;
        }
    }

    [GeneratedRegex(@"[\p{L}\p{Nd}]")] private static partial Regex Saying();
    /// <summary>Control sequences of terminals (ECMA-48).</summary>
    [GeneratedRegex(@"\x1b\[[0-9;?]*[ -/]*[@-~]")] private static partial Regex Colours();
}
