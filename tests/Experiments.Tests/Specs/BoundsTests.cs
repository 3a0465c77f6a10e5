using Sweep.Contracts;
using Sweep.Experiments.Catalog;
using Sweep.Experiments.Specs;

namespace Sweep.Experiments.Tests.Specs;

/// <summary>A file that asks for more than there is of time and memory is refused, and costs little of either.</summary>
public sealed class BoundsTests
{
    private const long MostAllocated = 2L << 30;

    private static readonly string Digits = "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]";

    [Fact]
    public void A_grid_of_a_trillion_configurations() =>
        Refuses("the grid has 1,000,000,000,000 combinations", Program("grid", Lines(12, i => $"  p{i}: {Digits}")));

    [Fact]
    public void A_grid_over_a_trillion_whole_numbers() =>
        Refuses("the grid has 1,000,000,000,000 combinations", Program("grid", "  n: {min: 1, max: 1000000000000}"));

    [Fact]
    public void A_run_cap_beyond_everything() =>
        Refuses("at most 100,000 are planned", Program("random", "  n: {min: 0.5, max: 1}", "run_cap: 2147483647"));

    [Fact]
    public void Replicates_beyond_everything() =>
        Refuses("at most 100,000 are planned", Program("grid", $"  a: {Digits}\n  b: {Digits}", "replicates: 10000"));

    [Fact]
    public void Many_parameters_in_every_one_of_many_combinations() =>
        Refuses("too many to walk", Program("grid", "  n: {min: 1, max: 50000}\n" + Lines(3000, i => $"  p{i}: 1")));

    [Fact]
    public void Many_constraints_on_every_one_of_many_combinations() =>
        Refuses("too many to walk",
            Program("grid", "  n: {min: 1, max: 100000}", "constraints:\n" + Lines(3000, i => $"  - n > -{i + 1}")));

    [Fact]
    public void Constraints_that_refuse_everything() =>
        Refuses("the constraints leave nothing to try",
            Program("random", "  x: {min: 0.5, max: 1}", "run_cap: 100000", "constraints: [x < 0]"));

    [Fact]
    public void Constraints_that_refuse_nearly_everything() =>
        Refuses("the constraints refuse nearly everything",
            Program("random", "  x: {min: 0.0, max: 1.0}", "run_cap: 100000", "constraints: [x < 0.002]"));

    [Fact]
    public void A_long_text_in_every_one_of_many_configurations() =>
        Refuses("too large together",
            Program("random", $"  x: {{min: 0.5, max: 1}}\n  text: {new string('a', 500_000)}", "run_cap: 100000"));

    [Fact]
    public void Aliases_of_aliases_of_aliases() => Refuses(
        "aliases counted in full",
        "a0: &a0 [1, 1]\n" + Lines(40, i => $"a{i + 1}: &a{i + 1} [*a{i}, *a{i}, *a{i}, *a{i}]") + Program("grid", "  x: *a40"));

    [Fact]
    public void Brackets_that_are_never_closed() => Refuses("nested more than 32 levels deep", "x: " + new string('[', 900_000));

    [Fact]
    public void Mistakes_in_every_line() =>
        Refuses("and at least 980 more errors", Program("grid", Lines(6000, i => $"  cell{i}: 1"))
            .Replace("command", "description", StringComparison.Ordinal));

    [Fact]
    public void Conditions_on_a_parameter_with_many_values()
    {
        var yaml = Program("random", "  n: {min: 1, max: 100000}\n"
            + Lines(1500, i => $"  p{i}: {{value: 1, when: {{n: {i + 1}}}}}"), "run_cap: 10");

        Assert.Equal(10, Planned(yaml)!.Trials.Count);
    }

    [Fact]
    public void A_long_chain_of_conditions()
    {
        var yaml = Program("grid", "  p0: 1\n" + Lines(2000, i => $"  p{i + 1}: {{value: 1, when: {{p{i}: 1}}}}"));

        Assert.Single(Planned(yaml)!.Trials);
    }

