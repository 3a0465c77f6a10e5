using Sweep.Contracts.Text;

namespace Sweep.Contracts.Tests;

/// <summary>Names of enumerations as the ledger, the protocol and scripts have them.</summary>
public sealed class EnumTextTests
{
    [Fact]
    public void Every_outcome_and_status_is_read_as_it_is_written()
    {
        Assert.Equal("out_of_memory", AttemptOutcome.OutOfMemory.SnakeCase());
        Assert.All(Enum.GetValues<AttemptOutcome>(), outcome =>
            Assert.Equal(outcome, EnumText.Parse<AttemptOutcome>(outcome.SnakeCase(), "outcome")));
        Assert.All(Enum.GetValues<TrialStatus>(), status =>
            Assert.Equal(status, EnumText.Parse<TrialStatus>(status.SnakeCase(), "status")));
    }

    [Fact]
    public void Another_name_is_refused_with_what_it_should_have_named() =>
        Assert.Equal("there is no status 'perhaps'",
            Assert.Throws<FormatException>(() => EnumText.Parse<TrialStatus>("perhaps", "status")).Message);
}
