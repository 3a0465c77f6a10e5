using Sweep.Client.Cli;
using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Contracts.Text;
using Sweep.Ledger;
using Sweep.Reports.Text;

namespace Sweep.Client.Sessions;

/// <summary>The trials of a sweep that its user wants to run again (<c>resume --retry-failed</c>, <c>--trial N</c>).</summary>
internal static class RetriedTrials
{
    /// <summary>Their numbers, ascending; what was asked for and cannot be is said.</summary>
    /// <exception cref="UserException">Bad input: a trial that there is not, or that has a result.</exception>
    public static async Task<IReadOnlyList<int>> Of(CliContext context, RunRequest request, ILedgerView ledger, SweepRow sweep)
    {
        var numbers = new SortedSet<int>();
        foreach (var number in request.Retried)
        {
            var trial = await request.Place.FindTrial(ledger, sweep, number);
            if (!trial.Status.MayRunAgain()) throw UserException.BadInput(Refusal(trial));
            numbers.Add(number);
        }

        if (request.RetryFailed)
        {
            var results = await ledger.ReadResults(sweep.Name);
            numbers.UnionWith(results.Trials.Where(t => t.Status == TrialStatus.Failed).Select(t => t.Number));
        }

        if (request.Json || request.Quiet) return [.. numbers];
        if (numbers.Count > 0)
            context.Error.WriteLine($"tries {Numbers.Plural(numbers.Count, "trial")} of '{sweep.Name}' again: " +
                Suggestion.List(numbers.Select(number => $"{number}"), 10));
        else if (request.RetryFailed) context.Error.WriteLine($"no trial of '{sweep.Name}' has failed; none is tried again");
        return [.. numbers];
    }

    private static string Refusal(TrialRow trial) => trial.Status.IsFinal()
        ? $"trial {trial.Sweep}/{trial.Number} is {trial.Status.SnakeCase()} and has its result: only trials that failed, diverged or were "
            + "cancelled run again; to run the whole sweep anew, give it another name or use 'run FILE --replace'"
        : $"trial {trial.Sweep}/{trial.Number} is {trial.Status.SnakeCase()}: leave --trial out, 'resume' goes on with it";
}
