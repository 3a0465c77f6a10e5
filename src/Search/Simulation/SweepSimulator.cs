using Sweep.Contracts;
using Sweep.Search.Samplers;
using Sweep.Search.Stoppers;
using Sweep.Search.Strategies;

namespace Sweep.Search.Simulation;

/// <summary>Runs a sweep in virtual time: its real strategy, with trials whose reports are known beforehand. Equal arguments make equal
/// sweeps, to the bit.</summary>
/// <remarks>
/// One queue of ends of epochs and of delays; what happens at the same time happens in the order of trial numbers. A free slot first takes
/// a trial that was decided to go on, then one that the rule lets go on, then a new configuration. A decision takes no time.
/// </remarks>
public sealed class SweepSimulator
{
    private readonly Strategy strategy;
    private readonly StrategyRules sweep;
    private readonly IReportSource source;
    private readonly SimulationRules rules;
    private readonly PriorityQueue<Happening, (double Time, int Trial)> happenings = new();
    private readonly SortedDictionary<int, Trial> trials = [];
    private readonly Queue<Trial> waiting = new();
    private readonly List<Incumbent> incumbents = [];
    private readonly List<Decision> decisions = [];
    private double now;
    private double busy;
    private int free;
    private int trained;

    private SweepSimulator(Strategy strategy, StrategyRules sweep, IReportSource source, SimulationRules rules)
    {
        (this.strategy, this.sweep, this.source, this.rules) = (strategy, sweep, source, rules);
        free = rules.Slots;
    }

    private bool IsSpent => trained >= rules.MaxEpochs;

    /// <summary>Runs a sweep to its end, or until the epochs are spent.</summary>
    /// <param name="sampler">Chooses configurations; it belongs to this run alone.</param>
    /// <param name="stopper">A fresh early-stopping rule.</param>
    /// <param name="sweep">What the strategy must know of the sweep file.</param>
    /// <param name="source">What trials report.</param>
    /// <param name="rules">Slots and costs; epochs must be limited here or trials there.</param>
    /// <exception cref="ArgumentException">Nothing would end the simulation.</exception>
    public static SimulatedSweep Run(
        ISampler sampler, IStopper stopper, StrategyRules sweep, IReportSource source, SimulationRules rules)
    {
        if (rules.MaxEpochs is null && sweep.MaxTrials is null && sampler.Count is null)
            throw new ArgumentException("a simulation needs an end: a number of trials (run_cap), or of epochs", nameof(rules));
        return new SweepSimulator(new Strategy(sweep, sampler, stopper), sweep, source, rules).ToEnd();
    }

    private SimulatedSweep ToEnd()
    {
        do Fill();
        while (!IsSpent && Next());
        if (!IsSpent) Do(strategy.StopPaused());
        return new SimulatedSweep(
            [.. trials.Values.Select(trial => trial.Result)], incumbents, decisions, trained, now, busy);
    }

    private bool Next()
    {
        if (!happenings.TryDequeue(out var happening, out var when)) return false;
        now = when.Time;
        if (happening.IsEpoch) EndEpoch(happening.Trial);
        else free++;
        return true;
    }

    private void Fill()
    {
        while (free > 0 && !IsSpent)
        {
            if (waiting.TryDequeue(out var trial)) Go(trial);
            else if (strategy.Promote() is { Count: > 0 } promoted) Do(promoted);
            else if (strategy.NextSeed() is { } seed) Do([seed]);
            else if (strategy.Ask() is { } request) Do(strategy.Accept(request, request.Answer()));
            else return;
        }
    }

    private void Add(int number, TrialConfig config, int epoch)
    {
        var trial = new Trial(number, config, source.EpochsOf(config)) { Epoch = epoch };
        trials.Add(number, trial);
        waiting.Enqueue(trial);
    }

    private void Go(Trial trial)
    {
        var isPaused = trial.Status == TrialStatus.Paused;
        // Its checkpoint may still be on its way.
        var delay = isPaused ? rules.Delays.Resume + Math.Max(0, trial.End - now) : rules.Delays.Start;
        if (isPaused && !rules.HasCheckpoints)
        {
            for (var epoch = 1; epoch <= trial.Epoch; epoch++) delay += Report(trial, epoch).Seconds;
            Train(trial, trial.Epoch);
        }

        free--;
        trial.Status = TrialStatus.Running;
        Epoch(trial, delay);
    }

