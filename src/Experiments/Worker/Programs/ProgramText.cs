namespace Sweep.Experiments.Worker.Programs;

/// <summary>What a program prints, for people.</summary>
internal static class ProgramText
{
    private const int LoggedLength = 4096;
    private const int QuotedLength = 200;

    /// <summary>Whatever it prints may explain its end, so it goes where the last lines are kept: of a long line as much as is kept there.</summary>
    public static void Log(TrialContext trial, string line)
    {
        if (!string.IsNullOrWhiteSpace(line)) trial.Log(Shorten(line, LoggedLength));
    }

    /// <summary>A line within a message.</summary>
    public static string Quote(string line) => Shorten(line, QuotedLength);

    private static string Shorten(string text, int length) => text.Length <= length ? text : text[..length] + "…";
}
