namespace Sweep.Experiments.Worker;

/// <summary>Ways in which a <c>noop</c> trial can be made to fail, to rehearse what the engine does about it.</summary>
public enum NoopFailure
{
    /// <summary>It does not fail.</summary>
    None,

    /// <summary>The process ends without a word, with exit code 70.</summary>
    Crash,

    /// <summary>The trial goes silent and ignores the wish to stop.</summary>
    Hang,

    /// <summary>The experiment reports an error.</summary>
    Error,

    /// <summary>The loss diverges.</summary>
    Diverge,

    /// <summary>The worker runs out of memory and says so.</summary>
    Memory,

    /// <summary>Native code aborts the process (SIGABRT).</summary>
    NativeAbort,
}
