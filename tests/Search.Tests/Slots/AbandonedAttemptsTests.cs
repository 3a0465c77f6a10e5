using Sweep.Contracts;
using static Sweep.Search.Tests.Slots.Offers;

namespace Sweep.Search.Tests.Slots;

/// <summary>Which attempts are stopped because nobody will come for them.</summary>
public sealed class AbandonedAttemptsTests : BrokerOfFourCores
{
    private static readonly BusySlot Left = new("n/cpu/0", new TrialRef("a", 7, 1));

    private static readonly HashSet<string> Nothing = [];

    [Fact]
    public void An_attempt_of_a_sweep_that_is_over_is_named_after_a_minute_and_again_after_another_one()
    {
        Assert.Equal([60, 120], SecondsWhenNamed(130, Nothing));
    }

    [Fact]
    public void An_attempt_of_a_sweep_that_runs_without_a_coordinator_waits_for_the_next_one()
    {
        Assert.Empty(SecondsWhenNamed(600, ["a"]));
    }

    [Fact]
    public void An_attempt_that_its_sweep_s_coordinator_does_not_name_is_left_to_that_coordinator()
    {
        Assert.Empty(SecondsWhenNamed(600, ["a"], at => Claim("a", ["n/cpu/1"], 1, at)));
        Assert.Empty(SecondsWhenNamed(600, Nothing, at => Claim("a", ["n/cpu/1"], 1, at)));
    }

    [Fact]
    public void What_a_coordinator_came_for_meanwhile_begins_anew()
    {
        Assert.Equal([91], SecondsWhenNamed(100, Nothing, at =>
        {
            if (at == Start + TimeSpan.FromSeconds(30)) Claim("a", ["n/cpu/0"], 1, at);
            else Broker.Release("a", ["n/cpu/0"]);
        }));
    }

    [Fact]
    public void An_attempt_that_ends_by_itself_is_not_named()
    {
        Assert.Empty(SecondsWhenNamed(100, Nothing, end: 50));
    }

    [Fact]
    public void Another_attempt_on_the_same_slot_has_its_own_minute()
    {
        var named = new List<(double, int)>();
        for (var second = 0; second <= 130; second++)
        {
            var at = Start + TimeSpan.FromSeconds(second);
            Broker.Offer(Node("n", Cpu(4)) with { Busy = [Left with { Trial = new("a", second < 50 ? 7 : 8, 1) }] }, at);
            named.AddRange(Broker.FindAbandoned(Nothing, at).Select(orphan => ((double)second, orphan.Trial.Trial)));
        }

        Assert.Equal([(110, 8)], named);
    }

    /// <summary>A node says each second that the attempt runs; in which seconds is it named as abandoned?</summary>
    private List<int> SecondsWhenNamed(int seconds, HashSet<string> running, Action<DateTimeOffset>? each = null, int end = int.MaxValue)
    {
        var named = new List<int>();
        for (var second = 0; second <= seconds; second++)
        {
            var at = Start + TimeSpan.FromSeconds(second);
            each?.Invoke(at);
            Broker.Offer(Node("n", Cpu(4)) with { Busy = second < end ? [Left] : [] }, at);
            if (Broker.FindAbandoned(running, at) is [var orphan])
            {
                Assert.Equal(Left, orphan);
                named.Add(second);
            }
        }

        return named;
    }
}
