using System.Diagnostics;
using Sweep.Contracts;
using Sweep.Search.Slots;

namespace Sweep.Bench.Scale;

/// <summary>What one claim costs the slot broker, alone, in a full cluster.</summary>
internal static class BrokerCost
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(20);
    private static readonly SlotWant[] Endless = [new(new SlotNeed(), 20_000)];

    /// <summary>Microseconds of a renewal by a sweep that has its share,
    /// and of the first claim of a sweep that arrives when every slot is taken.</summary>
    public static (double Renewal, double Arrival) Measure(int nodes, int slotsPerNode, int sweeps)
    {
        var (broker, now) = (new SlotBroker(Lease), DateTimeOffset.UnixEpoch);
        for (var n = 0; n < nodes; n++)
            broker.Offer(new NodeOffer
            {
                Node = $"n{n:000}",
                Incarnation = "1",
                Devices = [new DeviceOffer { Device = "cpu", Units = slotsPerNode }]
            }, now);
        var held = new IReadOnlyList<SlotGrant>[sweeps];
        Array.Fill(held, []);
        for (var round = 0; round < 5; round++)
        {
            for (var s = 0; s < sweeps; s++) held[s] = Claim(s);
        }

        var renewals = Time(Math.Max(200, sweeps * 20), i => Claim(i % sweeps));
        var arrivals = Time(50, i =>
        {
            broker.Claim(new SlotClaim { Sweep = "late", Wants = Endless }, now);
            broker.Release("late", []);
        });
        return (renewals, arrivals);

        IReadOnlyList<SlotGrant> Claim(int s) => broker.Claim(new SlotClaim { Sweep = $"s{s:000}", Held = held[s], Wants = Endless }, now);
    }

    private static double Time(int calls, Action<int> call)
    {
        for (var i = 0; i < calls; i++) call(i);
        var times = new double[calls];
        for (var i = 0; i < calls; i++)
        {
            var began = Stopwatch.GetTimestamp();
            call(i);
            times[i] = Stopwatch.GetElapsedTime(began).TotalMicroseconds;
        }

        Array.Sort(times);
        return times[calls / 2];
    }
}
