using Sweep.Silo.Hosting;

namespace Sweep.Silo.Tests.Hosting;

public sealed class FatalErrorHandlerTests
{
    [Fact]
    public void A_run_of_one_machine_says_how_to_go_on()
    {
        List<string> said = [];

        new FatalErrorHandler("n", isInCluster: false, said.Add)
            .OnFatalException(this, "ProcessMembershipUpdates", new IOException("gone"));

        Assert.Equal(["the run ends: ProcessMembershipUpdates (IOException: gone). What is in the ledger is kept: give the command " +
            "again, or 'resume', to go on"], said);
    }

    [Theory]
    [InlineData("I have been told I am dead, so this silo will stop! Reason: The membership view", "the other nodes have given it up")]
    [InlineData("PeriodicallyRefreshMembershipTable", "PeriodicallyRefreshMembershipTable (IOException: gone)")]
    public void A_node_that_may_not_go_on_ends_with_one_line(string context, string words)
    {
        List<string> said = [];

        new FatalErrorHandler("n", isInCluster: true, said.Add).OnFatalException(this, context, new IOException("gone"));

        var line = Assert.Single(said);
        Assert.StartsWith("node 'n' ends: ", line, StringComparison.Ordinal);
        Assert.Contains(words, line, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', line);
    }
}
