namespace Sweep.Experiments.Data;

/// <summary>Tells when a text is no longer the one that trials were planned with: results on two texts are not comparable.</summary>
public static class ChangedCorpus
{
    private const int Shown = 12;

    /// <summary>What is wrong and the way out; null when nothing is, or when either hash is unknown.</summary>
    /// <param name="name">The corpus as the sweep file has it.</param>
    /// <param name="planned">SHA-256 of the text when the trial was planned, lower-case hex; null = unknown.</param>
    /// <param name="found">SHA-256 of the text now; null = unknown.</param>
    /// <param name="path">Where it was found; null where the name tells.</param>
    public static string? Problem(string name, string? planned, string? found, string? path = null) =>
        planned is null || found is null || planned == found
        ? null
        : $"the text of corpus {name}{(path is null ? "" : $" ({path})")} has changed: expected SHA-256 {Short(planned)}, found " +
            $"{Short(found)}; restore the text, or give the sweep another name to start over with the new one";

    /// <summary>A text is not the one that was hashed.</summary>
    internal static CorpusException WhileRead(string name) =>
        new($"corpus '{name}': it was changed while it was read; try again when it is whole");

    private static string Short(string hash) => hash.Length <= Shown ? hash : hash[..Shown];
}
