using System.Text.Json.Serialization;

namespace Sweep.Experiments.Worker;

/// <summary>What the node tells a worker. One JSON object per line on the worker's standard input; closing it tells the worker to die.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(StartTrial), "start")]
[JsonDerivedType(typeof(StopTrial), "stop")]
public abstract record WorkerCommand;
