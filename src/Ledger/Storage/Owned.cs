namespace Sweep.Ledger.Storage;

/// <summary>What is begun with something that must be let go of when the beginning fails.</summary>
internal static class Owned
{
    /// <summary>What the start gives; when it fails, nothing stays open.</summary>
    public static T OrDispose<T>(this IDisposable owner, Func<T> start)
    {
        try
        {
            return start();
        }
        catch
        {
            owner.Dispose();
            throw;
        }
    }
}
