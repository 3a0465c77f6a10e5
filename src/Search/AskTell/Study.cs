using Sweep.Contracts;
using Sweep.Search.Samplers;
using Sweep.Search.Spaces;
using Sweep.Search.Stoppers;
using Sweep.Search.Strategies;

namespace Sweep.Search.AskTell;

/// <summary>A search by ask and tell: it says what to try next, the caller tries it and tells what came of it.</summary>
/// <remarks>
/// <para>It decides what a sweep with the same space, method and seed decides, because it is made of the same parts; it keeps nothing
/// outside memory and starts nothing. Several trials may be asked for before any is told: those that run count for the next
/// suggestion.</para>
/// <para>Equal spaces, options and calls in equal order give equal answers, on every machine. All members may be called from several
/// threads at once; while <see cref="Ask"/> thinks, others can report and tell.</para>
/// </remarks>
public sealed class Study
{
    private readonly Lock asking = new();
    private readonly Lock gate = new();
    private readonly StudyOptions options;
    private readonly Strategy strategy;
    private readonly List<TrialState> trials = [];
    private readonly Queue<Trial> ready = new();
    private int running;

    /// <summary>A study that has tried nothing yet.</summary>
    /// <param name="space">What there is to choose from; <see cref="SpaceBuilder"/> makes one.</param>
    /// <param name="options">How to search; null = the defaults.</param>
    /// <exception cref="ArgumentException">The options do not fit the space, or the constraints leave nothing to try.</exception>
    /// <exception cref="Expressions.ExpressionException">A constraint does not fit the values.</exception>
    public Study(SearchSpace space, StudyOptions? options = null)
    {
        this.options = options ??= new StudyOptions();
        if (options.Replicates < 1)
            throw new ArgumentException($"expected at least 1 replicate, found {options.Replicates}", nameof(options));
        if (options.MaxTrials < 1) throw new ArgumentException($"expected at least 1 trial, found {options.MaxTrials}", nameof(options));
        var sampler = options.Sampler?.Invoke(space, options.Seed) ?? SamplerFactory.Make(options.Method, space, options.Seed);
        if (sampler.Suggest(0, SearchHistory.Empty) is null)
            throw new ArgumentException("the constraints leave nothing to try: loosen them, or widen the ranges", nameof(space));
        var context = new StoppingContext(space, options.Seed, options.Maximize, options.HasCheckpoints);
        var stopper = options.EarlyStopping?.Invoke(context) ?? new NoStopper();
        if (stopper.ForksEvery is not null)
            throw new ArgumentException(
                $"a study forks no trials, which '{stopper.Name}' does: use a rule that stops or pauses, such as EarlyStopping.Asha()",
                nameof(options));
        strategy = new(new(options.Replicates, options.MaxTrials, options.Maximize, options.Summary), sampler, stopper);
    }

    /// <summary>Trials that were asked for and neither ended nor pause.</summary>
    public int Running
    {
        get { lock (gate) return running; }
    }

    /// <summary>All trials with what is known of them now, by number.</summary>
    public IReadOnlyList<TrialResult> Trials
    {
        get { lock (gate) return [.. trials.Select(trial => trial.Result)]; }
    }

    /// <summary>The best configuration of those whose trials have all ended or pause; the earliest among equals; null = none has a
    /// value.</summary>
    public BestConfiguration? Best
    {
        get
        {
            lock (gate)
            {
                if (strategy.Known.Finished.Where(LossOrder.HasLoss).Min(LossOrder.Instance) is not { } best) return null;
                var value = options.Maximize ? -best.Loss!.Value : best.Loss!.Value;
                return new(best.Config, value, [.. strategy.TrialsOf((int)best.Index)]);
            }
        }
    }

    /// <summary>The next trial to run.</summary>
    /// <returns>A new trial, or a paused one that goes on (<see cref="Trial.EpochsDone"/>). null = there is nothing to run now; for good
    /// when <see cref="Running"/> is 0, else the end of a running trial may change it.</returns>
    /// <exception cref="Expressions.ExpressionException">A constraint does not fit the values,
    /// or together they leave too little to find it by chance.</exception>
    public Trial? Ask()
    {
        lock (asking)
        {
            SuggestionRequest? request;
            lock (gate)
            {
                if (Ready() is { } waiting) return waiting;
                request = strategy.Ask();
                if (request is null) return EndOrWait();
            }

            var suggestion = request.Answer();
            lock (gate)
            {
                foreach (var decision in strategy.Accept(request, suggestion)) Add(decision, suggestion!.Config);
                return Ready() ?? EndOrWait();
            }
        }
    }

    /// <summary>Takes the value of a trial after an epoch, and says whether it goes on.</summary>
    /// <param name="trial">A trial of this study.</param>
    /// <param name="epoch">Number of the epoch, from 1, ascending. One that was reported before changes nothing.</param>
    /// <param name="value">The value; NaN or infinite = the trial has diverged, and ends.</param>
    /// <exception cref="InvalidOperationException">The trial has ended otherwise than by a report, or pauses.</exception>
    /// <exception cref="ArgumentException">It is not of this study, or the epoch is below 1.</exception>
    public ReportAnswer Report(Trial trial, int epoch, double value)
    {
        lock (gate)
        {
            var state = Find(trial);
            if (epoch < 1) throw new ArgumentException($"expected an epoch from 1, found {epoch}", nameof(epoch));
            if (state.EndedByReport) return state.Answer;
            state.RequireRunning();
            if (epoch <= state.Epoch) return new(NextStep.GoOn, null);
            state.Epoch = epoch;
            if (double.IsFinite(value)) Note(state, value);
            else Diverge(state, value);
            return state.Answer;
        }
    }

