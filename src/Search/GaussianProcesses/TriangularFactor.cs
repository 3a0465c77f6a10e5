namespace Sweep.Search.GaussianProcesses;

/// <summary>Lower triangular factor L of a positive definite matrix L L^T (Cholesky), row by row; rows can be appended.</summary>
/// <remarks>Element (i, k) is (a[i, k] - L[i, ..k] . L[k, ..k]) / L[k, k]: dot products of rows, which lie together in memory
/// (Golub and Van Loan, "Matrix Computations", section 4.2).</remarks>
internal sealed class TriangularFactor
{
    private readonly List<double[]> rows = [];

    public int Count => rows.Count;

    /// <summary>Sum of the logarithms of the diagonal: half the logarithm of the determinant.</summary>
    public double LogDiagonal => rows.Select((row, i) => Math.Log(row[i])).Sum();

    /// <summary>Appends a row of the matrix, up to its diagonal; false when the matrix is not positive definite with it.</summary>
    /// <param name="row">Elements 0 to <see cref="Count"/>; becomes the factor's row and must not be used afterwards.</param>
    public bool TryAppend(double[] row)
    {
        var n = rows.Count;
        for (var k = 0; k < n; k++)
        {
            var other = rows[k];
            row[k] = (row[k] - Rows.Dot(row.AsSpan(0, k), other.AsSpan(0, k))) / other[k];
        }

        var rest = row[n] - Rows.Dot(row.AsSpan(0, n), row.AsSpan(0, n));
        // A rest that rounding may have made says nothing.
        if (!(rest > 1e-13 * row[n]) || !double.IsFinite(rest)) return false;
        row[n] = Math.Sqrt(rest);
        rows.Add(row);
        return true;
    }

    /// <summary>Solves L x = b in place.</summary>
    public void SolveLower(Span<double> b)
    {
        for (var i = 0; i < rows.Count; i++) b[i] = (b[i] - Rows.Dot(rows[i].AsSpan(0, i), b[..i])) / rows[i][i];
    }

    /// <summary>Solves L^T x = b in place.</summary>
    public void SolveUpper(Span<double> b)
    {
        for (var i = rows.Count - 1; i >= 0; i--)
        {
            b[i] /= rows[i][i];
            Rows.AddScaled(b[..i], rows[i].AsSpan(0, i), -b[i]);
        }
    }

    /// <summary>The lower triangle of the inverse of the matrix, with its diagonal: row i has i + 1 elements.</summary>
    public double[][] Inverse()
    {
        var n = rows.Count;
        // Row i: column i of the inverse of L, from its diagonal on.
        var columns = new double[n][];
        for (var i = 0; i < n; i++)
        {
            var column = columns[i] = new double[n - i];
            column[0] = 1 / rows[i][i];
            for (var m = i + 1; m < n; m++) column[m - i] = -Rows.Dot(rows[m].AsSpan(i, m - i), column.AsSpan(0, m - i)) / rows[m][m];
        }

        var result = new double[n][];
        for (var i = 0; i < n; i++)
        {
            result[i] = new double[i + 1];
            for (var k = 0; k <= i; k++) result[i][k] = Rows.Dot(columns[i], columns[k].AsSpan(i - k));
        }

        return result;
    }
}
