namespace MlNetRecurrent.Training;

/// <summary>A matrix in native memory.</summary>
/// <param name="Start">The first value.</param>
/// <param name="RowStride">The number of floats from one row to the next.</param>
/// <param name="ColumnStride">The number of floats from one column to the next; 1 if the values of a row are contiguous.</param>
internal readonly unsafe record struct MatrixPointer(nint Start, nint RowStride, nint ColumnStride = 1)
{
    public float* At(nint row, nint column) => (float*)Start + (row * RowStride) + (column * ColumnStride);

    /// <summary>The same values with rows and columns exchanged.</summary>
    public MatrixPointer Transpose() => new(Start, ColumnStride, RowStride);

    /// <summary>The matrix from a row on.</summary>
    public MatrixPointer FromRow(nint row) => this with { Start = (nint)At(row, 0) };

    /// <summary>The matrix from a column on.</summary>
    public MatrixPointer FromColumn(nint column) => this with { Start = (nint)At(0, column) };
}
