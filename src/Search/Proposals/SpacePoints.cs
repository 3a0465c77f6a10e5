using Sweep.Search.Encodings;
using Sweep.Search.Randomness;

namespace Sweep.Search.Proposals;

/// <summary>Makes points of a space: each number a value that its parameter can have, and none where it does not exist.</summary>
internal sealed class SpacePoints(EncodedSpace space)
{
    /// <summary>Values up to which all of a parameter are looked at.</summary>
    public const int FewValues = 16;

    private readonly double[][] few = [.. space.Axes.Select(axis => axis.IsCategorical || axis.Count <= FewValues ? Values(axis) : [])];

    public EncodedSpace Space => space;

    /// <summary>True when a parameter has a value at every number.</summary>
    public bool IsContinuous(int axis) => Space.Axes[axis].IsContinuous;

    /// <summary>Every number of a parameter with categories or few values; empty = it has many.</summary>
    public IReadOnlyList<double> FewOf(int axis) => few[axis];

    /// <summary>The number nearest to another one that stands for a value.</summary>
    public double Snap(int axis, double number)
    {
        if (Space.Axes[axis].IsCategorical) return number;
        number = Math.Clamp(number, 0, 1);
        return IsContinuous(axis) ? number : Cell(Space.Axes[axis], number)?.Centre ?? number;
    }

    /// <summary>The numbers of the values on both sides of a number's; the number itself where there is none.</summary>
    public (double Below, double Above) Beside(int axis, double number)
    {
        if (Cell(Space.Axes[axis], number) is not { } cell) return (number, number);
        return (Snap(axis, cell.Low - 1e-9), Snap(axis, cell.High + 1e-9));
    }

    /// <summary>Brings a point in order: snaps its numbers, drops those of parameters that do not exist there, and fills in those that are
    /// missing; where the filling is <see cref="double.NaN"/>, with the middle, or the first category.</summary>
    public void Repair(Span<double> point, ReadOnlySpan<double> fill)
    {
        foreach (var axis in Space.ParentsFirst)
        {
            if (!Space.Exists(axis, point))
            {
                point[axis] = double.NaN;
                continue;
            }

            if (double.IsNaN(point[axis])) point[axis] = fill[axis];
            if (double.IsNaN(point[axis])) point[axis] = Space.Axes[axis].IsCategorical ? 0 : 0.5;
            point[axis] = Snap(axis, point[axis]);
        }
    }

    /// <summary>The point at the middle of all draws.</summary>
    public double[] Middle()
    {
        double[] point = [.. Space.Axes.Select(axis => axis.Draw(0.5))];
        Repair(point, point);
        return point;
    }

    /// <summary>A random number for every parameter, as it is distributed, whether it exists or not.</summary>
    public double[] Numbers(SeededRandom random) => [.. Space.Axes.Select(axis => axis.Draw(random.NextDouble()))];

    /// <summary>A random point, as its parameters are distributed; null when constraints refuse many in a row.</summary>
    /// <exception cref="Expressions.ExpressionException">A constraint does not fit the values.</exception>
    public double[]? Draw(SeededRandom random)
    {
        for (var attempt = 0; attempt < 100; attempt++)
        {
            var point = Numbers(random);
            Repair(point, point);
            if (Space.Admits(point)) return point;
        }

        return null;
    }

    /// <summary>Every point of a space with few combinations; null = it has more.</summary>
    public IEnumerable<double[]>? All(int most)
    {
        if (!(Space.Space.Combinations <= most) || few.Any(values => values.Length == 0)) return null;
        return Enumerable.Range(0, (int)Space.Space.Combinations).Select(number =>
        {
            var point = new double[few.Length];
            for (var axis = 0; axis < point.Length; axis++)
            {
                point[axis] = few[axis][number % few[axis].Length];
                number /= few[axis].Length;
            }

            Repair(point, point);
            return point;
        });
    }

    private static double[] Values(Axis axis)
    {
        var count = (int)axis.Count!.Value;
        if (axis.IsCategorical) return [.. Enumerable.Range(0, count).Select(i => (double)i)];
        var values = new List<double>();
        // Cell after cell, from the left.
        for (var low = 0.0; values.Count < count && Cell(axis, low + 1e-9) is { } cell; low = cell.High)
        {
            values.Add(cell.Centre);
            if (cell.High >= 1) break;
        }

        return [.. values];
    }

    private static Domains.Place? Cell(Axis axis, double number) => axis.PlaceOf(axis.ValueAt(number));
}
