using System.Text.RegularExpressions;

namespace Sweep.Models.Native;

/// <summary>Reads libtorch's version from the files that lie around it; the libraries themselves do not tell.</summary>
internal static partial class LibtorchVersion
{
    /// <summary>The version of the libtorch in <paramref name="folder"/>, or null where no file says.</summary>
    /// <remarks>A PyTorch installation has <c>torch/version.py</c>, a libtorch archive <c>build-version</c>, both one level up.</remarks>
    public static string? Of(string folder)
    {
        var above = Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(folder)) ?? folder;
        var python = Path.Combine(above, "version.py");
        if (File.Exists(python) && PythonVersion().Match(File.ReadAllText(python)) is { Success: true } match)
            return match.Groups[1].Value;
        var archive = Path.Combine(above, "build-version");
        return File.Exists(archive) ? File.ReadAllText(archive).Trim() : null;
    }

    [GeneratedRegex("""^__version__\s*=\s*['"]([^'"]+)['"]""", RegexOptions.Multiline)]
    private static partial Regex PythonVersion();
}
