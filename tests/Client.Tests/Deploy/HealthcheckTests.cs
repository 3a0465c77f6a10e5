using System.Net;
using Sweep.Silo.Operations;

namespace Sweep.Client.Tests.Deploy;

/// <summary>The images' health check against a real node's listener.</summary>
public sealed class HealthcheckTests
{
    [Fact]
    public async Task The_script_tells_an_answer_of_200_from_any_other_and_from_none()
    {
        var isDraining = false;
        using var metrics = new NodeMetrics("Sweep.Test.Healthcheck");
        var health = new NodeHealth(() => true, () => Task.CompletedTask, () => isDraining, TimeProvider.System);
        var options = new NodeWebOptions { NodeName = "n", Http = new IPEndPoint(IPAddress.Loopback, 0), ExportsOtlp = false };
        var web = await NodeWeb.Start(options, health, metrics, cancel: TestContext.Current.CancellationToken);
        var port = web.Http!.Port;

        Assert.Equal(0, await Check(port, "/healthz"));
        Assert.Equal(0, await Check(port, "/readyz"));
        isDraining = true;
        Assert.NotEqual(0, await Check(port, "/readyz"));
        await web.DisposeAsync();
        Assert.NotEqual(0, await Check(port, "/healthz"));
    }

    private static async Task<int> Check(int port, string page) =>
        (await Tool.Run("bash", "healthcheck.sh", "127.0.0.1", port.ToString(), page)).Code;
}