    /// <summary>Begins an epoch after a delay.</summary>
    private void Epoch(Trial trial, double delay)
    {
        trial.Coming = Report(trial, trial.Epoch + 1);
        Occupy(new Happening(trial, IsEpoch: true), delay + trial.Coming.Seconds);
    }

    private void EndEpoch(Trial trial)
    {
        trial.Epoch++;
        Train(trial, 1);
        if (!double.IsFinite(trial.Coming.Loss))
        {
            End(trial, TrialStatus.Diverged);
            return;
        }

        See(trial);
        var next = strategy.TakeReport(trial.Number, trial.Epoch, sweep.Maximize ? -trial.Coming.Loss : trial.Coming.Loss);
        // What is decided about a trial after its last epoch changes nothing: it has ended.
        if (trial.Epoch == trial.Epochs) End(trial, TrialStatus.Completed);
        Do(next);
        if (trial.Status == TrialStatus.Running) Epoch(trial, rules.Delays.Report);
    }

    private void See(Trial trial)
    {
        var loss = trial.Coming.Loss;
        trial.Best = Math.Min(trial.Best ?? loss, loss);
        if (incumbents.Count == 0 || loss < incumbents[^1].Loss)
            incumbents.Add(new Incumbent(trained, now, trial.Number, trial.Epoch, loss, trial.Coming.Truth));
    }

    private void Do(IEnumerable<Decision> next)
    {
        foreach (var decision in next)
        {
            decisions.Add(decision);
            if (decision.Kind is DecisionKind.Fork or DecisionKind.Start)
            {
                Add(decision.Trial, strategy.ConfigOf(decision.Trial), decision.ParentEpoch ?? 0);
                continue;
            }

            var trial = trials[decision.Trial];
            switch (decision.Kind)
            {
                case DecisionKind.Stop when trial.Status is TrialStatus.Running or TrialStatus.Paused:
                    End(trial, TrialStatus.Stopped);
                    break;
                case DecisionKind.Pause when trial.Status == TrialStatus.Running:
                    trial.Status = TrialStatus.Paused;
                    Leave(trial, rules.Delays.Pause);
                    break;
                case DecisionKind.Resume when trial.Status == TrialStatus.Paused:
                    waiting.Enqueue(trial);
                    break;
            }
        }
    }

    private void End(Trial trial, TrialStatus status)
    {
        var isRunning = trial.Status == TrialStatus.Running;
        trial.Status = status;
        if (isRunning) Leave(trial, rules.Delays.Stop);
        Do(strategy.TakeEnd(trial.Number, status));
    }

    /// <summary>Gives the slot back after a delay.</summary>
    private void Leave(Trial trial, double delay)
    {
        trial.End = now + delay;
        if (delay > 0) Occupy(new Happening(trial, IsEpoch: false), delay);
        else free++;
    }

    private void Occupy(Happening happening, double seconds)
    {
        busy += seconds;
        happenings.Enqueue(happening, (now + seconds, happening.Trial.Number));
    }

    private void Train(Trial trial, int epochs)
    {
        trial.Trained += epochs;
        trained += epochs;
    }

    private SimulatedReport Report(Trial trial, int epoch) =>
        source.Report(trial.Config, trial.Number, strategy.ReplicateOf(trial.Number), epoch);

    /// <summary>The end of an epoch, or of the time in which a slot is given back.</summary>
    private readonly record struct Happening(Trial Trial, bool IsEpoch);

    private sealed class Trial(int number, TrialConfig config, int epochs)
    {
        public int Number => number;

        public TrialConfig Config => config;

        /// <summary>Epochs of a whole one.</summary>
        public int Epochs => epochs;

        public TrialStatus Status { get; set; } = TrialStatus.Planned;

        /// <summary>Epochs behind it, with those of the checkpoint that it began with.</summary>
        public int Epoch { get; set; }

        /// <summary>Epochs that it trained itself.</summary>
        public int Trained { get; set; }

        public double? Best { get; set; }

        public double End { get; set; }

        /// <summary>The report at the end of the epoch that is being trained.</summary>
        public SimulatedReport Coming { get; set; }

        public SimulatedTrial Result => new(number, config, Status, Trained, Best, End);
    }
}
