using System.Net;
using Sweep.Silo.Security;

namespace Sweep.Silo.Tests.Security;

public sealed class RefusalLogLimiterTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void An_address_is_written_once_in_a_while()
    {
        var limiter = new RefusalLogLimiter(limit: 10, TimeSpan.FromHours(1));

        Assert.True(limiter.ShouldWrite(Address(1), Noon));
        Assert.False(limiter.ShouldWrite(Address(1), Noon.AddMinutes(59)));
        Assert.True(limiter.ShouldWrite(Address(2), Noon.AddMinutes(59)));
        Assert.True(limiter.ShouldWrite(Address(1), Noon.AddMinutes(61)));
    }

    [Fact]
    public void Many_addresses_fill_neither_log_nor_memory()
    {
        var limiter = new RefusalLogLimiter(limit: 10, TimeSpan.FromHours(1));

        var written = Enumerable.Range(0, 100).Count(n => limiter.ShouldWrite(Address(n), Noon));

        Assert.Equal(10, written);
        Assert.True(limiter.ShouldWrite(Address(50), Noon.AddMinutes(61)));
    }

    private static IPAddress Address(int n) => new([10, 0, 0, (byte)n]);
}
