using static TorchSharp.torch;

namespace Sweep.Bench.Cells;

/// <summary>Both ways side by side in one process: alternating rounds, so that whatever else the machine does falls on both.</summary>
internal static class Comparison
{
    private const double SecondsPerRound = 0.4;
    private const int LossSteps = 20;

    public static ComparisonResult Run(Setup setup, int rounds)
    {
        manual_seed(1);
        using var windows = new Windows(setup.Vocabulary);
        using var course = new CourseLoop(setup.Options);
        using var sweep = new SweepLoop(setup.Options);
        using (no_grad())
        {
            foreach (var (name, parameter) in sweep.Parameters)
                parameter.copy_(course.Parameters[name]);
        }

        var difference = Enumerable.Range(0, LossSteps).Max(step => Math.Abs(Step(course, windows, step) - Step(sweep, windows, step)));
        var steps = Math.Max(2, (int)(SecondsPerRound / (Seconds(course, windows, 3) / 3)));
        var timed = Enumerable.Range(0, rounds)
            .Select(_ => (Course: Speed(course, windows, steps), Sweep: Speed(sweep, windows, steps))).ToList();
        return new ComparisonResult(
            setup, Median(timed.Select(pair => pair.Course)), Median(timed.Select(pair => pair.Sweep)),
            Median(timed.Select(pair => pair.Sweep / pair.Course)), difference);
    }

    private static double Step(ITrainingLoop loop, Windows windows, int step) => loop.Step(windows[step].Tokens, windows[step].Targets);

    private static double Speed(ITrainingLoop loop, Windows windows, int steps) =>
        steps * Setup.TokensPerStep / Seconds(loop, windows, steps);

    private static double Seconds(ITrainingLoop loop, Windows windows, int steps)
    {
        // Processor time: on an idle machine that of the clock, and beside other programs still that of these steps alone.
        var before = Environment.CpuUsage.TotalTime;
        for (var step = 0; step < steps; step++)
            Step(loop, windows, step);
        return (Environment.CpuUsage.TotalTime - before).TotalSeconds;
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}
