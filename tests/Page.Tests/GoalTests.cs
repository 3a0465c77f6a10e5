using Sweep.Contracts;
using Sweep.Ledger.Sqlite;
using Sweep.Page.Tests.Given;
using Sweep.Search.Objectives;

namespace Sweep.Page.Tests;

/// <summary>What <c>/api</c> says of a sweep with several objectives and constraints on outcomes.</summary>
public sealed class GoalTests : IAsyncLifetime
{
    private ServedPage page = null!;

    public async ValueTask InitializeAsync() => page = await ServedPage.Start();

    public ValueTask DisposeAsync() => page.DisposeAsync();

    [Fact]
    public async Task The_order_of_a_sweep_names_all_that_ranks()
    {
        await using (var ledger = SqliteLedger.Open(page.Ledger.Path, TimeProvider.System))
        {
            await ledger.CreateSweep(new NewSweep
            {
                Name = "both",
                Yaml = "name: both\nmethod: random\n",
                BaseFolder = "/sweeps",
                Experiment = "ask",
                Metric = "loss",
                Goals = new Goals([new("loss"), new("gain", Maximize: true)], [OutcomeConstraint.Parse("seconds <= 2")]).ToJson(),
                Replicates = 1,
            }, []);
        }

        Assert.Equal(
            "ranked by Pareto fronts of loss (lowest first), gain (highest first), at the epoch with the best loss; last " +
            "what breaks seconds <= 2",
            (string?)(await page.Get("/api/s/both"))["order"]);
    }
}
