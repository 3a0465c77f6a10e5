using Sweep.Reports.Parameters;

namespace Sweep.Reports.Tests.Parameters;

public sealed class VaryingParametersTests
{
    [Fact]
    public void Only_what_varies_tells_configurations_apart()
    {
        var parameters = VaryingParameters.Of(["""{"cell":"gru","hidden":256,"lr":0.5}""", """{"cell":"lstm","hidden":256,"lr":0.5}"""]);

        Assert.Equal(["cell"], parameters.Names);
        Assert.Equal([new("hidden", "256"), new("lr", "0.5")], parameters.Constant);
        Assert.Equal("cell=gru", parameters.Short("""{"cell":"gru","hidden":256,"lr":0.5}"""));
    }

    [Fact]
    public void Parameter_that_some_configurations_lack_varies()
    {
        var parameters = VaryingParameters.Of(["""{"optimizer":"sgd","momentum":0.9}""", """{"optimizer":"adam"}"""]);

        Assert.Equal(["optimizer", "momentum"], parameters.Names);
        Assert.Equal("optimizer=adam", parameters.Short("""{"optimizer":"adam"}"""));
        Assert.Equal("-", VaryingParameters.Value("""{"optimizer":"adam"}""", "momentum"));
    }

    [Fact]
    public void Single_configuration_has_nothing_that_varies()
    {
        var parameters = VaryingParameters.Of(["""{"cell":"gru"}""", """{"cell":"gru"}"""]);

        Assert.Empty(parameters.Names);
        Assert.Equal("", parameters.Short("""{"cell":"gru"}"""));
    }

    [Fact]
    public void Values_read_as_in_the_sweep_file()
    {
        var parameters = VaryingParameters.Of(["""{"a":true,"b":null,"c":[1,2],"d":"x y","e":1e-05}"""]);

        Assert.Equal(["true", "null", "[1,2]", "\"x y\"", "1e-05"], parameters.Constant.Select(c => c.Value));
    }

    [Fact]
    public void What_would_run_together_or_not_be_seen_is_quoted() => Assert.Equal(
        "sp=\"a b  c\" empty=\"\" quote=\"a\\\"b\" dash=\"-\" plain=a-b",
        VaryingParameters.Of(["""{"sp":"a b  c","empty":"","quote":"a\"b","dash":"-","plain":"a-b"}"""]).Always);

    [Fact]
    public void Numbers_of_a_parameter_are_written_alike()
    {
        var parameters = VaryingParameters.Of(["""{"lr":1E-05,"n":9007199254740993}""", """{"lr":0.00025,"n":1}"""]);

        Assert.Equal("lr=1.0e-05 n=9007199254740993", parameters.Short("""{"lr":1E-05,"n":9007199254740993}"""));
    }
}
