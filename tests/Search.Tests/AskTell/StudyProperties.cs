using System.Globalization;
using CsCheck;
using Sweep.Contracts;
using Sweep.Search.AskTell;
using Sweep.Search.Randomness;
using Sweep.Search.Samplers;
using Sweep.Search.Spaces;
using Sweep.Search.Stoppers;
using Sweep.Search.Stoppers.Halving;
using Sweep.Search.Tests.Samplers;

namespace Sweep.Search.Tests.AskTell;

public sealed class StudyProperties
{
    private static readonly string[] Methods = [.. SamplerFactory.Methods.Except(["grid"])];

    private static readonly Func<StoppingContext, IStopper>?[] Rules =
    [
        null, EarlyStopping.Median(startupTrials: 2), EarlyStopping.Hyperband(), EarlyStopping.Plateau(patience: 2),
        EarlyStopping.Asha(new AshaRules(MaxIter: 9)),
    ];

    private static readonly Gen<(SearchSpace Space, StudyOptions Options, long Calls)> Any =
        Gen.Select(AnySpace.All, Gen.Int[0, Methods.Length - 1], Gen.Int[0, Rules.Length - 1], Gen.Int[1, 2], Gen.Bool, Gen.Long)
            .Select((space, method, rule, replicates, flag, seed) => (space, new StudyOptions
            {
                Method = Methods[method],
                EarlyStopping = Rules[rule],
                Replicates = replicates,
                Maximize = flag,
                HasCheckpoints = !flag,
                MaxTrials = 14,
                Seed = seed,
            }, seed));

    [Fact]
    public void Equal_calls_in_equal_order_give_equal_answers() =>
        Any.Sample(given => Assert.Equal(Log(given), Log(given)), iter: 40);

    [Fact]
    public void The_language_of_the_machine_changes_nothing() =>
        Any.Sample(given =>
        {
            var here = Log(given);
            var before = CultureInfo.CurrentCulture;
            var comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            (comma.NumberFormat.NumberDecimalSeparator, comma.NumberFormat.NegativeSign) = (",", "~");
            try
            {
                CultureInfo.CurrentCulture = comma;
                Assert.Equal(here, Log(given));
            }
            finally
            {
                CultureInfo.CurrentCulture = before;
            }
        }, iter: 40);

    [Fact]
    public void Every_study_ends_with_every_trial_ended() =>
        Any.Sample(given =>
        {
            var study = Run(given, []);
            Assert.Equal(0, study.Running);
            Assert.All(study.Trials, trial => Assert.True(trial.Status.IsFinal()));
            Assert.InRange(study.Trials.Count, 1, 14);
        }, iter: 40);

    [Fact]
    public async Task Threads_share_a_study()
    {
        var space = new SpaceBuilder().Real("x", 0, 1).Build();
        var study = new Study(space, new() { Method = "tpe", MaxTrials = 60, EarlyStopping = EarlyStopping.Median() });

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            while (study.Ask() is { } trial)
            {
                for (var epoch = 1; epoch <= 5 && !study.Report(trial, epoch, trial.Real("x") + 1.0 / epoch).ShouldStop; epoch++)
                {
                }

                study.Tell(trial);
            }
        })));

        Assert.Equal(Enumerable.Range(0, 60), study.Trials.Select(trial => trial.Trial.Number));
        Assert.Equal(60, study.Trials.Select(trial => trial.Trial.Config).Distinct().Count());
        Assert.Equal(study.Trials.Min(trial => trial.Value), study.Best!.Value);
    }

    private static List<string> Log((SearchSpace, StudyOptions, long) given)
    {
        var log = new List<string>();
        var study = Run(given, log);
        log.AddRange(study.Trials.Select(trial => $"{trial.Trial}: {trial.Status} {Exact(trial.Value)} {trial.Reason}"));
        log.Add($"{study.Best?.Config} {Exact(study.Best?.Value)}");
        return log;
    }

    private static string Exact(double? value) => value?.ToString("R", CultureInfo.InvariantCulture) ?? "none";

    /// <summary>Up to three trials at a time; who is next is drawn.</summary>
    private static Study Run((SearchSpace Space, StudyOptions Options, long Calls) given, List<string> log)
    {
        var random = new SeededRandom(given.Calls);
        var study = new Study(given.Space, given.Options);
        var running = new List<(Trial Trial, int Epoch)>();
        while (true)
        {
            while (running.Count < 3 && study.Ask() is { } trial)
            {
                log.Add($"{trial} because {trial.Reason} from {trial.EpochsDone}");
                running.Add((trial, trial.EpochsDone));
            }

            if (running.Count == 0) return study;
            var place = random.NextInt(running.Count);
            var (one, epoch) = running[place];
            running.RemoveAt(place);
            if (End(study, one, ++epoch, random) is not { } answer) continue;
            log.Add($"{one.Number} at {epoch}: {answer}");
            if (!answer.ShouldStop) running.Add((one, epoch));
        }
    }

    private static ReportAnswer? End(Study study, Trial trial, int epoch, SeededRandom random)
    {
        if (epoch > 9)
        {
            study.Tell(trial);
            return null;
        }

        switch (random.NextInt(40))
        {
            case 0:
                study.Fail(trial);
                return null;
            case 1:
                study.Cancel(trial);
                return null;
            case 2:
                study.Tell(trial, random.NextDouble());
                return null;
            default:
                return study.Report(trial, epoch, random.NextInt(50) == 0 ? double.NaN : random.NextDouble() + 1.0 / epoch);
        }
    }
}
