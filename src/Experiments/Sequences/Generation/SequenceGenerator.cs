using Sweep.Contracts;
using Sweep.Experiments.Catalog;
using Sweep.Experiments.Data;
using Sweep.Experiments.LanguageModels.Generation;
using Sweep.Experiments.Training.Checkpoints;
using Sweep.Models.Native;
using Sweep.Models.Runtime;
using Sweep.Models.Sequences;
using Sweep.Search.Randomness;
using static TorchSharp.torch;

namespace Sweep.Experiments.Sequences.Generation;

/// <summary>Writes the target of a source with a trial's model. Needs the checkpoint alone: it holds options, vocabularies and
/// weights.</summary>
public static class SequenceGenerator
{
    /// <summary>Entry of a checkpoint: tokens of the longest target of the training part.</summary>
    public const string LongestTarget = "longest_target";

    private const int MostTarget = 1 << 28;

    /// <summary>Reads the source, the prefix of the options, and writes its target: greedily, drawn at a temperature, or the best that a
    /// beam finds.</summary>
    /// <param name="checkpointPath">A trial's <c>best.safetensors</c>.</param>
    /// <param name="options">What to write. Its length is the most tokens to write, the end counted; without one half
    /// as many again as the longest target of the training part has, as in training.</param>
    /// <exception cref="TrialException">The checkpoint is absent, damaged or foreign, or an option makes no sense; the message is for
    /// people.</exception>
    /// <exception cref="LibtorchException">libtorch cannot be loaded.</exception>
    public static GeneratedText Generate(string checkpointPath, GenerationOptions options)
    {
        var checkpoint = CheckpointFolder.Load(checkpointPath, RequireEntries);
        var trained = SequenceParameters.Read(checkpoint.Config, Path.DirectorySeparatorChar.ToString());
        var (source, target) = (Types(checkpoint, "source_vocabulary"), Types(checkpoint, "target_vocabulary"));
        var cut = PairTokens.Of(trained.Pairs);
        var tokens = cut.OfSource(options.Prefix.TrimEnd()).ToList();
        Require(options, tokens);

        TorchRuntime.UseThreads(1);
        var device = TextGenerator.Device(options.Device);
        var read = PairSet.Encode(source, tokens);
        string[] unknown = [.. tokens.Where(token => source[token] == 0 && token != Vocabulary.Unknown).Distinct()];
        var shape = trained.Model(source.Count, target.Count);
        using var model = TextGenerator.Loaded(checkpointPath, () => CheckpointWeights.Load(
            checkpoint, SequenceMemory.Parameters(shape), () => new SequenceModel(shape, device)));
        var longest = options.Length ?? SequenceSession.Longest(checkpoint.Entry<int>(LongestTarget));
        var (written, hasEnded) = Write(model, read, options, longest, device);
        List<string> warnings = TextGenerator.Warnings(unknown);
        if (!hasEnded) warnings.Add($"the target does not end within {longest} tokens; --length N writes more of it");
        return new GeneratedText(cut.Join(target.Decode(written)), warnings);
    }

    private static (IReadOnlyList<int> Tokens, bool HasEnded) Write(
        SequenceModel model, int[] source, GenerationOptions options, int longest, Device device)
    {
        using var beam = new SequenceBeam(model, source, device);
        if (options.Beam == 1 && options.Temperature > 0) return Draw(beam, options, longest);
        var best = new BeamSearch(options.Beam, longest).Search(beam);
        return (best.Tokens, best.HasEnded);
    }

    private static (IReadOnlyList<int> Tokens, bool HasEnded) Draw(SequenceBeam beam, GenerationOptions options, int longest)
    {
        var sampler = new TokenSampler(options.Temperature, new SeededRandom(options.Seed));
        var (written, token) = (new List<int>(), SpecialTokens.Begin);
        for (var step = 0; step < longest; step++)
        {
            token = sampler.Choose(beam.Next([0], [token])[0]);
            if (token == SpecialTokens.End) return (written, true);
            written.Add(token);
        }

        return (written, false);
    }

    private static Vocabulary Types(TrialCheckpoint checkpoint, string entry) => new(checkpoint.Entry<string[]>(entry));

    private static void RequireEntries(TrialCheckpoint found, string path)
    {
        foreach (var entry in new[] { "source_vocabulary", "target_vocabulary" })
        {
            var types = found.Entry<string[]>(entry);
            var problem = Vocabulary.Problem(types) ?? (types.Length > SpecialTokens.Count ? null : $"has {types.Length} types");
            if (problem is not null) throw new InvalidDataException($"it is damaged (its {entry} {problem})");
        }

        if (found.Entry<int>(LongestTarget) is < 1 or > MostTarget) throw new InvalidDataException($"it is damaged (its {LongestTarget})");
    }

    private static void Require(GenerationOptions options, List<string> source)
    {
        var problem = source.Count == 0 ? "the prefix is empty; give the source whose target is to be written"
            : options.Problem() ?? (options.Beam is < 1 or > GenerationOptions.WidestBeam
                ? $"beam must be from 1 to {GenerationOptions.WidestBeam}, found {options.Beam}"
            : options.Beam > 1 && options.Temperature > 0
                ? $"a beam of {options.Beam} writes the most probable target and draws nothing; leave out --beam or --temperature"
            : null);
        if (problem is not null) throw new TrialException(AttemptOutcome.BadInput, problem);
    }
}

/// <summary>Writes targets of sources.</summary>
internal sealed class SequenceWriter : ITextWriter
{
    public GeneratedText Write(string checkpointPath, GenerationOptions options) => SequenceGenerator.Generate(checkpointPath, options);
}
