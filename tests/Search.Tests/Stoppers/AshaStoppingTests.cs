using CsCheck;
using Sweep.Search.Stoppers;
using Sweep.Search.Stoppers.Halving;

namespace Sweep.Search.Tests.Stoppers;

public sealed class AshaStoppingTests
{
    [Fact]
    public void Everybody_goes_on_while_fewer_than_eta_are_there()
    {
        var rule = new LiveStopper(new AshaStopping(new(1, 4, 16)));

        Assert.Null(rule.Decide(0, 1, 1));
        Assert.Null(rule.Decide(1, 1, 2));
        Assert.Null(rule.Decide(2, 1, 3));
        Assert.Equal("asha: 4 at epoch 1 is not", rule.Decide(3, 1, 4)!.Reason.Replace("is number 4 of 4 trials at", "at")
            .Replace(", not among the best 1/4", " is not"));
    }

    [Fact]
    public void Of_n_trials_those_with_fewer_than_n_over_eta_better_ones_go_on()
    {
        var rule = new LiveStopper(new AshaStopping(new(1, 3, 9)));
        for (var trial = 1; trial <= 5; trial++) rule.Decide(trial, 1, trial);

        // With itself there are six: two may go on.
        Assert.Null(rule.Decide(6, 1, 1.5));
        Assert.NotNull(rule.Decide(7, 1, 2.5));
    }

    [Fact]
    public void Equal_losses_go_on()
    {
        var rule = new LiveStopper(new AshaStopping(new(1, 3, 9)));

        Assert.All(Enumerable.Range(0, 20), trial => Assert.Null(rule.Decide(trial, 1, 7)));
    }

    [Fact]
    public void The_best_so_far_counts()
    {
        var rule = new LiveStopper(new AshaStopping(new(2, 2, 8)));
        rule.Decide(0, 1, 5);
        rule.Decide(0, 2, 5);
        rule.Decide(1, 1, 1);

        Assert.Null(rule.Decide(1, 2, 100));
    }

    [Fact]
    public void Nobody_stops_between_rungs_or_at_the_last_one()
    {
        var rule = new LiveStopper(new AshaStopping(new(1, 3, 3)));
        for (var epoch = 1; epoch <= 4; epoch++)
            for (var trial = 0; trial < 3; trial++) Assert.Equal(epoch == 1 && trial == 2, rule.Decide(trial, epoch, trial) is not null);
    }

    [Fact]
    public void Decides_as_its_definition() =>
        Gen.Select(Histories.Any, Gen.Int[2, 4], Gen.Int[1, 3]).Sample((steps, eta, brackets) =>
        {
            var rules = new AshaRules(1, eta, 20, brackets);
            Assert.Equal(
                Histories.Verdicts(new Plain(rules), steps).Select(verdict => verdict is not null),
                Histories.Verdicts(new AshaStopping(rules), steps).Select(verdict => verdict is not null));
        }, iter: 1000);

    private sealed class Plain(AshaRules rules) : IStopper
    {
        private readonly Dictionary<int, List<Reading>> noted = [];

        public string Name => "asha";

        public void Note(int trial, Reading report)
        {
            if (!noted.TryGetValue(trial, out var reports)) noted[trial] = reports = [];
            reports.Add(report);
        }

        public Verdict? Judge(TrialCurve own)
        {
            var before = own.Reports.Count > 1 ? own.Reports[^2].Epoch : 0;
            var reached = rules.Rungs.Skip(own.Trial % rules.Brackets).Where(rung => rung > before && rung <= own.Newest.Epoch).ToList();
            if (reached.Count == 0 || reached[^1] == rules.Rungs[^1] || !double.IsFinite(own.Newest.Loss)) return null;
            var rung = reached[^1];
            var others = noted.Where(pair => pair.Key != own.Trial && pair.Key % rules.Brackets == own.Trial % rules.Brackets
                && pair.Value[^1].Epoch >= rung).Select(pair => Best(pair.Value, rung)).ToList();
            var better = others.Count(loss => loss < Best(own.Reports, rung));
            return others.Count + 1 < rules.Eta || better < (others.Count + 1) / (int)rules.Eta ? null : new StopVerdict("");
        }

        /// <summary>Best up to the first report at or after the rung.</summary>
        private static double Best(IReadOnlyList<Reading> reports, int rung)
        {
            var upTo = reports.First(report => report.Epoch >= rung).Epoch;
            return reports.Where(report => report.Epoch <= upTo && double.IsFinite(report.Loss)).Select(report => report.Loss)
                .DefaultIfEmpty(double.PositiveInfinity).Min();
        }
    }
}
