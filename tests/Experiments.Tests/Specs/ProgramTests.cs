using Sweep.Experiments.Specs;
using static Sweep.Experiments.Tests.Specs.Reading;

namespace Sweep.Experiments.Tests.Specs;

public sealed class ProgramTests
{
    private const string Head = "name: t\nmethod: grid\nmetric: {name: loss}\n";

    [Fact]
    public void Accepts_a_command_with_any_parameters()
    {
        var spec = Good(Head + """
            command: [python3, -c, "print(1)", "--fast", "${args_no_boolean_flags}", "${envvar:HOME}"]
            parameters:
              anything: [1, 2.5, text, true, null, [1, a]]
              optimizer:
                parameters:
                  lr: 0.1
                  inner: {parameters: {beta-2: 0.9}}
            """);

        Assert.Equal(("program", "loss"), (spec.Experiment, spec.Metric));
        Assert.Equal(["python3", "-c", "print(1)", "--fast", "${args_no_boolean_flags}", "${envvar:HOME}"], spec.Command);
        Assert.Equal("""{"anything":[1,"a"],"optimizer.lr":0.1,"optimizer.inner.beta-2":0.9}""", All(spec.Sampler).Last().Json);
        Assert.Equal(6, spec.Sampler.Count);
    }

    [Fact]
    public void Accepts_a_program_with_the_command_of_wandb()
    {
        using var folder = new TemporaryFolder();
        folder.Write("train.py", "print(1)");

        var place = new SpecPlace(folder.Path) { HasCommands = false };
        var spec = SweepSpecReader.Read(Head + "program: train.py\nparameters: {a: 1}", FakeExperiment.Catalog, place, []).Spec!;

        Assert.Equal("train.py", spec.Program);
        Assert.Equal(["${env}", "${interpreter}", "${program}", "${args}"], spec.Command);
    }

    [Fact]
    public void Whole_bounds_give_whole_numbers_and_others_real_ones_as_in_wandb()
    {
        var spec = Good(
            "name: t\nmethod: random\nrun_cap: 9\nmetric: loss\ncommand: [x]\nparameters: {a: {min: 1, max: 9}, b: {min: 1.0, max: 9}}");

        Assert.All(All(spec.Sampler, 9), config =>
            Assert.Equal((true, false), (config["a"]!.GetValue<double>() % 1 == 0, config["b"]!.GetValue<double>() % 1 == 0)));
    }

    [Theory]
    [InlineData("command: [x]\nparameters: {o: {lr: 1}}", "5:18 unknown key 'lr' in parameter 'o' (keys: value, values, probabilities, " +
        "distribution, min, max, q, mu, sigma, a, b, when, parameters): for nested parameters write 'o: {parameters: {lr: ...}}'")]
    [InlineData("command: [x]\nparameters: {a: .nan}", "5:17 'a' is .nan: infinity and NaN cannot be a value")]
    [InlineData("command: [x]\nparameters: {o: {parameters: {}}}",
        "5:30 'o.parameters' is a map with one key for each parameter, found an empty map")]
    [InlineData("command: [x]\nparameters: {o: {parameters: {lr: 1}}, o.lr: 2}",
        "5:40 the parameter 'o.lr' is given twice: keep one of them")]
    [InlineData("command: [x]\nparameters: {o: {parameters: {lr: 1}, value: 3}}",
        "5:39 unknown key 'value' in the group 'o' (keys: parameters, when)")]
    [InlineData("command: python\nparameters: {a: 1}",
        "4:10 'command' is a list of words, for example [\"${env}\", python3, \"${program}\", \"${args}\"]; found the text 'python'")]
    [InlineData("command: [x, '${arg}']\nparameters: {a: 1}", "4:14 unknown macro '${arg}'; did you mean 'args'? (macros: env, " +
        "interpreter, program, args, args_no_boolean_flags, args_no_hyphens, args_no_equals, args_json, args_json_file, " +
        "args_dotted, args_dotted_no_hyphens, args_dotted_no_equals, envvar:NAME)")]
    [InlineData("command: [x, '${program}']\nparameters: {a: 1}", "4:1 'command' uses ${program}, but there is no key 'program'")]
    [InlineData("experiment: program\nparameters: {a: 1}", "4:1 the experiment 'program' needs the key 'program' or 'command'")]
    public void Rejects(string rest, string error) => Assert.Equal([error], Errors(Head + rest));

    [Fact]
    public void Rejects_a_command_beside_another_experiment() => Assert.Equal(
        ["5:1 'program' and 'command' belong to the experiment 'program', but 'experiment' is 'language-model': remove one of them"],
        Errors(Grid("epochs: 1") + "command: [x]\nexperiment: language-model"));

    [Fact]
    public void Rejects_a_program_that_is_not_there() => Assert.Equal(
        [$"4:10 the program 'no.py' is not there: expected the file {Path.Combine(Path.GetTempPath(), "no.py")}"],
        Errors(Head + "program: no.py\nparameters: {a: 1}"));

    [Fact]
    public void Rejects_a_metric_without_a_name() => Assert.Equal(
        ["4:1 'program' has no metric of its own: name the one its reports carry, for example 'metric: {name: loss, goal: minimize}'"],
        Errors("name: t\nmethod: grid\ncommand: [x]\nmetric: {goal: maximize}\nparameters: {a: 1}"));

    [Fact]
    public void Accepts_a_program_without_a_metric()
    {
        var spec = Good("name: t\nmethod: grid\ncommand: [x]\nparameters: {a: [1, 2]}");

        Assert.Equal(("", false), (spec.Metric, spec.IsRanked));
        Assert.Equal("nothing is ranked, because the file names no metric", spec.Order);
    }

    [Theory]
    [InlineData("early_terminate: {type: hyperband, min_iter: 1}")]
    [InlineData("early_terminate: {type: median}")]
    public void Rejects_early_stopping_without_a_metric(string line) => Assert.Equal(
        ["5:1 'early_terminate' compares trials by their metric, and the file names none: add 'metric: {name: loss, goal: minimize}'"],
        Errors($"name: t\nmethod: grid\ncommand: [x]\nparameters: {{a: 1}}\n{line}"));
}
