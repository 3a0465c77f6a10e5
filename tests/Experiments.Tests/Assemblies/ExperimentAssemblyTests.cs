using Mono.Cecil;
using Mono.Cecil.Cil;
using Sweep.Contracts;
using Sweep.Experiments.Assemblies;
using Sweep.Experiments.Catalog;
using Sweep.Experiments.Tests.Worker;
using Sweep.Experiments.Training;
using Sweep.Experiments.Worker;

namespace Sweep.Experiments.Tests.Assemblies;

/// <summary>Experiments that somebody else has built: found, run, and refused with a line that says the way out.</summary>
public sealed class ExperimentAssemblyTests : IDisposable
{
    private readonly OwnExperimentFile file = new();

    public void Dispose() => file.Dispose();

    [Fact]
    public void Its_experiment_is_found_with_what_it_says_of_itself()
    {
        var definition = Assert.Single(ExperimentAssembly.Definitions(OwnExperimentFile.Built));

        Assert.Equal(("valley", "height"), (definition.Name, definition.DefaultMetric));
        Assert.Equal("metres", definition.Parameters!.Single(parameter => parameter.Name == "noise").Unit);
        Assert.Equal(7, definition.Measure("""{"epochs":7}""", null).Epochs);
        Assert.Contains("momentum above 0", Assert.Single(definition.Check("""{"lr":0.5}""", "/")).Message);
    }

    [Fact]
    public void The_program_and_the_assembly_mean_the_same_types() =>
        Assert.IsType<TrainingExperiment>(OwnExperiment(OwnExperimentFile.Built), exactMatch: false);

    [Fact]
    public void A_worker_runs_it_and_says_which_build_made_the_numbers()
    {
        var events = Run(Path.Combine(file.Folder, "run"));

        Assert.Equal([1, 2, 3], events.OfType<TrialReport>().Select(report => report.Epoch));
        Assert.Equal(AttemptOutcome.Completed, Assert.IsType<TrialEnded>(events[^1]).Outcome);
        Assert.Matches("^OwnExperiment.dll [0-9a-f]{32}$", Assert.Single(events.OfType<TrialStarted>()).MadeBy!.Assembly);
    }

    [Fact]
    public void Interrupted_anywhere_it_goes_on_from_its_checkpoint_to_the_last_bit()
    {
        var experiment = OwnExperiment(OwnExperimentFile.Built);
        var undisturbed = Reports(Run(Path.Combine(file.Folder, "quiet")));

        for (var steps = 1; steps < 15; steps++)
        {
            var folder = Path.Combine(file.Folder, $"{steps}");
            var (done, last) = (0, steps);
            var cut = RunHere(experiment, folder, (trial) =>
            {
                if (++done == last) trial.AskToStop(new StopTrial { Outcome = AttemptOutcome.Interrupted });
            });
            Assert.Equal(AttemptOutcome.Interrupted, cut.Outcome);

            Assert.Equal(undisturbed, Reports(Run(folder)));
        }
    }

