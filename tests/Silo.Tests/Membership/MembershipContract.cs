using System.Net;
using Sweep.Silo.Membership;

namespace Sweep.Silo.Tests.Membership;

/// <summary>What Orleans relies on, in every database that holds members.</summary>
public abstract class MembershipContract
{
    private static readonly DateTime Noon = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);

    [Fact]
    public async Task An_empty_table_has_version_0_and_no_rows()
    {
        var table = await Table();

        var read = await table.ReadAll();

        Assert.Empty(read.Members);
        Assert.Equal(0, read.Version.Version);
    }

    [Fact]
    public async Task Two_that_join_with_the_same_version_cannot_both_win_and_the_other_wins_after_reading_again()
    {
        var (one, other) = (await Table(), await Table());
        var version = (await one.ReadAll()).Version;

        var won = await Task.WhenAll(one.InsertRow(Silo(1), version.Next()), other.InsertRow(Silo(2), version.Next()));

        Assert.Single(won, true);
        var late = won[0] ? Silo(2) : Silo(1);
        Assert.True(await other.InsertRow(late, (await other.ReadAll()).Version.Next()));
        var read = await one.ReadAll();
        Assert.Equal(2, read.Members.Count);
        Assert.Equal(2, read.Version.Version);
    }

    [Fact]
    public async Task Of_many_that_write_at_once_each_version_is_one_of_them()
    {
        var table = await Table();
        var joiners = Enumerable.Range(1, 8).Select(Silo).ToList();

        await Task.WhenAll(joiners.Select(silo => Task.Run(() => Join(table, silo), TestContext.Current.CancellationToken)));

        var read = await table.ReadAll();
        Assert.Equal(joiners.Select(j => j.SiloAddress).ToHashSet(), read.Members.Select(m => m.Item1.SiloAddress).ToHashSet());
        Assert.Equal(8, read.Version.Version);
    }

    [Fact]
    public async Task A_row_reads_back_as_it_was_written()
    {
        var table = await Table();
        var silo = Silo(1);
        silo.SiloName = new string('n', 200) + "·ü";
        silo.SuspectTimes =
            [Tuple.Create(Silo(2).SiloAddress, Noon), Tuple.Create(SiloAddress.New(IPAddress.IPv6Loopback, 11111, 7), Noon.AddTicks(1))];

        await Join(table, silo);

        var (read, etag) = (await table.ReadRow(silo.SiloAddress)).Members.Single();
        Assert.Equal("0", etag);
        Assert.Equal((silo.SiloAddress, silo.SiloName, silo.HostName, silo.Status, silo.ProxyPort, silo.StartTime, silo.IAmAliveTime),
            (read.SiloAddress, read.SiloName, read.HostName, read.Status, read.ProxyPort, read.StartTime, read.IAmAliveTime));
        Assert.Equal(silo.SuspectTimes, read.SuspectTimes);
        Assert.Equal(DateTimeKind.Utc, read.IAmAliveTime.Kind);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    [InlineData("2001:db8:85a3::8a2e:370:7334")]
    public async Task Addresses_of_both_families_read_back_and_are_gateways(string address)
    {
        var table = await Table();
        var silo = Silo(1);
        silo.SiloAddress = SiloAddress.New(IPAddress.Parse(address), 11111, 123456);
        silo.Status = SiloStatus.Active;

        await Join(table, silo);

        Assert.Equal(silo.SiloAddress, Assert.Single((await table.ReadAll()).Members).Item1.SiloAddress);
        Assert.Equal(new IPEndPoint(IPAddress.Parse(address), silo.ProxyPort), Assert.Single(await table.GetGateways())
            .ToGatewayAddress()!.Endpoint);
    }

    [Fact]
    public async Task A_row_that_is_there_is_not_inserted_again_and_the_version_stays()
    {
        var table = await Table();
        await Join(table, Silo(1));
        var version = (await table.ReadAll()).Version;

        Assert.False(await table.InsertRow(Silo(1), version.Next()));

        Assert.Equal(version, (await table.ReadAll()).Version);
    }

    [Fact]
    public async Task An_update_raises_row_and_version_and_a_stale_row_or_a_stale_version_is_refused()
    {
        var table = await Table();
        var silo = Silo(1);
        await Join(table, silo);
        var (before, etag) = (await table.ReadAll(), "0");
        silo.Status = SiloStatus.Active;

        Assert.True(await table.UpdateRow(silo, etag, before.Version.Next()));
        var after = await table.ReadAll();
        silo.Status = SiloStatus.Dead;
        Assert.False(await table.UpdateRow(silo, etag, after.Version.Next()));
        Assert.False(await table.UpdateRow(silo, after.Members.Single().Item2, before.Version.Next()));
        Assert.False(await table.UpdateRow(Silo(9), "0", after.Version.Next()));

        var end = await table.ReadAll();
        Assert.Equal(after.Version, end.Version);
        Assert.Equal(before.Version.Version + 1, after.Version.Version);
        Assert.Equal((SiloStatus.Active, "1"), (end.Members.Single().Item1.Status, end.Members.Single().Item2));
    }

    [Fact]
    public async Task A_sign_of_life_changes_neither_the_version_nor_the_row_and_a_vote_that_was_read_earlier_does_not_take_it_back()
    {
        var table = await Table();
        await Join(table, Silo(1));
        var read = await table.ReadAll();
        var row = read.Members.Single();

        await table.UpdateIAmAlive(new MembershipEntry { SiloAddress = Silo(1).SiloAddress, IAmAliveTime = Noon.AddMinutes(1) });
        var voted = row.Item1;
        voted.SuspectTimes = [Tuple.Create(Silo(2).SiloAddress, Noon)];
        Assert.True(await table.UpdateRow(voted, row.Item2, read.Version.Next()));

        var after = await table.ReadAll();
        Assert.Equal(read.Version.Version + 1, after.Version.Version);
        Assert.Equal(Noon.AddMinutes(1), after.Members.Single().Item1.IAmAliveTime);
        Assert.Single(after.Members.Single().Item1.SuspectTimes!);
    }

    [Fact]
    public async Task A_sign_of_life_of_nobody_is_no_error() =>
        await (await Table()).UpdateIAmAlive(new MembershipEntry { SiloAddress = Silo(1).SiloAddress, IAmAliveTime = Noon });

    [Fact]
    public async Task Only_rows_that_are_old_and_not_active_are_cleaned_up()
    {
        var table = await Table();
        foreach (var (n, status, age) in new[] { (1, SiloStatus.Dead, 10), (2, SiloStatus.Active, 10), (3, SiloStatus.Dead, 1),
            (4, SiloStatus.Joining, 10) })
        {
            var silo = Silo(n);
            (silo.Status, silo.StartTime, silo.IAmAliveTime) = (status, Noon.AddDays(-age), Noon.AddDays(-age));
            await Join(table, silo);
        }

        await table.CleanupDefunctSiloEntries(new DateTimeOffset(Noon.AddDays(-7)));

        Assert.Equal([Silo(2).SiloAddress, Silo(3).SiloAddress], (await table.ReadAll()).Members.Select(m => m.Item1.SiloAddress)
            .OrderBy(a => a.Endpoint.Port));
    }

    [Fact]
    public async Task Deleting_a_clusters_rows_leaves_other_clusters_and_never_lowers_the_version()
    {
        var (table, other) = (await Table(), await Table("other"));
        await Join(table, Silo(1));
        await Join(other, Silo(2));
        var version = (await table.ReadAll()).Version.Version;

        await table.DeleteMembershipTableEntries("sweep");

        Assert.Empty((await table.ReadAll()).Members);
        Assert.True((await table.ReadAll()).Version.Version > version);
        Assert.Single((await other.ReadAll()).Members);
    }

    [Fact]
    public async Task Two_clusters_in_one_database_do_not_see_each_other()
    {
        var (table, other) = (await Table(), await Table("other"));

        await Join(table, Silo(1));

        Assert.Empty((await other.ReadAll()).Members);
        Assert.Empty((await other.ReadRow(Silo(1).SiloAddress)).Members);
        Assert.Equal(0, (await other.ReadAll()).Version.Version);
        Assert.Empty(await other.GetGateways());
    }

    [Fact]
    public async Task Gateways_are_active_silos_with_a_port_for_clients()
    {
        var table = await Table();
        foreach (var (n, status, port) in new[] { (1, SiloStatus.Active, 30001), (2, SiloStatus.Active, 0), (3, SiloStatus.Joining, 30003),
            (4, SiloStatus.Dead, 30004) })
        {
            var silo = Silo(n);
            (silo.Status, silo.ProxyPort) = (status, port);
            await Join(table, silo);
        }

        Assert.Equal(new IPEndPoint(IPAddress.Loopback, 30001), Assert.Single(await table.GetGateways()).ToGatewayAddress()!.Endpoint);
    }

    [Fact]
    public async Task Ten_that_begin_at_once_all_begin()
    {
        var tables = await Task.WhenAll(
            Enumerable.Range(0, 10).Select(_ => Task.Run(() => Table(), TestContext.Current.CancellationToken)));

        Assert.All(await Task.WhenAll(tables.Select(t => t.ReadAll())), read => Assert.Equal(0, read.Version.Version));
    }

    private protected static MembershipEntry Silo(int n) => new()
    {
        SiloAddress = SiloAddress.New(IPAddress.Loopback, 11110 + n, n),
        SiloName = $"node-{n}",
        HostName = "host",
        Status = SiloStatus.Joining,
        ProxyPort = 30000 + n,
        StartTime = Noon,
        IAmAliveTime = Noon,
        SuspectTimes = [],
    };

    /// <summary>Another silo's view of the test's database, made as a silo makes it.</summary>
    private protected async Task<DatabaseMembership> Table(string cluster = "sweep")
    {
        var table = new DatabaseMembership(await Database(), cluster, new TransientRetry(TimeProvider.System, TimeSpan.FromSeconds(5)));
        await table.InitializeMembershipTable(true);
        return table;
    }

    private protected abstract Task<IMemberDatabase> Database();

    private static async Task Join(DatabaseMembership table, MembershipEntry silo)
    {
        while (!await table.InsertRow(silo, (await table.ReadAll()).Version.Next()))
        {
        }
    }
}
