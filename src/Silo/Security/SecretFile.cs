using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Sweep.Contracts;
using Sweep.Contracts.Files;

namespace Sweep.Silo.Security;

/// <summary>A secret in a file that only its owner, and at most a group, may read.</summary>
internal static partial class SecretFile
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    // A group may read: that is how services and containers are given a secret. It may not replace it.
    private const UnixFileMode Forbidden = UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.GroupWrite;

    private const int AlreadyExists = 17;

    /// <summary>The secret; null when there is no file.</summary>
    /// <exception cref="SweepRefusedException">Input error: others may read it, it cannot be read, or it is no secret.</exception>
    public static ClusterSecret? Read(string path)
    {
        try
        {
            RegularFile.Require(path);
            using var file = File.OpenHandle(path);
            // Of the open file: a path could name another one by now.
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file) & Forbidden) is not 0 and var mode) throw Open(path, mode);
            // One byte more than the longest secret and the white space around it tells that it is too long.
            var bytes = new byte[ClusterSecret.MaxBytes + 64];
            return ClusterSecret.From(bytes.AsSpan(0, RandomAccess.Read(file, bytes, 0)), $"'{path}'");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SweepRefusedException(
                $"the cluster's secret in '{path}' cannot be read: {e.Message}. Expected a file of this user", isInputError: true);
        }
    }

    /// <summary>Makes a secret of 32 random bytes in hexadecimal; when another process is quicker, its secret.</summary>
    public static ClusterSecret Create(string path)
    {
        try
        {
            var folder = Path.GetDirectoryName(path)!;
            if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
            else Directory.CreateDirectory(folder, Owner | UnixFileMode.UserExecute);
            var aside = $"{path}.{RandomNumberGenerator.GetHexString(16, lowercase: true)}";
            Write(aside);
            try
            {
                Publish(aside, path);
            }
            finally
            {
                File.Delete(aside);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SweepRefusedException($"a secret for the cluster cannot be made in '{path}': {e.Message}. Name another place with " +
                $"--secret-file, or set {SecretSources.VariableName}", isInputError: true);
        }

        return Read(path)
            ?? throw new SweepRefusedException($"the cluster's secret in '{path}' went away while it was made", isInputError: false);
    }

    /// <summary>Gives a whole file its name: whoever looks finds none or a whole one, and of many that make it the first wins.</summary>
    private static void Publish(string aside, string path)
    {
        if (OperatingSystem.IsWindows())
        {
            if (!File.Exists(path)) File.Move(aside, path, overwrite: false);
            return;
        }

        // File.Move looks first and renames then: of two at once the second would replace the secret that the first one uses already.
        if (Link(aside, path) == 0) return;
        var error = Marshal.GetLastPInvokeError();
        if (error != AlreadyExists) throw new IOException(Marshal.GetPInvokeErrorMessage(error));
    }

    private static void Write(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = Owner;
        using var file = new FileStream(path, options);
        file.Write(Encoding.ASCII.GetBytes(RandomNumberGenerator.GetHexString(64, lowercase: true) + "\n"));
        file.Flush(flushToDisk: true);
    }

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Link(string from, string to);

    private static SweepRefusedException Open(string path, UnixFileMode mode) => new(
        $"the cluster's secret in '{path}' is open to others ({mode}): expected a file that only its owner reads. Close it with: chmod " +
            $"600 '{path}', and make a new secret if others can have read it",
        isInputError: true);
}
