namespace Sweep.Search.Tests.Objectives;

/// <summary>The area that points of two objectives dominate, up to a reference point.</summary>
internal static class Hypervolume
{
    public static double Of(IEnumerable<(double F1, double F2)> points, double most1, double most2)
    {
        var (area, above) = (0.0, most2);
        foreach (var (f1, f2) in points.Where(point => point.F1 < most1).Order())
        {
            if (f2 >= above) continue;
            area += (most1 - f1) * (above - f2);
            above = f2;
        }

        return area;
    }
}
