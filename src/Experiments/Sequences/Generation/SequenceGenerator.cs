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
    private const int DefaultTokens = 50;

    /// <summary>Reads the source, the prefix of the options, and writes its target: greedily, drawn at a temperature, or the best that a
    /// beam finds.</summary>
    /// <param name="checkpointPath">A trial's <c>best.safetensors</c>.</param>
    /// <param name="options">What to write. Its length is the most tokens to write.</param>
    /// <exception cref="TrialException">The checkpoint is absent, damaged or foreign, or an option makes no sense; the message is for
    /// people.</exception>
    /// <exception cref="LibtorchException">libtorch cannot be loaded.</exception>
    public static GeneratedText Generate(string checkpointPath, GenerationOptions options)
    {
        var checkpoint = CheckpointFolder.Load(checkpointPath, RequireVocabularies);
        var trained = SequenceParameters.Read(checkpoint.Config, Path.DirectorySeparatorChar.ToString());
        var (source, target) = (Types(checkpoint, "source_vocabulary"), Types(checkpoint, "target_vocabulary"));
        var cut = PairTokens.Of(trained.Pairs);
        var tokens = cut.OfSource(options.Prefix.TrimEnd()).ToList();
        Require(options, tokens);

        TorchRuntime.UseThreads(1);
        var device = TextGenerator.Device(options.Device);
        var read = PairSet.Encode(source, tokens);
        string[] unknown = [.. tokens.Where(token => source[token] == 0 && token != Vocabulary.Unknown).Distinct()];
        using var model = TextGenerator.Loaded(
            checkpointPath, () => Model(checkpoint, trained.Model(source.Count, target.Count), device));
        var written = Write(model, read, options, device);
        return new GeneratedText(cut.Join(target.Decode(written)), TextGenerator.Warnings(unknown));
    }

    private static IReadOnlyList<int> Write(SequenceModel model, int[] source, GenerationOptions options, Device device)
    {
        using var beam = new SequenceBeam(model, source, device);
        return options.Beam > 1 || options.Temperature == 0 ? new BeamSearch(options.Beam, options.Length ?? DefaultTokens).Search(beam).Tokens
            : Draw(beam, options);
    }

    private static List<int> Draw(SequenceBeam beam, GenerationOptions options)
    {
        var sampler = new TokenSampler(options.Temperature, new SeededRandom(options.Seed));
        var (written, token) = (new List<int>(), SpecialTokens.Begin);
        while (written.Count < (options.Length ?? DefaultTokens))
        {
            token = sampler.Choose(beam.Next([0], [token])[0]);
            if (token == SpecialTokens.End) break;
            written.Add(token);
        }

        return written;
    }

    private static Vocabulary Types(TrialCheckpoint checkpoint, string entry) => new(checkpoint.Entry<string[]>(entry));

    private static void RequireVocabularies(TrialCheckpoint found, string path)
    {
        foreach (var entry in new[] { "source_vocabulary", "target_vocabulary" })
        {
            var types = found.Entry<string[]>(entry);
            var problem = Vocabulary.Problem(types) ?? (types.Length > SpecialTokens.Count ? null : $"has {types.Length} types");
            if (problem is not null) throw new InvalidDataException($"it is damaged (its {entry} {problem})");
        }
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

    private static SequenceModel Model(TrialCheckpoint checkpoint, SequenceModelOptions shape, Device device)
    {
        CheckpointWeights.RequireSize(checkpoint, SequenceMemory.Parameters(shape));
        var model = new SequenceModel(shape, device);
        CheckpointWeights.Fill(model, checkpoint);
        model.eval();
        return model;
    }
}
