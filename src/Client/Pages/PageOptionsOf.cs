using System.CommandLine;

namespace Sweep.Client.Pages;

/// <summary>Options of the verbs that serve a page.</summary>
internal static class PageOptionsOf
{
    public static Option<string?> Certificate() => new("--tls-certificate")
    {
        Description = "Certificate of the page in PEM, with its key unless --tls-key names that.",
        HelpName = "file",
    };

    public static Option<string?> Key() => new("--tls-key") { Description = "Key of the certificate in PEM.", HelpName = "file" };
}
