namespace Sweep.Ledger.Rankings;

/// <summary>First key of the ranking: whether a configuration can be trusted at all.</summary>
public enum ConfigTier
{
    /// <summary>At least one replicate ended with a metric and none diverged.</summary>
    Clean,

    /// <summary>At least one replicate diverged.</summary>
    Diverged,

    /// <summary>Every replicate is over and none has a metric.</summary>
    Failed,
}
