using Sweep.Contracts;
using Sweep.Experiments.Catalog;
using Sweep.Experiments.Data;
using Sweep.Experiments.LanguageModels;
using Sweep.Experiments.LanguageModels.Memory;
using Sweep.Experiments.Sequences.Generation;
using Sweep.Experiments.Sequences.Tasks;

namespace Sweep.Experiments.Sequences;

/// <summary>The <c>seq2seq</c> experiment: trains one encoder-decoder on pairs of sequences.</summary>
internal sealed class SequenceDefinition(PairCatalog catalog) : IExperimentDefinition
{
    public const string Experiment = "seq2seq";

    /// <summary>Letters that a task may draw for its sources: as long as a file may be, and more than a client should hold.</summary>
    private const long MostLetters = 100_000_000;

    public string Name => Experiment;
    public IReadOnlyList<ParameterDefinition> Parameters => SequenceParameters.Definitions;
    public IReadOnlyList<string> Metrics => SequenceMetrics.All;
    public string DefaultMetric => SequenceMetrics.ValPerplexity;
    public ITextWriter Writer { get; } = new SequenceWriter();
    public IReadOnlyList<string> Changeable { get; } = ["lr", "weight_decay", "clip", "dropout", "teacher_forcing"];

    public IReadOnlyList<string> DataParameters { get; } =
        ["task", "pairs", "token", "min_freq", "length", "min_length", "alphabet", "count", "validation", "data_seed"];

    public IReadOnlyList<ConfigProblem> Check(TrialConfig config, string baseFolder)
    {
        SequenceTrialOptions options;
        try
        {
            options = SequenceParameters.Read(config.ToJson(), baseFolder);
        }
        catch (TrialException e)
        {
            return [new ConfigProblem(null, e.Message)];
        }

        var problems = Contradictions(options).ToList();
        // Drawn pairs can be had, but for types that are all too rare.
        if (problems.Count > 0 || (options.Pairs.File is null && options.Pairs.MinFreq == 0)) return problems;
        try
        {
            catalog.Load(options.Pairs);
        }
        catch (CorpusException e)
        {
            problems.Add(new ConfigProblem(options.Pairs.File is null ? "min_freq" : "pairs", e.Message) { Otherwise = "min_freq" });
        }

        return problems;
    }

    public DataFacts ReadData(TrialConfig config, string baseFolder)
    {
        var pairs = catalog.Load(SequenceParameters.Read(config.ToJson(), baseFolder).Pairs);
        return new DataFacts
        {
            Name = pairs.Name,
            Sha256 = pairs.Sha256,
            Vocabulary = Math.Max(pairs.Source.Count, pairs.Target.Count),
            Characters = pairs.Characters,
            TrainTokens = pairs.Train.Sum(pair => (long)pair.Tokens),
            LongestSource = pairs.LongestSource,
            LongestTarget = pairs.LongestTarget,
        };
    }

    public TrialWork Measure(TrialConfig config, DataFacts? data)
    {
        var options = SequenceParameters.Read(config.ToJson(), Path.DirectorySeparatorChar.ToString());
        return new TrialWork
        {
            Epochs = options.Epochs,
            TokensPerEpoch = data!.TrainTokens,
            CostKey = CostKey(options, data),
            Corpus = data.Name,
            Facts = new CorpusFacts(data.Sha256, null),
        };
    }

    public long? PredictMemory(TrialConfig config, CostKey costKey, DeviceClass device)
    {
        if (costKey.Number("vocabulary") is not { } types) return null;
        if (costKey.Number("source") is not { } source || costKey.Number("target") is not { } target) return null;
        var options = SequenceParameters.Read(config.ToJson(), Path.DirectorySeparatorChar.ToString());
        var size = new PairSize((int)types, (int)source, (int)target, TextSize.FromCostKey(costKey) ?? TextSize.Short);
        return SequenceMemory.Of(options, size, device);
    }

    /// <summary>Combinations in which a value could have no effect or no meaning.</summary>
    internal static IEnumerable<ConfigProblem> Contradictions(SequenceTrialOptions options)
    {
        foreach (var problem in options.Rule.Contradictions()) yield return problem;
        if (LanguageModelDefinition.NonlinearityProblem(options.Cell, options.Nonlinearity) is { } unread) yield return unread;
        foreach (var problem in options.Pairs.Unread()) yield return problem;
        if (options.Pairs.File is null && Problem(options.Pairs.Draw) is { } wrong) yield return wrong;
    }

    private static ConfigProblem? Problem(TaskDraw draw) => draw switch
    {
        { HasLength: true } when draw.Shortest > draw.Longest => new("min_length",
            $"min_length must be at most length, {draw.Longest}, found {draw.Shortest}; make it smaller, or length larger")
        { Otherwise = "length" },
        { Task: SequenceTask.Numbers, Longest: > TaskDraw.MostDigits } => new("length",
            $"length must be at most {TaskDraw.MostDigits} for task: numbers (digits below a thousand billion), found {draw.Longest}")
        { Otherwise = "task" },
        _ when draw.Sources < 2.0 * draw.Count => new("count",
            $"count must be at most half of the different sources, of which task: {ParameterDefinitions.Word(draw.Task)} has " +
                $"{draw.Sources:F0} here, found {draw.Count}; draw fewer pairs, or longer ones")
        { Otherwise = "length" },
        { HasLength: true } when (long)draw.Count * draw.Longest > MostLetters => new("count",
            $"count times length must be at most {MostLetters} letters, found {(long)draw.Count * draw.Longest}; draw fewer pairs, or " +
                "shorter ones")
        { Otherwise = "length" },
        _ => null,
    };

    private static CostKey CostKey(SequenceTrialOptions o, DataFacts data) =>
        $"{Experiment} {o.Cell} {o.Layers}x{o.Hidden}{(o.Bidirectional ? " bidirectional" : "")} "
        + $"attention={ParameterDefinitions.Word(o.Attention)} input={o.EmbeddingSize} vocabulary={data.Vocabulary} "
        + $"batch={o.BatchSize} source={data.LongestSource} target={data.LongestTarget}"
        + TextSize.ToCostKey(data.Characters);
}
