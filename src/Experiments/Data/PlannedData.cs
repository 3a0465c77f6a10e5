using Sweep.Contracts;

namespace Sweep.Experiments.Data;

/// <summary>Gives a trial its data as they were when its sweep was planned.</summary>
internal static class PlannedData
{
    /// <param name="planned">SHA-256 of the text when the trial was planned; null = unknown.</param>
    /// <param name="load">Reads them.</param>
    /// <param name="path">Where they are found; null where the name tells.</param>
    /// <exception cref="TrialException">They cannot be had, or are others.</exception>
    public static T Load<T>(string? planned, Func<T> load, Func<string?>? path = null)
        where T : ITrialData
    {
        try
        {
            var data = load();
            // They were others when the trial was planned: this place is at fault, and another node, or this one later, may have the
            // right ones.
            return ChangedCorpus.Problem(data.Name, planned, data.Sha256, path?.Invoke()) is not { } changed ? data
                : throw new TrialException(AttemptOutcome.NodeFault, changed);
        }
        catch (CorpusException e)
        {
            throw planned is null ? new TrialException(AttemptOutcome.Error, e.Message, e) : new TrialException(
                AttemptOutcome.NodeFault, $"{e.Message} (the sweep was planned with the text of SHA-256 {planned})", e);
        }
    }
}

/// <summary>What a trial learns from: a text, pairs, trees.</summary>
public interface ITrialData
{
    /// <summary>Name for people, for example the path as the sweep file has it.</summary>
    string Name { get; }

    /// <summary>SHA-256 of the text in lower-case hex: its identity, wherever it lies.</summary>
    string Sha256 { get; }
}
