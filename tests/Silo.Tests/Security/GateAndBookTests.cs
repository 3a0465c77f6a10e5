using System.Net;
using CsCheck;
using Sweep.Silo.Security;

namespace Sweep.Silo.Tests.Security;

public sealed class GateAndBookTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void One_address_cannot_take_every_place()
    {
        var gate = new HandshakeGate(limit: 3, limitOfOne: 2);

        Assert.True(gate.TryEnter(Address(1)));
        Assert.True(gate.TryEnter(Address(1)));
        Assert.False(gate.TryEnter(Address(1)));
        Assert.True(gate.TryEnter(Address(2)));
        Assert.False(gate.TryEnter(Address(3)));
        gate.Leave(Address(1));
        Assert.True(gate.TryEnter(Address(3)));
    }

    [Fact]
    public void Places_are_neither_lost_nor_made() => Gen.Int[0, 3].List[0, 60].Sample(callers =>
    {
        var gate = new HandshakeGate(limit: 6, limitOfOne: 3);
        var inside = new List<int>();
        foreach (var caller in callers)
        {
            var room = inside.Count < 6 && inside.Count(c => c == caller) < 3;
            Assert.Equal(room, gate.TryEnter(Address(caller)));
            if (room) inside.Add(caller);
            if (inside.Count <= 4) continue;
            gate.Leave(Address(inside[0]));
            inside.RemoveAt(0);
        }
    });

    [Fact]
    public void An_address_is_written_once_in_a_while()
    {
        var book = new RefusalBook(limit: 10, TimeSpan.FromHours(1));

        Assert.True(book.ShouldWrite(Address(1), Noon));
        Assert.False(book.ShouldWrite(Address(1), Noon.AddMinutes(59)));
        Assert.True(book.ShouldWrite(Address(2), Noon.AddMinutes(59)));
        Assert.True(book.ShouldWrite(Address(1), Noon.AddMinutes(61)));
    }

    [Fact]
    public void Many_addresses_fill_neither_log_nor_memory()
    {
        var book = new RefusalBook(limit: 10, TimeSpan.FromHours(1));

        var written = Enumerable.Range(0, 100).Count(n => book.ShouldWrite(Address(n), Noon));

        Assert.Equal(10, written);
        Assert.True(book.ShouldWrite(Address(50), Noon.AddMinutes(61)));
    }

    private static IPAddress Address(int n) => new([10, 0, 0, (byte)n]);
}
