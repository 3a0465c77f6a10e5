using System.Buffers;
using System.ComponentModel;
using System.Diagnostics;
using Sweep.Contracts;
using Sweep.Contracts.Files;
using Sweep.Experiments.Worker;

namespace Sweep.Experiments.Programs;

/// <summary>What makes the numbers of a program: its command line, its interpreter, the commit of the folder that it runs in.</summary>
internal static class ProgramMaker
{
    private const int LongestCommand = 4000;

    /// <summary>What a shell takes as it is.</summary>
    private static readonly SearchValues<char> Bare =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_=./:,+@%");

    private static readonly TimeSpan GitLimit = TimeSpan.FromSeconds(5);

    /// <summary>Adds it to what the worker knows. No process is left running.</summary>
    public static MadeBy Of(MadeBy worker, IReadOnlyList<string> command, StartTrial order, TimeProvider time)
    {
        var line = string.Join(' ', command.Select(Quoted));
        var (commit, changed) = Commit(order.BaseFolder, time);
        return worker with
        {
            Threads = int.TryParse(OuterEnvironment.Find("OMP_NUM_THREADS"), out var count) ? count : null,
            Gpu = order.Device.StartsWith("cuda", StringComparison.Ordinal) ? Machine.NvidiaModels() : null,
            Interpreter = Interpreter(command, order.BaseFolder),
            Commit = commit,
            Changed = changed,
            Command = line.Length <= LongestCommand ? line : line[..LongestCommand] + "…",
        };
    }

    /// <summary>The file that is executed first, without <c>env</c> and its variables; where it is a link, with what it leads to.</summary>
    internal static string? Interpreter(IReadOnlyList<string> command, string folder)
    {
        var isEnv = command.Count > 0 && Path.GetFileName(command[0]) == "env";
        var word = command.Skip(isEnv ? 1 : 0).FirstOrDefault(word => !isEnv || !word.Contains('=', StringComparison.Ordinal));
        if (word is null || word.StartsWith('-')) return null;
        var path = word.Contains('/', StringComparison.Ordinal) ? Path.GetFullPath(word, folder)
            : SearchPath.Find(word, Environment.GetEnvironmentVariable("PATH"));
        try
        {
            if (path is null) return word;
            return File.ResolveLinkTarget(path, returnFinalTarget: true) is { } real ? $"{path} ({real.FullName})" : path;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return path;
        }
    }

    /// <summary>Asks git, which is asked only in a repository. It takes no locks, and no longer than a few seconds.</summary>
    internal static (string? Commit, bool? Changed) Commit(string folder, TimeProvider time)
    {
        if (!IsInRepository(folder)) return (null, null);
        var info = new ProcessStartInfo("git", ["-C", folder, "status", "--porcelain=v2", "--branch", "--untracked-files=no"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        info.Environment["GIT_OPTIONAL_LOCKS"] = "0";
        try
        {
            using var git = Process.Start(info)!;
            using var limit = time.CreateTimer(_ => git.Kill(entireProcessTree: true), null, GitLimit, Timeout.InfiniteTimeSpan);
            git.StandardInput.Close();
            git.BeginErrorReadLine();
            var output = git.StandardOutput.ReadToEnd();
            git.WaitForExit();
            return git.ExitCode == 0 ? Read(output) : (null, null);
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException or IOException)
        {
            // No git on this machine.
            return (null, null);
        }
    }

    private static (string? Commit, bool? Changed) Read(string status)
    {
        var lines = status.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var commit = lines.FirstOrDefault(line => line.StartsWith("# branch.oid ", StringComparison.Ordinal))?.Split(' ')[^1];
        return commit is null or "(initial)" ? (null, null) : (commit, lines.Any(line => line[0] != '#'));
    }

    private static bool IsInRepository(string folder)
    {
        var at = folder;
        while (at is not null && !Path.Exists(Path.Combine(at, ".git"))) at = Path.GetDirectoryName(at);
        return at is not null;
    }

    private static string Quoted(string word) => word.Length > 0 && word.AsSpan().IndexOfAnyExcept(Bare) < 0
        ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
