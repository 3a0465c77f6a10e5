using Sweep.Silo.Workers;

namespace Sweep.Silo.Tests.Workers;

public sealed class WorkerEnvironmentTests
{
    [Fact]
    public void What_opens_the_cluster_is_none_of_a_worker_s_business()
    {
        var variables = new Dictionary<string, string?>
        {
            ["SWEEP_SECRET"] = "s",
            ["SWEEP_CLUSTER"] = "Host=db;Password=p",
            ["PGPASSWORD"] = "p",
            ["SWEEP_DATA"] = "/data",
            ["PATH"] = "/bin"
        };

        WorkerEnvironment.Withhold(variables);

        Assert.Equal(["PATH", "SWEEP_DATA"], variables.Keys.Order());
    }
}
