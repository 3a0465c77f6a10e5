using static TorchSharp.torch;

namespace Sweep.Models.Sequences;

/// <summary>Pairs of sequences that are trained on, or scored, together. S and T are the lengths of the longest source and
/// target.</summary>
/// <param name="Source">int64, (S, B): the sources, padded at their ends.</param>
/// <param name="Lengths">Length of each source, 1 to S.</param>
/// <param name="Inputs">int64, (T, B): <c>&lt;bos&gt;</c> and the targets, padded.</param>
/// <param name="Targets">int64, (T, B): the targets and <c>&lt;eos&gt;</c>; <see cref="EvaluationResult.NotScored"/> behind it.</param>
public sealed record SequenceBatch(Tensor Source, IReadOnlyList<int> Lengths, Tensor Inputs, Tensor Targets);

/// <summary>What the encoder made of sources. Its tensors belong to the dispose scope in which it was made.</summary>
/// <param name="Memory">float, (B, S, H): outputs at every place, both directions added; 0 behind the end of a source.</param>
/// <param name="Padding">bool, (B, S): true behind the end of a source; null = all have S tokens.</param>
/// <param name="State">The state with which the decoder begins, (L, B, H) each: the encoder's after the last token of each
/// source, both directions added.</param>
public sealed record EncodedSource(Tensor Memory, Tensor? Padding, RecurrentState State);
