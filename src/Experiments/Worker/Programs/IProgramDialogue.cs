using Sweep.Contracts;

namespace Sweep.Experiments.Worker.Programs;

/// <summary>How a program talks: in the worker protocol or with one last line.</summary>
internal interface IProgramDialogue
{
    /// <summary>Takes a line of its standard output.</summary>
    /// <returns>The end of the attempt; null while it goes on.</returns>
    TrialEnded? Hear(string line, ProgramProcess program);

    /// <summary>Nothing was heard for a moment.</summary>
    void Idle();

    /// <summary>The node wants the attempt to end; called again until it has.</summary>
    /// <returns>The end of the attempt; null while the program still may answer.</returns>
    TrialEnded? Stop(ProgramProcess program);

    /// <summary>The program ended by itself.</summary>
    TrialEnded Exited(int code);
}
