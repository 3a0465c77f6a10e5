using System.Globalization;
using CsCheck;
using Sweep.Search.Stoppers;

namespace Sweep.Search.Tests.Stoppers;

/// <summary>The rules that count in blocks, held to their plain definitions.</summary>
public sealed class DefinitionTests
{
    private static readonly Gen<double> AnyEta = Gen.OneOf([.. new[] { 1.1, 1.5, 2, 3, 4 }.Select(Gen.Const)]);

    [Fact]
    public void Median_decides_as_its_definition() =>
        Gen.Select(Histories.Any, Gen.Int[1, 6], Gen.Int[0, 2], Gen.Bool).Sample((steps, startup, warmup, maximize) => Assert.Equal(
            Reasons(new PlainMedian(startup, warmup, maximize ? -1 : 1), steps),
            Reasons(new MedianStopper(startup, warmup, maximize), steps)), iter: 1000);

    [Fact]
    public void Hyperband_decides_as_its_definition() =>
        Gen.Select(Histories.Any, AnyEta, Gen.Bool, Gen.Bool, Gen.Int[1, 9]).Sample((steps, eta, strict, maximize, first) =>
        {
            var stopper = HyperbandStopper.FromMinIter(first, eta, strict, maximize);
            Assert.Equal(Reasons(new PlainHyperband(stopper.Rungs, eta, strict, maximize ? -1 : 1), steps), Reasons(stopper, steps));
        }, iter: 1000);

    private static IEnumerable<string?> Reasons(IStopper rule, HistoryStep[] steps) =>
        Histories.Verdicts(rule, steps).Select(verdict => verdict?.Reason);

    private sealed class PlainMedian(int startup, int warmup, int sign) : IStopper
    {
        private readonly Dictionary<(int Trial, int Epoch), double> noted = [];

        public string Name => "median";

        public void Note(int trial, Reading report) => noted[(trial, report.Epoch)] = report.Loss;

        public Verdict? Judge(TrialCurve own)
        {
            var epoch = own.Newest.Epoch;
            if (epoch <= warmup || !double.IsFinite(own.Newest.Loss)) return null;
            var others = noted.Where(report => report.Key.Epoch == epoch && report.Key.Trial != own.Trial && double.IsFinite(report.Value))
                .Select(report => report.Value).Order().ToList();
            if (others.Count < startup) return null;
            var median = (others[(others.Count - 1) / 2] + others[others.Count / 2]) / 2;
            var best = own.Reports.Where(report => double.IsFinite(report.Loss)).Min(report => report.Loss);
            return best <= median ? null : new StopVerdict(string.Create(
                CultureInfo.InvariantCulture,
                $"median: its best value {sign * best:G6} is worse than the median {sign * median:G6} of {others.Count} others at " +
                    $"epoch {epoch}"));
        }
    }

    private sealed class PlainHyperband(IReadOnlyList<int> bands, double eta, bool strict, int sign) : IStopper
    {
        private readonly Dictionary<(int Trial, int Epoch), double> noted = [];

        public string Name => "hyperband";

        public void Note(int trial, Reading report) => noted[(trial, report.Epoch)] = report.Loss;

        public Verdict? Judge(TrialCurve own)
        {
            var band = bands.LastOrDefault(candidate => candidate <= own.Newest.Epoch);
            var mine = own.Reports.Where(report => double.IsFinite(report.Loss)).ToList();
            if (band == 0 || mine.Find(report => report.Epoch == band) is not { Epoch: > 0, Loss: var atBand }) return null;
            var values = noted.Where(report => report.Key.Epoch == band && report.Key.Trial != own.Trial && double.IsFinite(report.Value))
                .Select(report => report.Value).Append(atBand).Order().ToList();
            var limit = values[(int)(1 / eta * values.Count)];
            var value = strict ? atBand : mine.Min(report => report.Loss);
            return value <= limit ? null : new StopVerdict(string.Create(
                CultureInfo.InvariantCulture,
                $"hyperband: {sign * value:G6} at epoch {band} is not among the best 1/{eta:0.##} of {values.Count} trials (limit " +
                    $"{sign * limit:G6})"));
        }
    }
}
