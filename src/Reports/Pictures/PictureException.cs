namespace Sweep.Reports.Pictures;

/// <summary>Input error: a picture that cannot be drawn of a sweep. The message says what was expected, what was found and the way out,
/// without the sweep's name.</summary>
public sealed class PictureException(string message) : Exception(message);
