using System.Globalization;
using Sweep.Experiments.Specs;
using Sweep.Experiments.Specs.Yaml;
using Sweep.Search.Domains;

namespace Sweep.Experiments.Tests.Specs;

/// <summary>Each distribution of the W&amp;B sweep file against closed forms, read from a file as a user writes it.</summary>
/// <remarks>Numbers marked scipy were made once by scipy.stats, on which the W&amp;B controller itself draws.</remarks>
public sealed class DistributionTests
{
    [Theory]
    // u, value: uniform on [2, 6] at u is 2 + 4u.
    [InlineData("{distribution: uniform, min: 2, max: 6}", 0.25, 3)]
    [InlineData("{distribution: uniform, min: -1, max: 1}", 0.5, 0)]
    [InlineData("{min: 0.5, max: 1.5}", 0.1, 0.6)]
    // Ten numbers from 1 to 10, a tenth each.
    [InlineData("{distribution: int_uniform, min: 1, max: 10}", 0.05, 1)]
    [InlineData("{min: 1, max: 10}", 0.75, 8)]
    [InlineData("{min: 1, max: 10}", 0.999999, 10)]
    // exp of uniform exponents: exp(1 + 2u).
    [InlineData("{distribution: log_uniform, min: 1, max: 3}", 0.5, 7.38905609893065)]
    // 1e-4 to 1e-1: three decades.
    [InlineData("{distribution: log_uniform_values, min: 1e-4, max: 1e-1}", 1.0 / 3, 1e-3)]
    // log(1/x) uniform on [1, 3]: x from e^-3 to e^-1, the middle is e^-2.
    [InlineData("{distribution: inv_log_uniform, min: 1, max: 3}", 0.5, 0.1353352832366127)]
    [InlineData("{distribution: inv_log_uniform, min: 1, max: 3}", 0.25, 0.0820849986238988)]
    [InlineData("{distribution: inv_log_uniform_values, min: 1e-4, max: 1e-1}", 2.0 / 3, 1e-2)]
    // 2 + 4u rounded to multiples of 0.5; halves go to the even multiple.
    [InlineData("{distribution: q_uniform, min: 2, max: 6, q: 0.5}", 0.3, 3)]
    [InlineData("{min: 2, max: 6, q: 0.5}", 0.9, 5.5)]
    [InlineData("{distribution: q_uniform, min: 0, max: 10}", 0.44, 4)]
    [InlineData("{distribution: q_uniform, min: 0, max: 1, q: 0.1}", 0.31, 0.3)]
    // exp(5u): at 0.5 12.18 to the nearest multiple of 5.
    [InlineData("{distribution: q_log_uniform, min: 0, max: 5, q: 5}", 0.5, 10)]
    // 32 * 8^u: at 0.5 90.5 to the nearest multiple of 8.
    [InlineData("{distribution: q_log_uniform_values, min: 32, max: 256, q: 8}", 0.5, 88)]
    // scipy norm.ppf(0.975) = 1.959963984540054.
    [InlineData("{distribution: normal}", 0.975, 1.959963984540054)]
    [InlineData("{distribution: normal, mu: 10, sigma: 2}", 0.975, 13.919927969080108)]
    [InlineData("{distribution: q_normal, mu: 10, sigma: 2, q: 3}", 0.975, 15)]
    [InlineData("{distribution: log_normal, mu: 1, sigma: 0.5}", 0.5, 2.718281828459045)]
    // exp(1 + 0.5 * 1.959963984540054).
    [InlineData("{distribution: log_normal, mu: 1, sigma: 0.5}", 0.975, 7.24261256098)]
    [InlineData("{distribution: q_log_normal, mu: 1, sigma: 0.5, q: 2}", 0.975, 8)]
    // beta(1, 1) is uniform; beta(1, 3) has F(x) = 1 - (1-x)^3; beta(2, 1) has F(x) = x^2.
    [InlineData("{distribution: beta}", 0.3, 0.3)]
    [InlineData("{distribution: beta, a: 1, b: 3}", 0.875, 0.5)]
    [InlineData("{distribution: beta, a: 2, b: 1}", 0.49, 0.7)]
    [InlineData("{distribution: q_beta, a: 2, b: 1, q: 0.25}", 0.49, 0.75)]
    public void Quantiles_are_those_of_the_closed_form(string written, double u, double expected)
    {
        var domain = Domain(written);

        Assert.Equal(expected, Number(domain.Quantile(u)!.ToJsonString()), 1e-6 * Math.Max(1, Math.Abs(expected)));
    }

