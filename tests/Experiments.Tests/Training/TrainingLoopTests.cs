using Sweep.Contracts;
using Sweep.Experiments.Tests.Worker;
using Sweep.Experiments.Training;
using Sweep.Experiments.Training.Checkpoints;
using Sweep.Experiments.Worker;
using static TorchSharp.torch;

namespace Sweep.Experiments.Tests.Training;

/// <summary>The loop over a toy session: what it asks for and when, and what becomes of a wish to stop,
/// a bad loss and a checkpoint.</summary>
[Collection(LibtorchCollection.Name)]
public sealed class TrainingLoopTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("sweep-loop-").FullName;

    [Fact]
    public void An_epoch_is_steps_then_an_evaluation_then_a_report()
    {
        var session = new Toy();

        var events = Run(_ => session);

        Assert.Equal("begin 1, step 0, step 1, evaluate, end, begin 2, step 0, step 1, evaluate, end, disposed",
            string.Join(", ", session.Calls));
        Assert.Equal([1, 2], events.OfType<TrialReport>().Select(report => report.Epoch));
        Assert.Equal(AttemptOutcome.Completed, Ended(events).Outcome);
    }

    [Fact]
    public void A_session_without_state_gets_no_checkpoint_folder()
    {
        Run(_ => new Toy());

        Assert.Empty(Directory.EnumerateFileSystemEntries(folder));
    }

    [Fact]
    public void A_wish_to_stop_ends_it_before_the_next_step_with_the_node_s_words()
    {
        var session = new Toy();
        var wish = new StopTrial { Outcome = AttemptOutcome.Stopped, Reason = "worse than others" };

        var events = Run(_ => session, (trial, step) => { if (step == 3) trial.AskToStop(wish); });

        Assert.Equal((AttemptOutcome.Stopped, "worse than others"), (Ended(events).Outcome, Ended(events).Reason));
        Assert.Equal("step 0", session.Calls[^2]);
    }

    [Theory]
    [InlineData(double.NaN, 1, null, "became NaN or infinite in epoch 1")]
    [InlineData(1, double.PositiveInfinity, null, "became NaN or infinite in epoch 1")]
    [InlineData(20, 1, 10, "nats per training token in epoch 1")]
    [InlineData(1, 20, 10, "nats per held-out token in epoch 1")]
    public void A_loss_that_diverges_ends_it_without_a_report(double train, double heldOut, int? classes, string reason)
    {
        var events = Run(_ => new Toy { Train = train, HeldOut = heldOut, Classes = classes });

        Assert.Equal(AttemptOutcome.Diverged, Ended(events).Outcome);
        Assert.Contains(reason, Ended(events).Reason);
        Assert.Empty(events.OfType<TrialReport>());
    }

    [Fact]
    public void Interrupted_it_goes_on_with_the_next_step_and_repeats_its_reports()
    {
        var interrupt = new StopTrial { Outcome = AttemptOutcome.Interrupted };
        using var first = new Stateful();
        using var second = new Stateful();

        var before = Run(_ => first, (trial, step) => { if (step == 3) trial.AskToStop(interrupt); });
        var after = Run(_ => second);

        Assert.Equal(AttemptOutcome.Interrupted, Ended(before).Outcome);
        Assert.Equal("begin 2, step 1, evaluate, end, disposed", string.Join(", ", second.Calls));
        Assert.Equal([1, 2], after.OfType<TrialReport>().Select(report => report.Epoch));
        Assert.Equal(4, second.Weight.item<double>());
        Assert.Equal(4, second.Counters["steps"]);
    }

    [Fact]
    public void What_no_checkpoint_holds_is_made_again_in_pieces_with_a_sign_of_life_after_each()
    {
        var session = new Toy { Pieces = 3 };

        var events = Run(_ => session, time: new SteppingClock());

        Assert.StartsWith("begin 1, piece before 0, piece before 0, piece before 0, step 0, step 1, evaluate",
            string.Join(", ", session.Calls), StringComparison.Ordinal);
        Assert.Equal(3, events.TakeWhile(one => one is not TrialReport).OfType<TrialProgress>().Count(sign => sign.Fraction == 0));
    }

    [Fact]
    public void A_wish_to_stop_ends_it_between_two_pieces()
    {
        var session = new Toy { Pieces = 3 };

        var events = Run(started =>
        {
            session.OnPiece = () => started.AskToStop(new StopTrial { Outcome = AttemptOutcome.Stopped, Reason = "worse" });
            return session;
        });

        Assert.Equal(AttemptOutcome.Stopped, Ended(events).Outcome);
        Assert.Equal(["begin 1", "piece before 0", "disposed"], session.Calls);
    }

    [Fact]
    public void A_checkpoint_of_other_data_is_the_place_s_fault_and_the_entry_is_named()
    {
        var interrupt = new StopTrial { Outcome = AttemptOutcome.Interrupted };
        Run(_ => new Stateful(), (trial, _) => trial.AskToStop(interrupt));

        var error = Assert.Throws<TrialException>(() => Run(_ => new Stateful { Data = "pears" }));

        Assert.Equal(AttemptOutcome.NodeFault, error.Outcome);
        Assert.Contains("is of another data: expected \"pears\", found \"apples\"", error.Message);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private List<TrialEvent> Run(
        Func<TrialContext, ITrainingSession> open, Action<TrialContext, int>? afterStep = null, TimeProvider? time = null)
    {
        var output = new StringWriter();
        using var events = new EventWriter(output, TimeProvider.System, () => { });
        var trial = new TrialContext(WorkerHarness.Order("toy", folder: folder), events, time ?? TimeProvider.System, TextWriter.Null);
        var steps = 0;
        var ended = new SessionRunner(open) { AfterStep = () => afterStep?.Invoke(trial, ++steps) }.Run(trial);
        events.Flush();
        return [.. output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => WorkerProtocol.TryReadEvent(line)!), ended];
    }

    private static TrialEnded Ended(List<TrialEvent> events) => Assert.IsType<TrialEnded>(events[^1]);

    /// <summary>Two epochs of two steps.</summary>
    private class Toy : ITrainingSession
    {
        public List<string> Calls { get; } = [];

        public double Train { get; init; } = 1;

        public double HeldOut { get; init; } = 2;

        public int Epochs => 2;

        /// <summary>What is to be made again.</summary>
        public int Pieces { get; set; }

        public Action? OnPiece { get; set; }

        public int? Classes { get; init; }

        public (int Steps, long Tokens) BeginEpoch(int epoch)
        {
            Calls.Add($"begin {epoch}");
            return (2, 0);
        }

        public bool CatchUp(int step)
        {
            if (Pieces-- <= 0) return false;
            Calls.Add($"piece before {step}");
            OnPiece?.Invoke();
            return true;
        }

        public virtual void Step(int step) => Calls.Add($"step {step}");

        public double TrainLoss(int steps) => Train;

        public double? Evaluate(Func<bool> goOn)
        {
            Calls.Add("evaluate");
            return HeldOut;
        }

        public IReadOnlyDictionary<string, double> Metrics(double trainLoss, double heldOutLoss, double tokensPerSecond) =>
            new Dictionary<string, double> { ["loss"] = heldOutLoss };

        public void EndEpoch() => Calls.Add("end");

        public virtual void Dispose() => Calls.Add("disposed");
    }

    /// <summary>Counts its steps in a tensor and in a number, and has an entry of its own.</summary>
    private sealed class Stateful : Toy, ICheckpointed
    {
        private long steps;

        public string Data { get; init; } = "apples";

        public Tensor Weight { get; } = zeros([], float64);

        public IEnumerable<(string Name, Tensor Tensor)> Tensors => [("model.weight", Weight)];

        public IReadOnlyDictionary<string, long> Counters
        {
            get => new Dictionary<string, long> { ["steps"] = steps };
            set => steps = value["steps"];
        }

        public TrialCheckpoint Describe(TrialCheckpoint head) => head.With("data", Data);

        public override void Step(int step)
        {
            base.Step(step);
            Weight.add_(1);
            steps++;
        }
    }
}
