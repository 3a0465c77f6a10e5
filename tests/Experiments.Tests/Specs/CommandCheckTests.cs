using Sweep.Experiments.Specs;

namespace Sweep.Experiments.Tests.Specs;

/// <summary>What is known to be wrong with a command before the start is an error of the sweep file.</summary>
public sealed class CommandCheckTests : IDisposable
{
    private const string Head = "name: t\nmethod: grid\nmetric: {name: loss}\nparameters: {a: 1}\n";

    private readonly TemporaryFolder folder = new();

    public CommandCheckTests()
    {
        folder.Write("train.py", "");
        folder.Write("plain", "");
        Executable("tool");
        Directory.CreateDirectory(Path.Combine(folder.Path, "pkg"));
        folder.Write("pkg/__main__.py", "");
    }

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("[\"${args}\"]", "'command' has ${args} where the program to run should stand")]
    [InlineData("[\"${args_json}\"]", "'command' has ${args_json} where the program to run should stand")]
    [InlineData("[\"${env}\", \"${args_no_hyphens}\", sh]", "'command' has ${args_no_hyphens} where the program to run should stand")]
    [InlineData("[\"${env}\"]", "'command' names nothing to run")]
    [InlineData("[env, A=1, B=2]", "'command' names nothing to run")]
    [InlineData("[sh, -e, \"${args}\"]", "'command' gives ${args} to the shell itself")]
    [InlineData("[python, \"${args}\"]", "'command' gives ${args} to Python itself")]
    [InlineData("[no-such-command, \"${args}\"]", "there is no command 'no-such-command' on the PATH: install it, or give its path")]
    [InlineData("[\"${env}\", A=1, no-such-command]", "there is no command 'no-such-command' on the PATH")]
    [InlineData("[tool]", "there is no command 'tool' on the PATH: for the file in {folder} write './tool'")]
    [InlineData("[./no-such-file]", "'./no-such-file' cannot be executed: there is no file {folder}/./no-such-file")]
    [InlineData("[./plain]", "'./plain' cannot be executed: the file {folder}/./plain may not be, by its permissions; use 'chmod +x'")]
    [InlineData("[./pkg]", "'./pkg' cannot be executed: it is a folder, expected a program")]
    [InlineData("[sh, no-such.sh]", "'no-such.sh' is not there: expected the file {folder}/no-such.sh")]
    [InlineData("[sh, pkg]", "'pkg' is a folder, expected a file")]
    [InlineData("[sh, -c, 'echo $0', \"${envvar:NO_SUCH_VARIABLE}\"]",
        "'command' uses ${envvar:NO_SUCH_VARIABLE}, but the environment variable NO_SUCH_VARIABLE is not set")]
    public void An_error_names_the_word_and_the_way_out(string command, string error)
    {
        var errors = Errors($"command: {command}");

        Assert.Contains(errors, e => e.Message.Contains(error.Replace("{folder}", folder.Path)));
        Assert.All(errors, e => Assert.Equal(5, e.Line));
    }

    [Theory]
    [InlineData("[sh, -c, 'exit 0']")]
    [InlineData("[sh, -euc, 'exit 0', \"${args}\"]")]
    [InlineData("[./tool, \"${args}\"]")]
    [InlineData("[\"${env}\", -i, anything, \"${args}\"]")]
    [InlineData("[\"${env}\", A=b, sh, -o, errexit, plain, \"${args}\"]")]
    [InlineData("[sh, \"${envvar:NAME}\", \"${args}\"]")]
    public void What_can_only_be_known_later_is_no_error(string command) =>
        Assert.DoesNotContain(Errors($"command: {command}"), e => !e.Message.Contains("${envvar:NAME}"));

    [Theory]
    [InlineData("program: sh\ncommand: [\"${program}\", -c, 'exit 0']")]
    [InlineData("program: ./tool\ncommand: [\"${env}\", \"${program}\", \"${args}\"]")]
    [InlineData("program: sh\ncommand: [nice, \"${program}\", -c, 'exit 0']")]
    public void A_program_may_be_a_command(string yaml) => Assert.Empty(Errors(yaml));

    [Theory]
    [InlineData("program: pkg\ncommand: [python, \"${program}\", \"${args}\"]")]
    [InlineData("program: pkg.train\ncommand: [python, -m, \"${program}\", \"${args}\"]")]
    [InlineData("program: pkg.train\ncommand: [\"${env}\", \"${interpreter}\", -um, \"${program}\", \"${args}\"]")]
    [InlineData("command: [python, -mtorch.distributed.run, train.py]")]
    [InlineData("command: [python, -X, dev, -OO, train.py]")]
    [InlineData("command: [python3.12, -c, 'print(1)', \"${args}\"]")]
    [InlineData("command: [python, '-', \"${args}\"]")]
    public void Python_may_run_a_folder_a_module_or_code(string yaml) => Assert.Empty(Errors(yaml, hasCommands: false));

    [Theory]
    [InlineData("[python, -m, train.py]", "train.py")]
    [InlineData("[python, -m, pkg/train]", "pkg/train")]
    public void A_module_is_not_named_as_a_file(string command, string name) => Assert.Equal(
        $"'-m' takes the name of a module, such as pkg.train, found '{name}': name the module, or leave '-m' out",
        Assert.Single(Errors($"command: {command}", hasCommands: false)).Message);

    [Fact]
    public void Commands_of_other_machines_are_not_looked_for() => Assert.Empty(Errors("command: [no-such-command]", hasCommands: false));

    [Fact]
    public void Without_files_only_the_words_are_judged()
    {
        var place = new SpecPlace("/nowhere") { HasFiles = false };

        Assert.Empty(SweepSpecReader.Read(Head + "command: [./no, x]\nworkdir: nowhere", FakeExperiment.Catalog, place, []).Errors);
        Assert.Single(SweepSpecReader.Read(Head + "command: ['${args}']", FakeExperiment.Catalog, place, []).Errors);
    }

    private IReadOnlyList<SpecError> Errors(string yaml, bool hasCommands = true) =>
        SweepSpecReader.Read(Head + yaml, FakeExperiment.Catalog, new SpecPlace(folder.Path) { HasCommands = hasCommands }, []).Errors;

    private void Executable(string name)
    {
        var path = folder.Write(name, "#!/bin/sh\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }
}
