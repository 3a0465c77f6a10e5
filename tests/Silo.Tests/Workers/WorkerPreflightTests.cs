using Sweep.Silo.Workers;

namespace Sweep.Silo.Tests.Workers;

public sealed class WorkerPreflightTests : IDisposable
{
    private readonly Scripts scripts = new();

    public void Dispose() => scripts.Dispose();

    [Fact]
    public async Task A_worker_that_loads_libtorch_is_fine() =>
        Assert.Null(await Check("""[ "$1" = --probe ] && echo '{"problem":null,"version":"2.10"}'"""));

    [Fact]
    public async Task Its_problem_is_told() =>
        Assert.Equal("libtorch is not there", await Check("""echo '{"problem":"libtorch is not there"}'"""));

    [Fact]
    public async Task A_crash_while_loading_is_told_with_its_last_words()
    {
        var problem = await Check("echo first >&2; echo 'symbol lookup error' >&2; exit 127");

        Assert.EndsWith("--probe' ended with code 127: symbol lookup error", problem);
    }

    [Fact]
    public async Task Another_program_is_told() => Assert.Contains("gave no answer that this node understands", await Check("echo hello"));

    [Fact]
    public async Task A_missing_program_is_told() =>
        Assert.Contains("cannot start a worker with '/no/such/program worker'",
            await WorkerPreflight.Check(
            ["/no/such/program", "worker"], new Dictionary<string, string>(), TestContext.Current.CancellationToken));

    [Fact]
    public async Task It_sees_the_environment_of_the_workers() =>
        Assert.Null(await Check("""[ "$SWEEP_LIBTORCH" = /opt/torch ] && echo '{}'"""));

    private Task<string?> Check(string script) => WorkerPreflight.Check(
        [scripts.Write("worker.sh", script)], new Dictionary<string, string> { ["SWEEP_LIBTORCH"] = "/opt/torch" },
            TestContext.Current.CancellationToken);
}
