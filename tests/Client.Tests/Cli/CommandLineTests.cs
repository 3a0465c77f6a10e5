using Sweep.Client.Cli;
using Sweep.Client.Hosting;
using Sweep.Client.Tests.Given;

namespace Sweep.Client.Tests.Cli;

public sealed class CommandLineTests : IDisposable
{
    private static readonly string[] Verbs = ["run", "validate", "plan", "resume", "pause", "cancel", "watch", "ls", "top", "show",
        "logs", "compare", "importance", "query", "export", "generate", "doctor"];

    private readonly SweepCommand sweep = new();

    public static TheoryData<string> AllVerbs => [.. Verbs];

    [Fact]
    public async Task Without_arguments_help_lists_every_verb_and_hides_the_worker()
    {
        var said = await sweep.Run();

        Assert.Equal(ExitCodes.Done, said.Code);
        Assert.All(Verbs, verb => Assert.Contains($"\n  {verb} ", said.Out));
        Assert.DoesNotContain("worker", said.Out);
    }

    [Theory]
    [MemberData(nameof(AllVerbs))]
    public async Task Help_of_every_verb_ends_with_an_example(string verb)
    {
        var said = await sweep.Run(verb, "--help");

        Assert.Equal(ExitCodes.Done, said.Code);
        Assert.Matches($"Examples?:\n(  sweep .*\n)*  sweep {verb}", said.Out);
        Assert.Empty(said.Error);
    }

    [Fact]
    public async Task Unexpected_exception_is_one_line_and_where_to_report_it()
    {
        sweep.Write("a.yaml", "name: a\nexperiment: noop\nmethod: grid\nparameters: {epochs: 1}\n");
        sweep.Host = _ => throw new InvalidOperationException("the flux is low");

        var said = await sweep.Run("run", "a.yaml", "--quiet");

        Assert.Equal(ExitCodes.Failed, said.Code);
        Assert.StartsWith("sweep: unexpected InvalidOperationException: the flux is low\n", said.Error);
        Assert.Contains("SWEEP_TRACE=1", said.Error);
        Assert.DoesNotContain("   at ", said.Error);
    }

    public static TheoryData<Exception, string> NotOurs => new()
    {
        { new InsufficientMemoryException(), "sweep: out of memory: this command may use" },
        { new IOException("No space left on device : '/data/x'"), "sweep: the system refused: No space left on device : '/data/x'" },
        { new UnauthorizedAccessException("Access to the path '/data/x' is denied."),
            "sweep: the system refused: Access to the path '/data/x' is denied." },
    };

    [Theory, MemberData(nameof(NotOurs), DisableDiscoveryEnumeration = true)]
    public async Task What_the_machine_refuses_is_no_defect_of_the_program(Exception refusal, string words)
    {
        sweep.Write("a.yaml", "name: a\nexperiment: noop\nmethod: grid\nparameters: {epochs: 1}\n");
        sweep.Host = _ => throw refusal;

        var said = await sweep.Run("run", "a.yaml", "--quiet");

        Assert.Equal(ExitCodes.Failed, said.Code);
        Assert.StartsWith(words, said.Error);
        Assert.DoesNotContain("defect", said.Error);
    }

    [Theory]
    [InlineData("worker", "'worker' needs no ledger")]
    [InlineData("nodes", "'nodes' is about a cluster: --cluster PATH names the SQLite file that its nodes share")]
    public async Task A_verb_without_a_ledger_says_so(string verb, string words)
    {
        var said = await sweep.Run([.. verb.Split(' '), "--db", "x.db"]);

        Assert.Equal(ExitCodes.BadInput, said.Code);
        Assert.Contains(words, said.Error);
    }

    [Fact]
    public async Task An_argument_that_begins_with_an_at_sign_is_a_word_and_no_file_of_arguments()
    {
        var file = Path.Combine(sweep.Folder, sweep.Write("arguments", "--help"));

        var said = await sweep.Run("show", $"@{file}");

        Assert.Equal(ExitCodes.BadInput, said.Code);
        Assert.DoesNotContain("Usage", said.Out);
    }

    [Fact]
    public async Task Trace_is_shown_on_request()
    {
        sweep.Write("a.yaml", "name: a\nexperiment: noop\nmethod: grid\nparameters: {epochs: 1}\n");
        sweep.Host = _ => throw new InvalidOperationException("the flux is low");
        sweep.Variables["SWEEP_TRACE"] = "1";

        Assert.Contains("   at ", (await sweep.Run("run", "a.yaml", "--quiet")).Error);
    }

    [Fact]
    public async Task Doctor_says_ok_and_exits_0_when_nothing_would_stop_a_run()
    {
        sweep.Variables["SWEEP_DATA"] = sweep.Folder;

        var said = await sweep.Run("doctor");

        Assert.Equal(ExitCodes.Done, said.Code);
        Assert.Contains("libtorch     ok      2.10.0, of the build: /opt/libtorch", said.Out);
        Assert.Contains("{folder}/sweep.db: not there yet", said.Out);
    }

    [Theory]
    [InlineData("2.11.0+cu130", "libtorch     warning  2.11.0+cu130, named by SWEEP_LIBTORCH: /opt/torch/lib",
        "! libtorch: TorchSharp is compiled for 2.10; found 2.11: run tests/Models.Tests with SWEEP_LIBTORCH before trusting it")]
    [InlineData("2.10.1+cu128", "libtorch     ok      2.10.1+cu128, named by SWEEP_LIBTORCH: /opt/torch/lib", "")]
    [InlineData(null, "libtorch     ok      unknown version, named by SWEEP_LIBTORCH: /opt/torch/lib", "")]
    public async Task Doctor_warns_of_a_libtorch_of_another_release_and_does_not_guess(string? version, string line, string warning)
    {
        sweep.Variables["SWEEP_DATA"] = sweep.Folder;
        sweep.Libtorch = new LibtorchProbe { Version = version, Folder = "/opt/torch/lib", Source = "named by SWEEP_LIBTORCH" };

        var said = await sweep.Run("doctor");

        Assert.Equal(ExitCodes.Done, said.Code);
        Assert.Contains(line, said.Out);
        Assert.Contains(warning, said.Error);
    }

    [Fact]
    public async Task Doctor_exits_1_with_the_way_out_when_libtorch_does_not_load()
    {
        sweep.Libtorch = new LibtorchProbe { Problem = "libtorch_cpu.so: file too short" };

        var said = await sweep.Run("doctor");

        Assert.Equal(ExitCodes.Failed, said.Code);
        Assert.Contains("libtorch     problem  libtorch_cpu.so: file too short", said.Out);
        Assert.Contains("! libtorch: ", said.Error);
        Assert.Contains("SWEEP_LIBTORCH", said.Error);
    }

    public void Dispose() => sweep.Dispose();
}
