using Sweep.Client.Cli;
using Sweep.Contracts;

namespace Sweep.Client.Clusters;

/// <summary>Calls into a cluster whose nodes come and go: a call without an answer is an unknown outcome, and every call may be repeated.</summary>
internal sealed class PatientCalls(TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>True for failures of the cluster, not of what was asked.</summary>
    public static bool IsPassing(Exception e) => e is TimeoutException or OrleansException;

    /// <summary>Repeats a call until it is answered.</summary>
    /// <exception cref="UserException">It was refused, or nobody answered for two minutes.</exception>
    public async Task Ask(Func<Task> call, CancellationToken cancel)
    {
        for (var began = time.GetTimestamp(); ; await Task.Delay(Pause, time, cancel))
        {
            try
            {
                await call().WaitAsync(cancel);
                return;
            }
            catch (SweepRefusedException e)
            {
                throw e.IsInputError ? UserException.BadInput(e.Message) : UserException.Failed(e.Message);
            }
            catch (Exception e) when (IsPassing(e))
            {
                if (time.GetElapsedTime(began) > Patience) throw UserException.Failed($"no node of the cluster answered for {Patience.TotalMinutes:0} minutes: {e.Message.ReplaceLineEndings(" ")}");
            }
        }
    }
}
