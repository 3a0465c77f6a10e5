using System.Net;
using Microsoft.Extensions.Time.Testing;
using Sweep.Contracts;
using Sweep.Silo.Hosting;
using Sweep.Silo.Tests.Fakes;

namespace Sweep.Silo.Tests.Hosting;

/// <summary>Whom a node that joins must not disturb, and who gives way.</summary>
public sealed class JoinCheckTests
{
    private const int Here = 11111, Elsewhere = 11112;

    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 1, 31, 9, 30, 0, TimeSpan.Zero));
    private readonly HashSet<int> answering = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_living_namesake_is_refused_whether_it_serves_or_is_joining()
    {
        answering.Add(Elsewhere);

        foreach (var status in new[] { SiloStatus.Active, SiloStatus.Joining })
        {
            var refused = await Assert.ThrowsAsync<SweepRefusedException>(() =>
                Finish(Check(_ => [Member("a", Elsewhere, status)]).BeforeJoining(Cancel)));
            Assert.True(refused.IsInputError);
            Assert.Contains("a node named 'a' is in this cluster already", refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Dead_namesakes_and_other_names_are_no_hindrance()
    {
        var members = new[] { Member("a", Elsewhere, SiloStatus.Active), Member("a", 11113, SiloStatus.Dead),
            Member("b", 11114, SiloStatus.Active) };
        answering.UnionWith([11113, 11114]);

        await Finish(Check(_ => members).BeforeJoining(Cancel));
        await Finish(Check(_ => members).AfterJoining(Cancel));
    }

    [Fact]
    public async Task A_node_of_another_machine_at_the_same_address_is_refused_when_it_signs_once_more()
    {
        var check = Check(look => [Member("b", Here, SiloStatus.Active, "other", TimeSpan.FromSeconds(look >= 3 ? 5 : 0))]);

        var refused = await Assert.ThrowsAsync<SweepRefusedException>(() => Finish(check.BeforeJoining(Cancel)));

        Assert.True(refused.IsInputError);
        Assert.Contains("'b' of the machine 'other'", refused.Message, StringComparison.Ordinal);
        Assert.Contains("--advertise", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("other")]
    [InlineData("mine")]
    public async Task Who_was_at_the_same_address_and_signs_no_more_is_a_dead_predecessor(string host) =>
        await Finish(Check(_ => [Member("b", Here, SiloStatus.Active, host)]).BeforeJoining(Cancel));

    [Fact]
    public async Task Of_two_that_join_together_the_younger_gives_way_and_the_elder_goes_on_when_it_has()
    {
        answering.Add(Elsewhere);

        await Assert.ThrowsAsync<SweepRefusedException>(() =>
            Finish(Check(_ => [Member("a", Elsewhere, SiloStatus.Joining, generation: 1)]).AfterJoining(Cancel)));
        await Finish(Check(look => look < 3 ? [Member("a", Elsewhere, SiloStatus.Joining, generation: 9)] : []).AfterJoining(Cancel));
    }

    [Fact]
    public async Task The_elder_gives_way_to_a_younger_one_that_serves_already()
    {
        answering.Add(Elsewhere);

        await Assert.ThrowsAsync<SweepRefusedException>(() => Finish(
            Check(look => [Member("a", Elsewhere, look < 3 ? SiloStatus.Joining : SiloStatus.Active, generation: 9)])
                .AfterJoining(Cancel)));
    }

    [Fact]
    public async Task The_elder_does_not_wait_for_ever_for_one_that_gave_way_and_still_answers()
    {
        answering.Add(Elsewhere);

        await Finish(Check(_ => [Member("a", Elsewhere, SiloStatus.Joining, generation: 9)]).AfterJoining(Cancel));

        Assert.InRange(clock.GetUtcNow(), clock.Start + TimeSpan.FromSeconds(15), clock.Start + TimeSpan.FromSeconds(30));
    }

    private JoinCheck Check(Func<int, IReadOnlyList<MembershipEntry>> members) => new(
        new ScriptedMembers(members),
        new JoiningNode("a", "mine", SiloAddress.New(IPAddress.Loopback, Here, 5)),
        (place, _) => Task.FromResult(answering.Contains(place.Port)),
        clock);

    private static MembershipEntry Member(
        string name, int port, SiloStatus status, string host = "mine", TimeSpan signed = default, int generation = 1) => new()
        {
            SiloAddress = SiloAddress.New(IPAddress.Loopback, port, generation),
            SiloName = name,
            HostName = host,
            Status = status,
            IAmAliveTime = new DateTime(2026, 1, 31, 9, 29, 59, DateTimeKind.Utc) + signed,
        };

    /// <summary>Lets the clock run until it is done.</summary>
    private async Task Finish(Task work)
    {
        while (!work.IsCompleted)
        {
            clock.Advance(TimeSpan.FromMilliseconds(500));
            await Task.Yield();
        }

        await work;
    }
}
