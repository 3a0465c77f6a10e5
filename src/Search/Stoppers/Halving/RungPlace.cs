using System.Globalization;
using System.Text.Json.Nodes;

namespace Sweep.Search.Stoppers.Halving;

/// <summary>Where a trial stands on a rung.</summary>
/// <param name="Rung">The rung.</param>
/// <param name="Better">How many trials come before it.</param>
/// <param name="Count">How many trials are there, itself among them.</param>
internal readonly record struct RungPlace(Rung Rung, int Better, int Count)
{
    /// <summary>Number 4 of 9 trials at epoch 3.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"number {Better + 1} of {Count} trials at epoch {Rung.Epoch}");

    /// <summary>The same for machines.</summary>
    public JsonObject Evidence() =>
        new() { ["bracket"] = Rung.Bracket, ["rung"] = Rung.Epoch, ["rank"] = Better + 1, ["of"] = Count };

    /// <summary>The place of a trial that has just come.</summary>
    /// <param name="rung">The rung.</param>
    /// <param name="trial">Trial number; the rung may know its loss already or not.</param>
    /// <param name="loss">Its best loss so far.</param>
    public static RungPlace Of(Rung rung, int trial, double loss)
    {
        var others = rung.Trials.Without(trial);
        return new(rung, others.Below(loss), others.Count + 1);
    }
}
