using Sweep.Client.Cli;
using Sweep.Client.Results;

namespace Sweep.Client.Tests.Results;

public sealed class TrialLabelTests
{
    [Fact]
    public void Name_alone_is_the_sweep() => Assert.Equal(new TrialLabel("cells", null), TrialLabel.Parse("cells"));

    [Fact]
    public void Number_behind_the_slash_is_the_trial() => Assert.Equal(new TrialLabel("cells", 17), TrialLabel.Parse("cells/17"));

    [Theory]
    [InlineData("cells/xx")]
    [InlineData("cells/")]
    [InlineData("cells/-1")]
    [InlineData("cells/1/2")]
    [InlineData("/3")]
    [InlineData("cells/99999999999")]
    public void Anything_else_is_refused_with_an_example(string text)
    {
        var refused = Assert.Throws<UserException>(() => TrialLabel.Parse(text));

        Assert.Equal(ExitCodes.BadInput, refused.ExitCode);
        Assert.Equal($"expected a trial as NAME/NUMBER, such as 'cells/17', found '{text}'", refused.Message);
    }

    [Fact]
    public void Sweep_where_a_trial_is_needed_is_refused() =>
        Assert.Throws<UserException>(() => TrialLabel.ParseTrial("cells", verb => verb));
}
