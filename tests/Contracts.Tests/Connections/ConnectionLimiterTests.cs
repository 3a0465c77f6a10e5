using System.Net;
using CsCheck;
using Sweep.Contracts.Connections;

namespace Sweep.Contracts.Tests.Connections;

public sealed class ConnectionLimiterTests
{
    private static readonly IPAddress Here = IPAddress.Parse("10.0.0.1"), There = IPAddress.Parse("10.0.0.2"),
        Elsewhere = IPAddress.Parse("10.0.0.3");

    [Fact]
    public void While_there_are_places_nobody_goes()
    {
        var limiter = new ConnectionLimiter<string>(limit: 3, limitOfOne: 2);

        Assert.Equal([null, null, null], [limiter.Enter(Here, "a"), limiter.Enter(Here, "b"), limiter.Enter(There, "c")]);
    }

    [Fact]
    public void One_address_gives_up_its_own_oldest_connection()
    {
        var limiter = new ConnectionLimiter<string>(limit: 10, limitOfOne: 2);
        limiter.Enter(There, "other");
        limiter.Enter(Here, "first");
        limiter.Enter(Here, "second");

        Assert.Equal("first", limiter.Enter(Here, "third"));
        Assert.Equal("second", limiter.Enter(Here, "fourth"));
    }

    [Fact]
    public void When_all_places_are_taken_the_address_with_the_most_gives_one_up()
    {
        var limiter = new ConnectionLimiter<string>(limit: 3, limitOfOne: 2);
        limiter.Enter(There, "alone");
        limiter.Enter(Here, "first");
        limiter.Enter(Here, "second");

        Assert.Equal("first", limiter.Enter(Elsewhere, "new"));
    }

    [Fact]
    public void A_place_is_given_back_once()
    {
        var limiter = new ConnectionLimiter<string>(limit: 10, limitOfOne: 1);
        limiter.Enter(Here, "first");
        limiter.Enter(Here, "second");

        limiter.Leave(Here, "first");
        Assert.Equal("second", limiter.Enter(Here, "third"));
        limiter.Leave(Here, "third");

        Assert.Null(limiter.Enter(Here, "fourth"));
    }

    [Fact]
    public async Task A_connection_has_its_place_as_long_as_it_is_served()
    {
        var limiter = new ConnectionLimiter<string>(limit: 10, limitOfOne: 1);
        var (served, closed) = (new TaskCompletionSource(), new List<string>());

        var first = limiter.Attend(new IPEndPoint(Here, 1), "first", closed.Add, () => served.Task);
        await limiter.Attend(new IPEndPoint(Here.MapToIPv6(), 2), "second", closed.Add, () => Task.CompletedTask);
        await limiter.Attend(new IPEndPoint(Here, 3), "third", closed.Add, () => Task.CompletedTask);

        Assert.Equal(["first"], closed);
        served.SetResult();
        await first;
    }

    [Fact]
    public void Places_are_neither_lost_nor_made() => Gen.Int[0, 3].List[0, 60].Sample(callers =>
    {
        var limiter = new ConnectionLimiter<string>(limit: 6, limitOfOne: 3);
        var inside = new List<(IPAddress Address, string Name)>();
        foreach (var (caller, n) in callers.Select((caller, n) => (new IPAddress([10, 0, 0, (byte)caller]), n)))
        {
            var (full, own) = (inside.Count == 6, inside.Count(c => c.Address.Equals(caller)));
            var loser = limiter.Enter(caller, $"{n}");
            Assert.Equal(full || own == 3, loser is not null);
            if (own == 3) Assert.Equal(inside.First(c => c.Address.Equals(caller)).Name, loser);
            inside.RemoveAll(c => c.Name == loser);
            inside.Add((caller, $"{n}"));
            if (n % 5 != 4) continue;
            limiter.Leave(inside[0].Address, inside[0].Name);
            inside.RemoveAt(0);
        }
    });
}
