using System.Text.Json;
using System.Text.Json.Nodes;
using Sweep.Contracts;
using Sweep.Experiments.Catalog;
using Sweep.Experiments.Specs;

namespace Sweep.Silo.Workers;

/// <summary>What a node does not do for whoever may submit a sweep. Pure; the worker looks again where only the disk can tell.</summary>
/// <param name="allowCommands">True when sweeps may run programs of their choice on it.</param>
/// <param name="isConfined">True when sweeps may read files of the node's data folder only.</param>
public sealed class OrderRules(string node, bool allowCommands, bool isConfined, ExperimentCatalog catalog)
{
    /// <summary>The end of an attempt that must not begin; null when it may.</summary>
    public TrialEnded? Refusal(TrialOrder order)
    {
        if (Problem(order) is { } reason) return new TrialEnded { Outcome = AttemptOutcome.BadInput, Reason = reason };
        // Another node may be willing: this one is left out of the sweep, and nothing counts against the trial.
        return Unwilling(order) is { } unwilling ? new TrialEnded { Outcome = AttemptOutcome.NodeFault, Reason = unwilling } : null;
    }

    private string? Unwilling(TrialOrder order)
    {
        if (catalog.Find(order.Experiment) is not { } experiment)
            return $"node '{node}' has no experiment '{order.Experiment}'; start the nodes with --experiments and its assembly";
        return allowCommands || (order.Command.Count == 0 && order.Program is null && !experiment.RunsCommands) ? null
            : $"node '{node}' runs no programs of sweep files; start the nodes with --allow-commands where everybody who can submit a " +
                "sweep may run what he likes";
    }

    private static JsonObject? Object(string json)
    {
        try
        {
            return JsonNode.Parse(json) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private string? Problem(TrialOrder order)
    {
        if (!SweepName.IsProper(order.Trial.Sweep) || order.Trial.Trial < 0)
            return $"'{order.Trial.Sweep}/{order.Trial.Trial}' cannot be the name of a trial: {SweepName.Rule}";
        if (Object(order.Plan.Config.Json) is not { } config)
            return $"the configuration of {order.Trial.Label} is no JSON object; submit the sweep from a client of the same release";
        return isConfined && catalog.Find(order.Experiment) is { } experiment ? PathConfinement.Problem(experiment, config) : null;
    }
}
