namespace Sweep.Experiments.Specs;

/// <summary>Where an early-stopping rule compares the trials of a plan, and what that is expected to cost.</summary>
/// <param name="Rule">Name of the rule.</param>
/// <param name="Eta">At each rung the best 1/eta go on.</param>
/// <param name="Brackets">Epochs at which trials are compared, ascending, by bracket; none after the longest trial's last but one.</param>
/// <param name="ExpectedEpochs">Epochs of all trials if exactly the best 1/eta go on at each rung; 0 = nobody knows (programs). A rule that
/// does not wait for all trials of a rung lets more go on, the more the better later trials are than earlier ones.</param>
public sealed record PlanRungs(string Rule, double Eta, IReadOnlyList<IReadOnlyList<int>> Brackets, long ExpectedEpochs)
{
    /// <summary>The rungs of a plan; null when its rule has none.</summary>
    public static PlanRungs? Of(SweepSpec spec, SweepPlan plan)
    {
        if (spec.NewStopper() is not { Ladders: { } ladders } rule) return null;
        var longest = plan.Trials.Select(trial => trial.Epochs).DefaultIfEmpty().Max();
        var brackets = ladders.Brackets.Select((rungs, bracket) => (IReadOnlyList<int>)[.. rungs
            .Where((epoch, place) => ladders.Compares(bracket, place) && (longest == 0 || epoch < longest))]);
        var expected = plan.Trials.Sum(trial => ladders.ExpectedEpochs(trial.Number, trial.Epochs));
        return new(rule.Name, ladders.Eta, [.. brackets], (long)Math.Round(expected));
    }
}
