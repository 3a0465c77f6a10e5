// Gradient descent in a valley a hundred times as steep as it is long. Which step and which momentum get deepest in 100 steps?
using Sweep.Search.AskTell;
using Sweep.Search.Spaces;

var space = new SpaceBuilder()
    .Choice("optimizer", "plain", "momentum", "nesterov")
    .Real("lr", 0.0001, 1, log: true)
    .Real("momentum", 0, 0.99).When("optimizer", "momentum", "nesterov")
    .Integer("restart", 5, 100, log: true).When("optimizer", "momentum", "nesterov")
    .Constraint("not (optimizer == 'plain' and lr > 0.02)")
    .Build();

var study = new Study(space, new StudyOptions
{
    Method = "bayes",
    Seed = 1,
    MaxTrials = 40,
    EarlyStopping = EarlyStopping.Median(warmup: 5),
});

// As many loops side by side as the first argument says; 1 without one.
Parallel.For(0, args.Length > 0 ? int.Parse(args[0]) : 1, _ =>
{
    while (study.Ask() is { } trial)
    {
        var descent = new Descent(trial);
        for (var epoch = 1; epoch <= 20; epoch++)
        {
            if (study.Report(trial, epoch, descent.Epoch()).ShouldStop) break;
        }

        study.Tell(trial); // changes nothing when the trial was stopped
    }
});

foreach (var trial in study.Trials) Console.WriteLine($"{trial.Trial}: {trial.Status}, {trial.Value:F2} in {trial.Epochs} epochs");
Console.WriteLine($"best: {study.Best!.Config} with {study.Best.Value:F2} in {study.Trials.Sum(trial => trial.Epochs)} epochs");

internal sealed class Descent(Trial trial)
{
    private readonly double lr = trial.Real("lr");
    private readonly double momentum = trial.Has("momentum") ? trial.Real("momentum") : 0;
    private readonly int restart = trial.Has("restart") ? trial.Integer("restart") : 1;
    private readonly bool looksAhead = trial.Text("optimizer") == "nesterov";
    private readonly double[] place = [1, 1, 1, 1, 1];
    private readonly double[] speed = new double[5];
    private int steps;

    /// <summary>Five steps; the logarithm of the height.</summary>
    public double Epoch()
    {
        for (var i = 0; i < 5; i++)
        {
            if (steps++ % restart == 0) Array.Clear(speed);
            for (var k = 0; k < place.Length; k++) Step(k);
        }

        return Math.Log10(place.Select((x, k) => Steepness(k) * x * x / 2).Sum());
    }

    private void Step(int k)
    {
        var x = looksAhead ? place[k] + momentum * speed[k] : place[k];
        speed[k] = momentum * speed[k] - lr * Steepness(k) * x;
        place[k] += speed[k];
    }

    private static double Steepness(int k) => Math.Pow(10, k / 2.0);
}
