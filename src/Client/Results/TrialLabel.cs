using Sweep.Client.Cli;

namespace Sweep.Client.Results;

/// <summary>What a user typed to name a sweep or one of its trials.</summary>
/// <param name="Trial">Number of the trial; null when the sweep as a whole is meant.</param>
public sealed record TrialLabel(string Sweep, int? Trial)
{
    /// <summary>Reads <c>cells</c> or <c>cells/17</c>.</summary>
    /// <exception cref="UserException">Bad input: what follows the slash is not a number, or there is nothing before it.</exception>
    public static TrialLabel Parse(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0) return new TrialLabel(text, null);
        if (slash > 0 && int.TryParse(text.AsSpan(slash + 1), System.Globalization.NumberStyles.None, null, out var number))
            return new TrialLabel(text[..slash], number);
        throw UserException.BadInput($"expected a trial as NAME/NUMBER, such as 'cells/17', found '{text}'");
    }

    /// <summary>Reads <c>cells/17</c> only.</summary>
    /// <exception cref="UserException">Bad input: not a trial.</exception>
    /// <param name="hint">Writes a verb as the user would type it.</param>
    public static TrialLabel ParseTrial(string text, Func<string, string> hint) =>
        Parse(text) is { Trial: not null } label ? label : throw UserException.BadInput(
            $"expected a trial as NAME/NUMBER, such as '{text}/0', found '{text}'",
            $"  '{hint($"show {text}")}' lists the trials of a sweep");
}
