namespace Sweep.Experiments.Data;

/// <summary>A text on the web that is known by its hash.</summary>
public sealed record DownloadedText
{
    /// <summary>H. G. Wells, The Time Machine, as Dive into Deep Learning ships it.</summary>
    public static DownloadedText TimeMachine { get; } = new()
    {
        Corpus = CorpusOptions.TimeMachine,
        FileName = "timemachine.txt",
        Address = new Uri("http://d2l-data.s3-accelerate.amazonaws.com/timemachine.txt"),
        Sha1 = "090b5e7e70c295757f55df93cb0a180b9691891a",
        Bytes = 178_979,
    };

    /// <summary>Name of the corpus in a sweep file.</summary>
    public required string Corpus { get; init; }

    /// <summary>Name of its file in the data folder.</summary>
    public required string FileName { get; init; }

    /// <summary>Where it is downloaded from.</summary>
    public required Uri Address { get; init; }

    /// <summary>SHA-1 of the file in lower-case hex; it finds mix-ups, not forgers.</summary>
    public required string Sha1 { get; init; }

    /// <summary>Size of the file.</summary>
    public required long Bytes { get; init; }
}
