using System.ComponentModel;
using Sweep.Contracts;
using Sweep.Contracts.Files;
using Sweep.Experiments.Output;
using Sweep.Experiments.Worker;

namespace Sweep.Experiments.Programs;

/// <summary>Runs the <c>program</c> experiment: one process of an external program per trial, in the working folder of the sweep.</summary>
/// <remarks>When the first JSON object on the program's standard output is a <c>ready</c> message, the program speaks the worker protocol:
/// it gets the order on its standard input. Otherwise each JSON object that it writes there with the metric's name is a report.</remarks>
/// <param name="guard">Words that start a <see cref="ProgramGuard"/>; empty = none: what programs leave in other sessions stays.</param>
public sealed class ProgramRunner(IReadOnlyList<string> guard) : ITrialRunner
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(200);

    /// <inheritdoc />
    public TrialEnded Run(TrialContext trial)
    {
        var command = Expand(trial.Order);
        trial.MadeBy = ProgramMaker.Of(trial.MadeBy, command, trial.Order, trial.Time);
        using var output = new KeptOutput(trial.Order.CheckpointFolder, OutputSegment.Out, trial.Order.Attempt);
        using var errors = new KeptOutput(trial.Order.CheckpointFolder, OutputSegment.Error, trial.Order.Attempt);
        using var program = Launch(command, trial.Order, output, errors);
        if (guard.Count == 0 || !ProcessTable.IsReadable)
            trial.Log("processes that the program leaves behind in a session of their own are not found here, and stay: that needs Linux " +
            "and a readable /proc");
        IProgramDialogue dialogue = new PlainDialogue(trial);
        var isFirst = true;
        while (!program.IsOver)
        {
            if (trial.Stop is not null && dialogue.Stop(program) is { } stopped) return stopped;
            if (program.Take(LookEvery) is not { } line)
            {
                dialogue.Idle();
                continue;
            }

            if (isFirst && LooseJson.TryReadObject(line) is not null)
            {
                isFirst = false;
                if (WorkerProtocol.TryReadEvent(line) is WorkerReady ready) dialogue = ProtocolDialogue.Begin(trial, program, ready);
                else program.CloseInput();
            }

            if (dialogue.Hear(line, program) is { } ended) return ended;
        }

        return dialogue.Exited(program);
    }

    private static IReadOnlyList<string> Expand(StartTrial order)
    {
        var file = Path.Combine(order.CheckpointFolder, "config.json");
        Directory.CreateDirectory(order.CheckpointFolder);
        CountMark.RequireFile(file);
        var config = order.Grouped ?? order.Config;
        File.WriteAllText(file, PythonText.Json(config));
        try
        {
            return new CommandLine(order.Program, config, order.Config, SearchPath.Interpreter, file, Environment.GetEnvironmentVariable)
                .Expand(order.Command ?? []);
        }
        catch (FormatException e)
        {
            throw new TrialException(AttemptOutcome.BadInput, e.Message, e);
        }
    }

    private ProgramProcess Launch(IReadOnlyList<string> command, StartTrial order, KeptOutput output, KeptOutput errors)
    {
        if (command.Count == 0)
            throw new TrialException(AttemptOutcome.BadInput, "the sweep file's command is empty; give it a program to run");
        if (!Directory.Exists(order.BaseFolder))
            throw new TrialException(AttemptOutcome.Error, $"the program's working folder {order.BaseFolder} does not exist on this node");
        try
        {
            return ProgramProcess.Start(command, order.BaseFolder, ProgramEnvironment.For(order), guard, output, errors);
        }
        catch (Win32Exception e)
        {
            throw new TrialException(
                AttemptOutcome.Error, $"cannot start '{string.Join(' ', command)}' in {order.BaseFolder}: {e.Message}", e);
        }
    }
}
