using static Sweep.Bench.Search.Functions.RealFunctions;

namespace Sweep.Bench.Search.Functions;

/// <summary>Log perplexity of a recurrent character model, as a person would expect it of its hyperparameters.</summary>
internal static class RecurrentModel
{
    /// <summary>Where nothing is learned: ln 28.</summary>
    private const double Nothing = 3.33;

    /// <summary>At the end: the cell's floor at best.</summary>
    public static double End(Point c) => End(new Parts(c));

    /// <summary>Spread over seeds: small where it trains well, large near the edge where it does not.</summary>
    public static double Noise(Point c) => 0.015 + 0.1 / (1 + Math.Exp(-8 * (new Parts(c).RateOff - 0.5)));

    /// <summary>Power law towards the end: low learning rates are slow, wide nets without dropout over-fit after a third of
    /// the epochs.</summary>
    public static double Curve(Point c, int epoch)
    {
        var parts = new Parts(c);
        var end = End(parts);
        var tau = 1.5 * Math.Pow(10, -0.5 * Math.Max(-2, Math.Min(parts.RateOff, 0.8)));
        var alpha = ByCell(c, 1.3, 1.1, 0.9);
        var over = 0.01 * Math.Max(0, parts.Width - 7) * Math.Max(0, epoch / 9.0 - 1) * (0.7 - (c["layers"] >= 2 ? c["dropout"] : 0));
        return end + (Nothing - end) * Math.Pow(1 + epoch / tau, -alpha) + over;
    }

    private static double End(Parts parts) => Nothing - (Nothing - parts.Floor) * Math.Exp(-parts.Far / 1.2);

    private static double ByCell(Point c, double rnn, double gru, double lstm) =>
        c.Word("cell") switch { "rnn" => rnn, "gru" => gru, _ => lstm };

    /// <summary>What the value is made of.</summary>
    private readonly struct Parts
    {
        public Parts(Point c)
        {
            var rnn = c.Word("cell") == "rnn";
            var layers = c["layers"];
            Floor = ByCell(c, 1.62, 1.50, 1.47);
            Width = Math.Log2(c["hidden"]);
            var bestWidth = ByCell(c, 7.5, 8.2, 8.6) + (rnn ? 0 : 0.4 * (layers - 1));
            var steps = Math.Log2(c["num_steps"]) - ByCell(c, 4.5, 5.5, 6.0);
            Far = 0.035 * Square(Width - bestWidth) + 0.06 * Square(layers - (rnn ? 1 : 2)) + 0.03 * Square(steps);
            if (c.Word("optimizer") == "sgd")
            {
                var clip = Math.Log10(c["clip"]);
                RateOff = Math.Log10(c["lr_sgd"]) - (ByCell(c, -0.3, 0.1, 0.3) - 0.3 * clip - 0.15 * (layers - 1));
                Far += (rnn ? 0.1 : 0.05) * clip * clip;
            }
            else
            {
                RateOff = Math.Log10(c["lr_adam"]) - (-2.4 - 0.2 * (Width - 8) - 0.15 * (layers - 1));
                Far -= 0.02;
            }

            Far += 0.25 * Square(RateOff) + (RateOff > 0.6 ? 3 * Square(RateOff - 0.6) : 0);
            if (layers >= 2) Far += 0.8 * Square(c["dropout"] - Math.Max(0, 0.08 * (Width - 6)));
            if (c.Word("sampling") == "random") Far += 0.03;
        }

        /// <summary>How far from the best.</summary>
        public double Far { get; }

        /// <summary>Best value of the cell.</summary>
        public double Floor { get; }

        /// <summary>The learning rate above its best one, in decades.</summary>
        public double RateOff { get; }

        /// <summary>log2 of the hidden units.</summary>
        public double Width { get; }
    }
}