    [Theory]
    [InlineData("{distribution: normal, mu: 1e308, sigma: 1e308}")]
    [InlineData("{distribution: log_normal, mu: 0, sigma: 1000}")]
    [InlineData("{distribution: q_log_normal, mu: 700, sigma: 5}")]
    [InlineData("{distribution: q_uniform, min: 0, max: 1, q: 1e-320}")]
    [InlineData("{distribution: q_normal, q: 5e-324}")]
    public void Values_that_no_number_can_hold(string values) =>
        Refuses("beyond what a number can hold", Program("random", $"  x: {values}", "run_cap: 10"));

    [Theory]
    [InlineData("{distribution: beta, b: 1e300}")]
    [InlineData("{distribution: q_beta, a: 1e-300, q: 0.25}")]
    public void Shapes_of_beta_that_cannot_be_computed(string values) =>
        Refuses("a number from 0.001 to 1000000", Program("random", $"  x: {values}", "run_cap: 10"));

    [Theory]
    [InlineData("a: 0.001, b: 0.001")]
    [InlineData("a: 1000000, b: 0.001")]
    [InlineData("a: 0.001, b: 1000000")]
    [InlineData("a: 1000000, b: 1000000")]
    public void The_outermost_shapes_of_beta_are_drawn(string shapes) =>
        Assert.Equal(50,
            Planned(Program("random", $"  x: {{distribution: beta, {shapes}}}\n  y: {{min: 0.5, max: 1}}", "run_cap: 50"))!.Trials.Count);

    [Fact]
    public void A_constraint_that_does_not_fit_a_value_which_is_drawn_late()
    {
        // 0 to 999 and one text among a million and more combinations: the first draw hardly meets the text.
        var yaml = Program("random", $"  x: [{string.Join(", ", Enumerable.Range(0, 999))}, a]\n  y: {{min: 0.5, max: 1}}",
            "run_cap: 10000", "constraints: [x < 5000]");

        var (errors, _) = Outcome(yaml);

        Assert.Equal((9, 1), (Assert.Single(errors).Line, errors[0].Column));
        Assert.Contains("'<' needs numbers, found the text 'a'", errors[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sum_that_no_number_can_hold_is_shown_as_the_largest()
    {
        var trial = new PlannedTrial { Number = 0, Config = "{}", Replicate = 0, Seed = 1, Epochs = int.MaxValue, CostKey = "slow" };
        var sweep = new NewSweep { Name = "t", Yaml = "", BaseFolder = "/", Experiment = "noop", Metric = "loss", Replicates = 1 };
        var work = new TrialWork { Epochs = int.MaxValue, TokensPerEpoch = long.MaxValue / 2, CostKey = "slow" };

        var summary = PlanSummary.Of(
            new SweepPlan(sweep, [trial, trial]) { Work = [work, work] }, new Dictionary<CostKey, double> { ["slow"] = 1e9 }, slots: 1);

        Assert.Equal((long.MaxValue, TimeSpan.FromSeconds(1e11)), (summary.Tokens, summary.Time!.Value));
    }

    private static void Refuses(string message, string yaml)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();

        var (errors, plan) = Outcome(yaml);

        Assert.Null(plan);
        Assert.Contains(errors, error => error.Message.Contains(message, StringComparison.Ordinal));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostAllocated);
    }

    private static SweepPlan? Planned(string yaml) => Outcome(yaml).Plan;

    private static (IReadOnlyList<SpecError> Errors, SweepPlan? Plan) Outcome(string yaml)
    {
        var read = SweepSpecReader.Read(yaml, FakeExperiment.Catalog, new SpecPlace("/nowhere") { HasFiles = false }, []);
        if (read.Spec is not { } spec) return (read.Errors, null);
        var planned = TrialPlanner.Plan(spec, FakeExperiment.Catalog.Find(spec.Experiment)!, "/nowhere");
        return (planned.Errors, planned.Plan);
    }

    private static string Program(string method, string parameters, params string[] more) =>
        $"name: t\nmethod: {method}\nmetric: loss\ncommand: [train]\nparameters:\n{parameters.TrimEnd('\n')}\n{string.Join('\n', more)}\n";

    private static string Lines(int count, Func<int, string> line) => string.Concat(Enumerable.Range(0, count).Select(i => line(i) + "\n"));
}