    public static TheoryData<Action<ModuleDefinition>, string> Changes { get; } = new()
    {
        { module => Against(module, "Sweep.Experiments", "0.1.0.0"), "was built against Sweep.Experiments 0.1.0, and this is" },
        { module => Against(module, "Sweep.Contracts", "9.0.0.0"), "was built against Sweep.Contracts 9.0.0, and this is" },
        { module => Valley(module).IsNotPublic = true, "no experiment that can be made: OwnExperiment.Valley is not public, or has no" },
        { module => Valley(module).IsAbstract = true, "has no experiment: expected a public class of Sweep.Experiments.Training." },
        { Twice, "has the experiment 'valley' twice, as OwnExperiment.Again and OwnExperiment.Valley: give one of them another Name" },
        { Throwing, "making OwnExperiment.Valley failed with NullReferenceException: " },
        { Incomplete, "is not complete (Could not load file or assembly 'Missing.Library" },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void What_cannot_be_used_is_one_line_with_the_way_out(Action<ModuleDefinition> change, string message)
    {
        var path = file.Changed(change);

        var said = Refusal(path);

        Assert.StartsWith($"'{path}'", said, StringComparison.Ordinal);
        Assert.Contains(message, said, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', said);
    }

    [Fact]
    public void An_assembly_of_something_else_has_no_experiment() =>
        Assert.Contains("has no experiment: expected a public class of", Refusal(typeof(CsCheck.Gen).Assembly.Location));

    [Fact]
    public void A_file_that_is_no_assembly_is_named_as_such()
    {
        var text = Path.Combine(file.Folder, "text.dll");
        File.WriteAllText(text, "MZ, and then nothing of the kind");

        Assert.Equal($"'{text}' is no .NET assembly: name the .dll that the project of the experiment builds", Refusal(text));
    }

    [Fact]
    public void A_file_that_is_not_there_is_named_with_the_nearest_one()
    {
        File.WriteAllText(Path.Combine(file.Folder, "Valley.dll"), "");

        Assert.Contains("there is no assembly", Refusal(Path.Combine(file.Folder, "Vally.dll")));
        Assert.Contains("did you mean 'Valley.dll'?", Refusal(Path.Combine(file.Folder, "Vally.dll")));
        Assert.Contains("there is no assembly", Refusal("/nowhere/at/all/Own.dll"));
        Assert.Contains("is a folder", Refusal(file.Folder));
    }

    [Theory]
    [InlineData("0.2.0", "0.2.0", true)]
    [InlineData("0.2.0", "0.2.3", true)]
    [InlineData("0.2.3", "0.2.0", false)]
    [InlineData("0.2.0", "0.3.0", false)]
    [InlineData("1.2.0", "1.4.0", true)]
    [InlineData("1.4.0", "1.2.0", false)]
    [InlineData("1.4.0", "2.0.0", false)]
    public void Versions_fit_as_contracts_hold(string built, string here, bool fits) =>
        Assert.Equal(fits, AssemblyReferences.Fits(new Version(built), new Version(here)));

    private static string Refusal(string path) =>
        Assert.Throws<ExperimentAssemblyException>(() => ExperimentAssembly.Load(path)).Message;

    private static TypeDefinition Valley(ModuleDefinition module) => module.GetType("OwnExperiment.Valley");

    private static void Against(ModuleDefinition module, string name, string version) =>
        module.AssemblyReferences.Single(reference => reference.Name == name).Version = new Version(version);

    private static void Twice(ModuleDefinition module)
    {
        Valley(module).IsSealed = false;
        OwnExperimentFile.Again(module, Valley(module));
    }

    private static void Throwing(ModuleDefinition module)
    {
        var body = Valley(module).Methods.Single(method => method.IsConstructor && !method.IsStatic).Body;
        body.GetILProcessor().Clear();
        body.GetILProcessor().Emit(OpCodes.Ldnull);
        body.GetILProcessor().Emit(OpCodes.Throw);
    }

    private static void Incomplete(ModuleDefinition module)
    {
        var missing = new AssemblyNameReference("Missing.Library", new Version(1, 0, 0, 0));
        module.AssemblyReferences.Add(missing);
        OwnExperimentFile.Again(module, new TypeReference("Missing", "Base", module, missing));
    }

    private static TrainingExperiment OwnExperiment(string path) =>
        Assert.IsType<GuardedDefinition>(ExperimentAssembly.Definitions(path)[0]).Experiment;

    private static List<TrialEvent> Run(string folder)
    {
        using var worker = new WorkerHarness(ExperimentAssembly.Load(OwnExperimentFile.Built));
        worker.Next<WorkerReady>();
        worker.Send(Order(folder));
        return worker.UntilEnded();
    }

    private static StartTrial Order(string folder) =>
        WorkerHarness.Order("valley", """{"epochs": 3, "momentum": 0.5}""", folder: folder) with { Metric = "height" };

    private static TrialEnded RunHere(TrainingExperiment experiment, string folder, Action<TrialContext> afterStep)
    {
        using var events = new EventWriter(new StringWriter(), TimeProvider.System, () => { });
        var trial = new TrialContext(Order(folder), events, TimeProvider.System, TextWriter.Null);
        var runner = new SessionRunner(t => experiment.Open(t, new ConfigValues(experiment.Parameters, t.Order.Config)))
        {
            AfterStep = () => afterStep(trial),
        };
        return runner.Run(trial);
    }

    private static IEnumerable<(int, double, double)> Reports(List<TrialEvent> events) =>
        [.. events.OfType<TrialReport>().Select(report => (report.Epoch, report.Metrics["height"], report.Metrics["distance"]))];
}
