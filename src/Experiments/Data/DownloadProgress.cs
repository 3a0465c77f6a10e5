namespace Sweep.Experiments.Data;

/// <summary>How far a download is.</summary>
/// <param name="Corpus">Name of the corpus.</param>
/// <param name="Bytes">Bytes so far.</param>
/// <param name="TotalBytes">Bytes in all.</param>
public readonly record struct DownloadProgress(string Corpus, long Bytes, long TotalBytes);