    // Mean of 100,000 draws; the tolerance is four standard errors, 4 * sd / sqrt(100000), with sd from the closed form.
    [Theory]
    [InlineData("{distribution: uniform, min: 2, max: 6}", 4, 1.1547)]
    [InlineData("{distribution: int_uniform, min: 1, max: 10}", 5.5, 2.8723)]
    // (e^3 - e) / 2 and sqrt((e^6 - e^2)/4 - mean^2).
    [InlineData("{distribution: log_uniform, min: 1, max: 3}", 8.683627, 4.7818)]
    [InlineData("{distribution: inv_log_uniform, min: 1, max: 3}", 0.1590462, 0.0876)]
    [InlineData("{distribution: normal, mu: 10, sigma: 2}", 10, 2)]
    // exp(mu + sigma^2/2) and mean * sqrt(exp(sigma^2) - 1).
    [InlineData("{distribution: log_normal, mu: 1, sigma: 0.5}", 3.0802168, 1.6416)]
    // a / (a + b) and sqrt(ab / ((a+b)^2 (a+b+1))).
    [InlineData("{distribution: beta, a: 2, b: 6}", 0.25, 0.14434)]
    [InlineData("{distribution: q_uniform, min: 0, max: 10}", 5, 2.9155)]
    public void Mean_of_many_draws_is_that_of_the_closed_form(string written, double mean, double deviation)
    {
        var domain = Domain(written);
        var random = new Sweep.Search.Randomness.SeededRandom(2026);

        var sum = 0.0;
        for (var i = 0; i < 100_000; i++) sum += Number(domain.Quantile(random.NextDouble() * (1 - 1e-12) + 5e-13)!.ToJsonString());

        Assert.Equal(mean, sum / 100_000, 4 * deviation / Math.Sqrt(100_000));
    }

    [Theory]
    [InlineData("{distribution: q_uniform, min: 0, max: 10}")]
    [InlineData("{distribution: q_uniform, min: 2, max: 6, q: 0.5}")]
    [InlineData("{distribution: q_log_uniform_values, min: 32, max: 256, q: 8}")]
    [InlineData("{distribution: q_log_uniform, min: 0, max: 5, q: 5}")]
    [InlineData("{distribution: q_beta, a: 2, b: 3, q: 0.25}")]
    [InlineData("{values: [1, 2, 3], probabilities: [0.2, 0.3, 0.5]}")]
    [InlineData("{min: 3, max: 9}")]
    public void Probabilities_of_finite_domains_are_the_lengths_of_their_quantile_steps(string written)
    {
        var domain = Domain(written);
        var items = Enumerable.Range(0, (int)domain.Count!.Value).ToList();
        const int steps = 20_000;

        var shares = Enumerable.Range(0, steps).Select(i => domain.Quantile((i + 0.5) / steps)!.ToJsonString()).CountBy(value => value)
            .ToDictionary();

        Assert.Equal(1, items.Sum(i => domain.Probability(i)), 1e-9);
        Assert.All(items, i =>
            Assert.Equal(domain.Probability(i), shares.GetValueOrDefault(domain.Item(i)!.ToJsonString()) / (double)steps, 2.0 / steps));
        Assert.Equal(items.Count, items.Select(i => domain.Item(i)!.ToJsonString()).Distinct().Count());
    }

    [Fact]
    public void Ends_of_a_quantised_uniform_have_half_the_weight_of_the_rest()
    {
        var domain = Domain("{distribution: q_uniform, min: 0, max: 10}");

        Assert.Equal(0.05, domain.Probability(0), 1e-12);
        Assert.Equal(0.1, domain.Probability(5), 1e-12);
        Assert.Equal(0.05, domain.Probability(10), 1e-12);
    }

    [Fact]
    public void Multiples_of_a_decimal_step_are_written_as_people_write_them() =>
        Assert.Equal("0.1 0.2 0.3 0.4 0.5 0.6 0.7",
            string.Join(' ', Enumerable.Range(0, 7).Select(i => Domain("{min: 0.1, max: 0.7, q: 0.1}").Item(i)!.ToJsonString())));

    [Fact]
    public void Cdf_and_quantile_are_inverse()
    {
        Distribution[] distributions = [new Distribution.Uniform(-2, 5), new Distribution.LogUniform(1e-5, 10),
            new Distribution.Gaussian(3, 2), new Distribution.LogGaussian(-1, 0.7), new Distribution.BetaShape(0.5, 2)];

        Assert.All(distributions, distribution =>
            Assert.All(new[] { 0.01, 0.2, 0.5, 0.9, 0.99 }, u => Assert.Equal(u, distribution.Cdf(distribution.Quantile(u)), 1e-6)));
    }

    // A parameter of an external program has no range of its own.
    private static IDomain Domain(string written)
    {
        var errors = new SpecErrors();
        var domain = new DomainReader("x", null, errors).Read(YamlReader.Read(written, null, errors)!);
        Assert.Empty(errors.Sorted());
        return domain!;
    }

    private static double Number(string json) => double.Parse(json, CultureInfo.InvariantCulture);
}
