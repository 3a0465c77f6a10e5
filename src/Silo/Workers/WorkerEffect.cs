using Sweep.Contracts;

namespace Sweep.Silo.Workers;

/// <summary>Something the shell of a slot does because <see cref="WorkerLife"/> said so.</summary>
public abstract record WorkerEffect;

/// <summary>Start a worker process, after the one before it is dead.</summary>
/// <param name="Process">Number by which the process is known from now on.</param>
public sealed record LaunchWorker(int Process) : WorkerEffect;

/// <summary>Write one line to the worker's standard input.</summary>
public sealed record SendToWorker(int Process, string Line) : WorkerEffect;

/// <summary>Kill the worker's whole process group.</summary>
public sealed record KillWorker(int Process) : WorkerEffect;

/// <summary>Put an event where the coordinator reads it.</summary>
public sealed record EmitEvent(TrialRef Trial, TrialEvent Event) : WorkerEffect;