    /// <summary>Ends a trial with its value, whatever it reported before.</summary>
    /// <param name="trial">A trial of this study. One that a report has ended stays as it is.</param>
    /// <param name="value">Its value; NaN or infinite = it has diverged.</param>
    /// <exception cref="InvalidOperationException">The trial has ended otherwise than by a report.</exception>
    /// <exception cref="ArgumentException">It is not of this study.</exception>
    public void Tell(Trial trial, double value)
    {
        lock (gate)
        {
            var state = Find(trial);
            if (state.EndedByReport) return;
            state.RequireLiving();
            state.Value = value;
            if (double.IsFinite(value)) End(state, TrialStatus.Completed, told: value);
            else Diverge(state, value);
        }
    }

    /// <summary>Ends a trial whose value is among its reports: the best one, or the last (<see cref="StudyOptions.Summary"/>).</summary>
    /// <param name="trial">A trial of this study. One that a report has ended stays as it is.</param>
    /// <exception cref="InvalidOperationException">The trial has reported nothing, or has ended otherwise than by a report.</exception>
    /// <exception cref="ArgumentException">It is not of this study.</exception>
    public void Tell(Trial trial)
    {
        lock (gate)
        {
            var state = Find(trial);
            if (state.EndedByReport) return;
            state.RequireLiving();
            if (state.Value is null)
                throw new InvalidOperationException($"trial {trial.Number} has reported nothing: tell its value, or that it failed");
            End(state, TrialStatus.Completed);
        }
    }

    /// <summary>Ends a trial that has failed: its configuration counts as worse than every other.</summary>
    /// <param name="trial">A trial of this study.</param>
    /// <param name="reason">Why, one sentence for people; null = nothing to tell.</param>
    /// <exception cref="InvalidOperationException">The trial has ended.</exception>
    /// <exception cref="ArgumentException">It is not of this study.</exception>
    public void Fail(Trial trial, string? reason = null) => GiveUp(trial, TrialStatus.Failed, reason);

    /// <summary>Ends a trial for a reason that has nothing to do with its configuration, of which nothing is learnt.</summary>
    /// <param name="trial">A trial of this study.</param>
    /// <param name="reason">Why, one sentence for people; null = nothing to tell.</param>
    /// <exception cref="InvalidOperationException">The trial has ended.</exception>
    /// <exception cref="ArgumentException">It is not of this study.</exception>
    public void Cancel(Trial trial, string? reason = null) => GiveUp(trial, TrialStatus.Cancelled, reason);

    private void GiveUp(Trial trial, TrialStatus status, string? reason)
    {
        lock (gate)
        {
            var state = Find(trial);
            state.RequireLiving();
            state.Value = null;
            End(state, status, reason);
        }
    }

    /// <summary>What is ready to go: another seed, or a trial that goes on.</summary>
    private Trial? Ready()
    {
        if (ready.Count == 0) Do(strategy.Promote());
        while (ready.TryDequeue(out var trial))
        {
            var state = trials[trial.Number];
            if (state.Status.IsFinal()) continue;
            state.Status = TrialStatus.Running;
            running++;
            return trial;
        }

        return null;
    }

    private Trial? EndOrWait()
    {
        if (running == 0) Do(strategy.StopPaused());
        return null;
    }

    private void Add(Decision decision, TrialConfig config)
    {
        var replicate = strategy.ReplicateOf(decision.Trial);
        var trial = new Trial(decision.Trial, config, replicate, TrialSeeds.Of(options.Seed, replicate)) { Reason = decision.Reason };
        trials.Add(new TrialState(trial));
        ready.Enqueue(trial);
    }

    private void Note(TrialState state, double value)
    {
        var isValue = options.Summary == MetricSummary.Last || state.Value is not { } best
            || (options.Maximize ? value > best : value < best);
        if (isValue) state.Value = value;
        Do(strategy.TakeReport(state.Trial.Number, state.Epoch, value));
    }

    private void Do(IEnumerable<Decision> decisions)
    {
        foreach (var decision in decisions)
        {
            var state = trials[decision.Trial];
            switch (decision.Kind)
            {
                case DecisionKind.Stop when !state.Status.IsFinal():
                    End(state, TrialStatus.Stopped, decision.Reason);
                    break;
                case DecisionKind.Pause when state.Status == TrialStatus.Running:
                    (state.Status, state.Reason) = (TrialStatus.Paused, decision.Reason);
                    running--;
                    break;
                case DecisionKind.Resume when state.Status == TrialStatus.Paused:
                    ready.Enqueue(new Trial(state.Trial, state.Epoch));
                    break;
            }
        }
    }

    private void Diverge(TrialState state, double value)
    {
        state.Value = null;
        End(state, TrialStatus.Diverged, FormattableString.Invariant($"its value became {value}"));
    }

    private void End(TrialState state, TrialStatus status, string? reason = null, double? told = null)
    {
        if (state.Status == TrialStatus.Running) running--;
        (state.Status, state.Reason) = (status, reason);
        Do(strategy.TakeEnd(state.Trial.Number, status, told));
    }

    private TrialState Find(Trial trial) =>
        trial.Number < trials.Count && trials[trial.Number] is var state && state.Trial.Config.Equals(trial.Config) ? state
            : throw new ArgumentException($"{trial} is not of this study: hand over what 'Ask' gave", nameof(trial));
}
