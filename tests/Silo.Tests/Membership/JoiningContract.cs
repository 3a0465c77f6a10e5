using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Sweep.Ledger;
using Sweep.Silo.Hosting;
using Sweep.Silo.Membership;

namespace Sweep.Silo.Tests.Membership;

/// <summary>Real silos that meet through a database.</summary>
public abstract class JoiningContract
{
    [Fact]
    public async Task Three_silos_meet_a_client_finds_them_and_the_others_see_one_leave()
    {
        var database = await Database();
        await using var first = await TestSilo.Join(database, "a");
        await using var second = await TestSilo.Join(database, "b");
        var third = await TestSilo.Join(database, "c");
        await Task.WhenAll(first.Sees(3), second.Sees(3), third.Sees(3));
        using var client = Client(database);
        await client.StartAsync(TestContext.Current.CancellationToken);
        var grain = client.Services.GetRequiredService<IClusterClient>().GetGrain<IManagementGrain>(0);
        Assert.Equal(3, (await grain.GetHosts(onlyActive: true, TestContext.Current.CancellationToken)).Count);

        await third.DisposeAsync();

        await Task.WhenAll(first.Sees(2), second.Sees(2));
        Assert.Equal(2, (await grain.GetHosts(onlyActive: true, TestContext.Current.CancellationToken)).Count);
        await client.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task After_a_crash_of_every_silo_new_ones_come_up_although_the_table_calls_the_dead_active()
    {
        var database = await Database();
        await LeaveBehind(database, 3);

        var silos = await Task.WhenAll(TestSilo.Join(database, "a"), TestSilo.Join(database, "b"));

        await Task.WhenAll(silos.Select(silo => silo.Sees(2)));
        Assert.All(await Task.WhenAll(silos.Select(silo => silo.CountHosts())), count => Assert.Equal(2, count));
        foreach (var silo in silos) await silo.DisposeAsync();
    }

    private protected abstract Task<LedgerAddress> Database();

    private protected abstract IMemberDatabase Members(LedgerAddress database);

    /// <summary>Rows as a crash leaves them: active, alive a moment ago, and nobody there.</summary>
    private async Task LeaveBehind(LedgerAddress database, int silos)
    {
        var table = new DatabaseMembership(
            Members(database), MembershipSetup.ClusterId, new TransientRetry(TimeProvider.System, TimeSpan.FromSeconds(5)));
        await table.InitializeMembershipTable(true);
        for (var n = 0; n < silos; n++)
        {
            var (siloPort, gatewayPort) = FreePorts.Pair();
            var gone = new MembershipEntry
            {
                SiloAddress = SiloAddress.New(IPAddress.Loopback, siloPort, n + 1),
                SiloName = $"gone-{n}",
                HostName = "host",
                Status = SiloStatus.Active,
                ProxyPort = gatewayPort,
                StartTime = DateTime.UtcNow.AddHours(-1),
                IAmAliveTime = DateTime.UtcNow,
            };
            Assert.True(await table.InsertRow(gone, (await table.ReadAll()).Version.Next()));
        }
    }

    private static IHost Client(LedgerAddress database)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.UseOrleansClient(client => client.UseDatabaseMembership(database));
        return builder.Build();
    }
}
