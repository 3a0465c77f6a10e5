using System.Text;

namespace Sweep.Client.Tests.Release;

/// <summary>The text of THIRD-PARTY-NOTICES.md.</summary>
internal static class ThirdPartyNotices
{
    private const string Head =
        """
        # Third-party notices

        Sweep itself is under the MIT licence ([LICENSE](LICENSE)). Its packages, its archive and its images contain the work of others, listed here
        with the licence of each. `licences/` beside the published program holds the files that they bring; the texts of the short licences stand below.

        This file is generated from what the build resolved for linux-x64, and a test compares it. After a change of packages, make it anew:

        ```sh
        SWEEP_ACCEPT=1 dotnet test tests/Client.Tests --filter "FullyQualifiedName~ThirdPartyNotices"
        ```

        The archive also contains the .NET runtime and ASP.NET Core (MIT, https://github.com/dotnet/dotnet), of the version that the building SDK brings, with
        their notices. CUDA is in nothing that is shipped: `-p:Backend=cuda` and `SWEEP_LIBTORCH` use what the user installed.

        Sobol sequences use the first 64 dimensions of the table "new-joe-kuo-6" of direction numbers: BSD-3-Clause, copyright (c) 2008 Frances Y. Kuo and
        Stephen Joe, https://web.maths.unsw.edu.au/~fkuo/sobol/.

        ## Packages

        | package | version | licence | copyright | sources |
        |---|---|---|---|---|

        """;

    private const string Native =
        """

        ## Native libraries

        | what | files | licence | sources |
        |---|---|---|---|

        """;

    private const string InLibtorch =
        """

        Compiled into `libtorch_cpu.so`, each found by a text that it leaves there (libraries of headers alone leave none; PyTorch's `third_party/` has them all):

        | what | licence | sources |
        |---|---|---|

        """;

    /// <summary>The whole file.</summary>
    /// <param name="packages">Packages with a shipped file.</param>
    /// <param name="parts">What the shipped libtorch contains.</param>
    /// <param name="texts">The section on licences, as it stands in deploy/release/licence-texts.md.</param>
    public static string Write(IEnumerable<ShippedPackage> packages, IEnumerable<NativePart> parts, string texts)
    {
        var document = new StringBuilder(Head);
        foreach (var p in packages) document.Append($"| {p.Id} | {p.Version} | {p.Licence} | {Cell(p.Copyright)} | {p.Home} |\n");
        document.Append(Native);
        foreach (var p in NativeParts.Files)
            document.Append($"| {p.Name} | `{p.Mark.Replace(", ", "`, `", StringComparison.Ordinal)}` | {p.Licence} | {p.Home} |\n");
        document.Append(InLibtorch);
        foreach (var p in parts) document.Append($"| {p.Name} | {p.Licence} | {p.Home} |\n");
        return document.Append('\n').Append(texts).ToString();
    }

    private static string Cell(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Replace("|", "\\|", StringComparison.Ordinal);
}
