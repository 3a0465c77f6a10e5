using Sweep.Experiments.Specs;

namespace Sweep.Experiments.Tests.Specs;

/// <summary>Where programs run: where the command was typed, when what they run is there; else in the sweep file's folder.</summary>
public sealed class WorkFolderTests : IDisposable
{
    private const string Head = "name: t\nmethod: grid\nmetric: {name: loss}\nparameters: {a: 1}\n";

    private readonly TemporaryFolder root = new();

    public WorkFolderTests()
    {
        Directory.CreateDirectory(Configs);
        Directory.CreateDirectory(Path.Combine(root.Path, "elsewhere"));
    }

    public void Dispose() => root.Dispose();

    private string Configs => Path.Combine(root.Path, "configs");

    [Theory]
    [InlineData("program: main.py", "main.py")]
    [InlineData("program: src/main.py", "src/main.py")]
    [InlineData("program: src", "src/__main__.py")]
    [InlineData("program: pkg.train\ncommand: [python, -m, '${program}', '${args}']", "pkg/train.py")]
    [InlineData("program: pkg.train\ncommand: [accelerate, launch, --module, '${program}', '${args}']", "pkg/train.py")]
    [InlineData("command: [python3, -u, -W, ignore, main.py, '${args}']", "main.py")]
    [InlineData("command: ['${env}', A=b, bash, -e, run.sh, '${args}']", "run.sh")]
    [InlineData("command: [./run.sh, '${args}']", "run.sh")]
    [InlineData("command: [torchrun, --nproc_per_node=1, main.py, '${args}']", "main.py")]
    [InlineData("command: [sh, -c, 'python3 main.py --fast']", "main.py")]
    public void A_program_that_is_where_the_command_was_typed_runs_there(string program, string file)
    {
        Make(root.Path, file);
        Make(Configs, file);

        var folder = Read(program, typed: root.Path);

        Assert.Equal((root.Path, root.Path, "where the command was typed"), (folder.Base, folder.Path, folder.Reason));
    }

    [Theory]
    [InlineData("program: main.py", "main.py", "main.py")]
    [InlineData("program: src", "src/__main__.py", "src")]
    [InlineData("command: [python3, -um, pkg.train, '${args}']", "pkg/train.py", "pkg/train.py")]
    [InlineData("command: [./run.sh, '${args}']", "run.sh", "./run.sh")]
    [InlineData("command: [torchrun, main.py, '${args}']", "main.py", "main.py")]
    public void One_that_is_only_beside_the_sweep_file_runs_there(string program, string file, string name)
    {
        Make(Configs, file);
        var typed = Path.Combine(root.Path, "elsewhere");

        var folder = Read(program, typed);

        Assert.Equal((Configs, $"the sweep file's, which has {name}; {typed} has not"), (folder.Path, folder.Reason));
    }

    [Fact]
    public void A_command_that_names_no_file_runs_where_it_was_typed() =>
        Assert.Equal(root.Path, Read("command: [sh, -c, 'echo 1']", typed: root.Path).Path);

    [Fact]
    public void The_key_workdir_counts_from_the_sweep_file_and_goes_before_all()
    {
        Make(root.Path, "main.py");
        Make(Path.Combine(root.Path, "elsewhere"), "main.py");

        var folder = Read("program: main.py\nworkdir: ../elsewhere", typed: root.Path);

        Assert.Equal((Configs, Path.Combine(root.Path, "elsewhere"), "'workdir'"), (folder.Base, folder.Path, folder.Reason));
    }

    [Fact]
    public void What_the_ledger_keeps_is_read_again_to_the_same_folder()
    {
        Make(Path.Combine(root.Path, "elsewhere"), "main.py");
        const string Yaml = Head + "program: main.py\nworkdir: ../elsewhere";

        var first = Read("program: main.py\nworkdir: ../elsewhere", typed: root.Path);
        var again = SweepSpecReader.Read(Yaml, FakeExperiment.Catalog, new SpecPlace(first.Base) { HasCommands = false }, []);

        Assert.Equal(first.Path, again.Spec!.WorkFolder!.Path);
        Assert.Equal(first.Path, WorkFolder.Kept(first.Base, "../elsewhere").Path);
    }

    [Theory]
    [InlineData("program: main.py\nworkdir: nowhere", "6:10 'workdir' is where the program runs, but there is no folder {configs}/nowhere")]
    [InlineData("program: main.py\nworkdir: ''", "6:10 'workdir' is a text, found the text ''")]
    [InlineData("workdir: .", "5:1 'workdir' is where a program runs, and the file has no 'program' or 'command': remove it")]
    [InlineData("program: main.py", "5:10 the program 'main.py' is not there: expected the file {root}/main.py or {configs}/main.py")]
    [InlineData("program: main.py --fast", "5:10 the program 'main.py --fast' is not there: expected the file {root}/main.py --fast or " +
        "{configs}/main.py --fast; arguments of a program belong into 'command'")]
    [InlineData("program: elsewhere", "5:10 'elsewhere' is a folder without a file __main__.py, which Python would run")]
    public void What_is_not_there_is_an_error(string program, string error)
    {
        var read = SweepSpecReader.Read(Head + program, FakeExperiment.Catalog, Place(root.Path), []);

        Assert.Contains(error.Replace("{configs}", Configs).Replace("{root}", root.Path), read.Errors.Select(Reading.Show));
    }

    private WorkFolder Read(string program, string typed)
    {
        var read = SweepSpecReader.Read(Head + program, FakeExperiment.Catalog, Place(typed), []);
        Assert.True(read.Spec is not null, string.Join('\n', read.Errors.Select(Reading.Show)));
        return read.Spec.WorkFolder!;
    }

    private SpecPlace Place(string typed) => new(Configs) { TypedFolder = typed, HasCommands = false };

    private static void Make(string folder, string file)
    {
        var path = Path.Combine(folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "");
    }
}
