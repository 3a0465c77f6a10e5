using System.Text.Json.Serialization;

namespace Sweep.Contracts;

/// <summary>What a worker says about the trial it runs. One JSON object per line on its standard output; see docs/worker-protocol.md.</summary>
[GenerateSerializer, Immutable, Alias("sweep.trial-event")]
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(WorkerReady), "ready")]
[JsonDerivedType(typeof(TrialStarted), "started")]
[JsonDerivedType(typeof(TrialProgress), "progress")]
[JsonDerivedType(typeof(TrialReport), "report")]
[JsonDerivedType(typeof(TrialEnded), "ended")]
public abstract record TrialEvent;
