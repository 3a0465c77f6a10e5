namespace Sweep.Reports.Text;

/// <summary>How many digits a number deserves.</summary>
public enum NumberStyle
{
    /// <summary>Something measured: the smallest number of the column has four significant digits.</summary>
    Measured,

    /// <summary>Something chosen: as written where that is short, else as many digits as tell the numbers apart.</summary>
    Chosen,
}
