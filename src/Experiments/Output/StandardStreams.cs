using System.Text;

namespace Sweep.Experiments.Output;

/// <summary>Standard output and standard error of this process as everything in it uses them.</summary>
/// <param name="Out">For data.</param>
/// <param name="Error">For everything else.</param>
public sealed record StandardStreams(LenientWriter Out, LenientWriter Error)
{
    /// <summary>Takes them over, the console's own writers included: no line that cannot be written throws.</summary>
    public static StandardStreams Take()
    {
        // As the console does it: what the locale says, without a mark at the start.
        var encoding = Console.OutputEncoding is UTF8Encoding ? new UTF8Encoding(false) : Console.OutputEncoding;
        var (output, error) = OperatingSystem.IsWindows() ? (Console.OpenStandardOutput(), Console.OpenStandardError())
            : (new DescriptorStream(1), new DescriptorStream(2));
        var streams = new StandardStreams(new(output, encoding, endsWithFailure: true), new(error, encoding, endsWithFailure: false));
        Console.SetOut(streams.Out);
        Console.SetError(streams.Error);
        return streams;
    }
}
