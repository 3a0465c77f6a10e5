using CsCheck;
using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Ledger.Rules;

namespace Sweep.Ledger.Tests;

/// <summary>The order in which effects of many trials are written.</summary>
public sealed class EffectRoundsTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 31, 9, 30, 0, TimeSpan.Zero);
    private static readonly TrialRow Row = new() { Sweep = "cells", Plan = Given.Trial(0), Status = TrialStatus.Running };

    private static readonly Gen<TrialEffect> AnyEffect = Gen.Int[0, 5].Select(TrialEffect (kind) => kind switch
    {
        0 => new TrialChanged(Row),
        1 => new AttemptAdded(1, "node/cpu/0", Now),
        2 => new AttemptMaker(1, new MadeBy()),
        3 => new ReportPut(1, Given.Report(1, 9), 9, Now),
        4 => new ReportsDropped(1),
        _ => new AttemptEnded(1, new TrialEnded { Outcome = AttemptOutcome.Completed }, Now),
    });

    [Fact]
    public void Effects_of_one_trial_keep_their_order_and_none_is_lost() => AnyEffect.Array[0, 12].Array[1, 5].Sample(trials =>
    {
        var ordered = Ordered(trials);

        for (var id = 0; id < trials.Length; id++)
            Assert.Equal(trials[id], ordered.Where(one => one.Id == id).Select(one => one.Effect), ReferenceEqualityComparer.Instance);
    });

    [Fact]
    public void Within_a_round_those_of_one_kind_are_neighbours_and_of_different_trials_unless_they_are_reports() =>
        AnyEffect.Array[0, 12].Array[1, 5].Sample(trials =>
        {
            foreach (var round in Rounds(trials))
            {
                var kinds = round.Select(one => one.Effect.GetType()).ToList();
                Assert.Equal(kinds.Distinct().Count(), kinds.Where((kind, i) => i == 0 || kinds[i - 1] != kind).Count());
                var others = round.Where(one => one.Effect is not ReportPut).Select(one => (one.Id, one.Effect.GetType())).ToList();
                Assert.Equal(others.Distinct(), others);
            }
        });

    [Fact]
    public void Whole_lives_of_many_trials_are_five_statements()
    {
        TrialEffect[] life =
        [
            new TrialChanged(Row), new AttemptAdded(1, "node/cpu/0", Now), new ReportPut(1, Given.Report(1, 9), 9, Now),
            new ReportPut(1, Given.Report(2, 8), 8, Now), new AttemptEnded(1, new TrialEnded { Outcome = AttemptOutcome.Completed }, Now),
            new TrialChanged(Row),
        ];

        var kinds = Ordered([.. Enumerable.Repeat(life, 100)]).Select(one => one.Effect.GetType().Name).ToList();

        Assert.Equal(
            ["TrialChanged", "AttemptAdded", "ReportPut", "AttemptEnded", "TrialChanged"],
            kinds.Where((kind, i) => i == 0 || kinds[i - 1] != kind));
    }

    private static List<(long Id, TrialEffect Effect)> Ordered(TrialEffect[][] trials) => [.. Rounds(trials).SelectMany(round => round)];

    private static List<List<(long Id, TrialEffect Effect)>> Rounds(TrialEffect[][] trials)
    {
        var rounds = new EffectRounds();
        for (var id = 0; id < trials.Length; id++) rounds.Add(id, trials[id]);
        return [.. rounds.InOrder().Select(round => round.ToList())];
    }
}
