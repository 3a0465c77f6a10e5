using Sweep.Contracts;
using Sweep.Experiments.Catalog;
using Sweep.Experiments.Data;
using Sweep.Experiments.Training.Checkpoints;
using Sweep.Models.Native;
using Sweep.Models.Runtime;
using Sweep.Search.Randomness;
using static TorchSharp.torch;

namespace Sweep.Experiments.LanguageModels.Generation;

/// <summary>Continues a text with a trial's model. Needs the checkpoint alone: it holds options, vocabulary and weights.</summary>
public static class TextGenerator
{
    private const int DefaultTokens = 50;

    /// <summary>Reads the prefix with the model of a trial's <c>best.safetensors</c>, then writes token after token, each chosen from what
    /// the model expects after all before it.</summary>
    /// <exception cref="TrialException">The checkpoint is absent, damaged or foreign, the model is bidirectional, or an option makes no
    /// sense; the message is for people.</exception>
    /// <exception cref="LibtorchException">libtorch cannot be loaded.</exception>
    public static GeneratedText Generate(string checkpointPath, GenerationOptions options)
    {
        var checkpoint = CheckpointFolder.Load(checkpointPath, RequireVocabulary);
        var trained = LanguageModelParameters.Read(checkpoint.Config, Path.DirectorySeparatorChar.ToString());
        var codec = TextCodec.Of(checkpoint, trained.Corpus);
        var prefix = codec.Read(options.Prefix);
        Require(options, prefix.Tokens.Length, trained);

        TorchRuntime.UseThreads(1);
        var device = Device(options.Device);
        using var model = Loaded(checkpointPath, () => trained.Kind.Load(trained, checkpoint, codec.Types, device));
        var written = Write(model, prefix.Tokens, options);
        return new GeneratedText(codec.Write(options.Prefix, written), Warnings(prefix.Unknown));
    }

    private static void RequireVocabulary(TrialCheckpoint found, string path)
    {
        var token = LanguageModelParameters.Read(found.Config, Path.DirectorySeparatorChar.ToString()).Corpus.Token;
        if (TextCodec.Problem(found, token) is { } problem)
            throw new InvalidDataException($"it is damaged (its vocabulary {problem})");
    }

    private static void Require(GenerationOptions options, int prefix, LanguageModelTrialOptions trained)
    {
        var problem = trained.Bidirectional ? "a bidirectional model needs the text that is to be written; generate with a causal trial"
            : prefix == 0 ? "the prefix is empty; give at least one character or word to begin with"
            : options.Problem() ?? (options.Beam == 1 ? null
                : "a beam is for models that write a target to a source (seq2seq); leave out --beam");
        if (problem is not null) throw new TrialException(AttemptOutcome.BadInput, problem);
    }

    internal static Device Device(string name)
    {
        try
        {
            return TorchRuntime.ParseDevice(name);
        }
        catch (ArgumentException e)
        {
            throw new TrialException(AttemptOutcome.BadInput, e.Message, e);
        }
    }

    /// <summary>Makes a model of a checkpoint.</summary>
    /// <exception cref="TrialException">It does not fit.</exception>
    internal static T Loaded<T>(string path, Func<T> load)
    {
        try
        {
            return load();
        }
        catch (InvalidDataException e)
        {
            throw new TrialException(AttemptOutcome.Error, $"cannot use the checkpoint {path}: {e.Message}", e);
        }
    }

    private static List<int> Write(IPredictor model, int[] prefix, GenerationOptions options)
    {
        var sampler = new TokenSampler(options.Temperature, new SeededRandom(options.Seed));
        var length = options.Length ?? DefaultTokens;
        var written = new List<int>(length);
        var read = prefix;
        while (true)
        {
            written.Add(sampler.Choose(model.Next(read)));
            if (written.Count == length) return written;
            read = [written[^1]];
        }
    }

    /// <summary>Tells what a model never saw.</summary>
    internal static List<string> Warnings(IReadOnlyList<string> unknown) => unknown.Count == 0
        ? []
        : [$"the model never saw {string.Join(", ", unknown.Select(unit => $"'{unit}'"))} in training and reads " +
            $"{Vocabulary.Unknown} instead"];
}

/// <summary>Continues texts.</summary>
internal sealed class LanguageModelWriter : ITextWriter
{
    public GeneratedText Write(string checkpointPath, GenerationOptions options) => TextGenerator.Generate(checkpointPath, options);
}
