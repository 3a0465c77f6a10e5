using System.Text;

namespace Sweep.Reports.Text;

/// <summary>Names of code as words for people and scripts.</summary>
public static class Words
{
    /// <summary><c>OutOfMemory</c> as <c>out_of_memory</c>.</summary>
    public static string Snake<T>(T value)
        where T : struct, Enum
    {
        var word = new StringBuilder();
        foreach (var letter in value.ToString())
        {
            if (char.IsUpper(letter) && word.Length > 0) word.Append('_');
            word.Append(char.ToLowerInvariant(letter));
        }
        return word.ToString();
    }
}
