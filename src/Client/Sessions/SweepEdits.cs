using Sweep.Client.Cli;
using Sweep.Client.Clusters;
using Sweep.Client.Hosting;
using Sweep.Client.Results;
using Sweep.Contracts.Rows;
using Sweep.Experiments.Specs;
using Sweep.Ledger;
using Sweep.Ledger.Sqlite;
using Sweep.Silo.Checkpoints;
using Sweep.Silo.Sweeps;

namespace Sweep.Client.Sessions;

/// <summary>Removes and renames sweeps of a ledger of this machine, with what lies beside the ledger: checkpoints, output, logs.</summary>
internal sealed class SweepEdits(CliContext context, LedgerPlace place)
{
    /// <summary>Removes a sweep that nobody runs.</summary>
    /// <exception cref="UserException">Bad input: it is a cluster's.</exception>
    /// <exception cref="Contracts.SweepRefusedException">It is running.</exception>
    public async Task Remove(SweepRow sweep)
    {
        using var held = await Take(sweep.Name);
        await using (var ledger = SqliteLedger.Edit(place.File, context.Time)) await ledger.Remove(sweep.Name);
        // Only now: a sweep without its files would train anew what it had.
        Directory.Delete(SweepFiles.Folder(place.File, sweep.Name), recursive: true);
    }

    /// <summary>Gives a sweep that nobody runs another name.</summary>
    /// <exception cref="UserException">Bad input: the name is not allowed or taken, or the sweep is a cluster's.</exception>
    /// <exception cref="Contracts.SweepRefusedException">It is running.</exception>
    public async Task Rename(SweepRow sweep, string name)
    {
        if (SweepName.Problem(name) is { } problem) throw UserException.BadInput(problem);
        if (await place.Open().FindSweep(name) is not null)
            throw UserException.BadInput($"there is a sweep '{name}' in {place.Display} already: choose another name, or remove it first");
        var yaml = Renamed(sweep, name);
        using var held = await Take(sweep.Name);
        var (from, to) = (SweepFiles.Folder(place.File, sweep.Name), SweepFiles.Folder(place.File, name));
        if (Directory.Exists(to))
            throw UserException.BadInput($"the folder {to} is in the way: it is of a sweep that this ledger does not hold; move it away");
        Directory.Move(from, to);
        try
        {
            await using var ledger = SqliteLedger.Edit(place.File, context.Time);
            await ledger.Rename(sweep.Name, name, yaml);
        }
        catch
        {
            Directory.Move(to, from);
            throw;
        }
    }

    private async Task<SweepLock> Take(string sweep)
    {
        if (place.Cluster is not null) throw UserException.BadInput(
            "sweeps of a cluster are neither removed nor renamed: its nodes keep checkpoints of them",
            "  run the file under another name (--name NEW), or name a ledger of this machine with --db");
        LocalSession.RequireOwn(context, place);
        return await SweepLock.Take(new SweepFolders(SweepFiles.Root(place.File)), sweep, context.Interrupted);
    }

    /// <summary>The file under the new name, from which the sweep goes on; comments stay where only the name changes.</summary>
    private string Renamed(SweepRow sweep, string name)
    {
        var specPlace = RecordedFile.Place(sweep.BaseFolder) with { HasFiles = false };
        if (SweepFileName.Replaced(sweep.Yaml, name) is { } text
            && SweepSpecReader.Read(text, context.Catalog, specPlace, [], sweep.Name).Spec?.Name == name
            && SweepFileDifference.Keys(sweep.Yaml, text) is ["name"]) return text;
        var read = SweepSpecReader.Read(sweep.Yaml, context.Catalog, specPlace, [$"name='{name}'"], sweep.Name);
        return read.Spec?.Yaml ?? throw UserException.BadInput(
        [
            $"the file of '{sweep.Name}' can no longer be read, so it cannot have another name in it",
            .. read.Errors.Select(e => e.Format(sweep.Name)),
        ]);
    }
}
