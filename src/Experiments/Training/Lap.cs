namespace Sweep.Experiments.Training;

/// <summary>Time spent on the epoch under way, over all attempts that worked on it.</summary>
/// <param name="time">The clock.</param>
/// <param name="before">Seconds spent by earlier attempts.</param>
internal sealed class Lap(TimeProvider time, double before)
{
    private double before = before;
    private long began = time.GetTimestamp();

    public double Seconds => before + time.GetElapsedTime(began).TotalSeconds;

    public void Restart() => (before, began) = (0, time.GetTimestamp());
}
