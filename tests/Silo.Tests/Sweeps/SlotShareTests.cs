using Microsoft.Extensions.Logging.Abstractions;
using Sweep.Contracts;
using Sweep.Search.Slots;
using Sweep.Silo.Contracts;
using Sweep.Silo.Sweeps;

namespace Sweep.Silo.Tests.Sweeps;

/// <summary>A sweep's share against the broker's real books.</summary>
public sealed class SlotShareTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 31, 9, 30, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_sweep_that_ends_leaves_nothing_claimed_not_even_what_it_dropped_a_moment_before()
    {
        var books = new Books();
        books.Broker.Offer(new NodeOffer { Node = "a", Incarnation = "1", Devices = [new DeviceOffer { Device = "cpu", Units = 3 }] }, Now);
        var share = new SlotShare("first", 0, books, TimeProvider.System, NullLogger.Instance);
        share.State(BySlot([]), Wants(3), []);
        var granted = await share.Claim(TestContext.Current.CancellationToken);
        share.State(BySlot(granted!), Wants(3), []);

        share.State(BySlot([granted![0]]), Wants(1), []);
        await share.GiveBackAll();

        Assert.Equal(3, granted.Count);
        Assert.Equal(3, books.Broker.Claim(new SlotClaim { Sweep = "second", Held = [], Wants = Wants(3) }, Now).Count);
    }

    [Fact]
    public async Task A_claim_that_was_under_way_when_a_sweep_ended_leaves_nothing_claimed()
    {
        var books = new Books();
        books.Broker.Offer(new NodeOffer { Node = "a", Incarnation = "1", Devices = [new DeviceOffer { Device = "cpu", Units = 3 }] }, Now);
        var share = new SlotShare("first", 0, books, TimeProvider.System, NullLogger.Instance);
        share.State(BySlot([]), Wants(1), []);
        share.State(BySlot((await share.Claim(TestContext.Current.CancellationToken))!), Wants(3), []);
        using var ending = new CancellationTokenSource();
        books.Answers = false;
        var claiming = share.KeepClaiming(_ => Task.CompletedTask, ending.Token);
        await books.Unanswered.Task;

        share.State(BySlot([]), [], []);
        await ending.CancelAsync();
        await claiming;
        books.Answers = true;
        await share.GiveBackAll();

        Assert.Equal(3, books.Broker.Claim(new SlotClaim { Sweep = "second", Held = [], Wants = Wants(3) }, Now).Count);
    }

    private static SlotWant[] Wants(int count) => [new(new SlotNeed(), count)];

    private static Dictionary<SlotName, SlotGrant> BySlot(IEnumerable<SlotGrant> grants) => grants.ToDictionary(grant => grant.Slot);

    private sealed class Books : ISlotBrokerGrain
    {
        public SlotBroker Broker { get; } = new(TimeSpan.FromSeconds(20));

        /// <summary>False: claims count, and their answers never arrive.</summary>
        public bool Answers { get; set; } = true;

        public TaskCompletionSource Unanswered { get; } = new();

        public async Task<IReadOnlyList<SlotGrant>> Claim(SlotClaim claim, CancellationToken cancel = default)
        {
            var answer = Broker.Claim(claim, Now);
            if (Answers) return answer;
            Unanswered.TrySetResult();
            await Task.Delay(Timeout.Infinite, cancel);
            return answer;
        }

        public Task Release(string sweep, IReadOnlyList<SlotName> slots, CancellationToken cancel = default)
        {
            Broker.Release(sweep, slots);
            return Task.CompletedTask;
        }

        public Task Offer(NodeOffer offer, CancellationToken cancel = default) => throw new NotSupportedException();

        public Task Withdraw(string node, string incarnation, CancellationToken cancel = default) => throw new NotSupportedException();

        public Task<IReadOnlyList<SlotName>> ListSlots(CancellationToken cancel = default) => throw new NotSupportedException();

        public Task<IReadOnlyList<NodeView>> ListNodes(CancellationToken cancel = default) => throw new NotSupportedException();
    }
}
