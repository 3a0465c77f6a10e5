namespace Sweep.Ledger.Storage;

/// <summary>Why an attempt ended that a new coordinator did not find running, for people.</summary>
internal static class LeftBehind
{
    public const string Interrupted = "its coordinator was lost; the trial goes on from its last checkpoint";

    public const string LostNode = "its node left the cluster; the trial goes on from its last checkpoint";
}
