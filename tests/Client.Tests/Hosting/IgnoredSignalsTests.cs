using Sweep.Client.Hosting;

namespace Sweep.Client.Tests.Hosting;

public sealed class IgnoredSignalsTests
{
    [Theory]
    [InlineData("Name:\tsweep\nSigBlk:\t0000000000000000\nSigIgn:\t0000000000000001\nSigCgt:\t0000000000000000\n", true)]
    [InlineData("SigIgn:\t0000000000001007\n", true)]
    [InlineData("SigIgn:\t0000000000001006\n", false)]
    [InlineData("SigCgt:\t0000000000000001\n", false)]
    [InlineData("", false)]
    public void The_first_bit_stands_for_the_hang_up(string status, bool isIgnored) =>
        Assert.Equal(isIgnored, IgnoredSignals.HasHangUp(status));
}
