using System.Runtime.Intrinsics;
using MlNetRecurrent.Engine;

namespace MlNetRecurrent.Training;

/// <summary>
/// Products of matrices on the calling thread. Each sum adds its terms in the order of the values, so the bits do not depend on how the lines of a
/// product are divided among threads.
/// </summary>
internal abstract unsafe class MatrixProduct
{
    /// <summary>The products for the widest vectors that this processor supports.</summary>
    public static MatrixProduct Widest { get; } = Create(VectorWidth.Widest);

    /// <summary>Creates the products for a vector width.</summary>
    public static MatrixProduct Create(VectorWidth width) => width.Floats switch
    {
        16 => new MatrixProduct<Vectors512, Vector512<float>>(),
        8 => new MatrixProduct<Vectors256, Vector256<float>>(),
        4 => new MatrixProduct<Vectors128, Vector128<float>>(),
        _ => new MatrixProduct<SingleFloat, float>(),
    };

    /// <summary>The number of floats that a packed right operand needs.</summary>
    public abstract nint GetPackedSize(int values, int columns);

    /// <summary>Packs a right operand [values, columns], for several products with it.</summary>
    public abstract void Pack(MatrixPointer right, int values, int columns, float* packed);

    /// <summary>Computes target = left * right, or adds the product to the target.</summary>
    /// <param name="left">[lines, values].</param>
    /// <param name="right">[values, columns], packed.</param>
    /// <param name="lines">The number of lines.</param>
    /// <param name="values">The number of values that are summed.</param>
    /// <param name="columns">The number of columns.</param>
    /// <param name="target">[lines, columns]; its columns are contiguous.</param>
    /// <param name="adds">Whether the product is added to the target, rather than replacing it.</param>
    public abstract void MultiplyPacked(MatrixPointer left, float* right, int lines, int values, int columns, MatrixPointer target, bool adds);

    /// <summary>Likewise with a right operand that is not packed; it is read in place if its columns are contiguous.</summary>
    public abstract void Multiply(MatrixPointer left, MatrixPointer right, int lines, int values, int columns, MatrixPointer target, bool adds);

    /// <summary>
    /// Computes target = left * right^T, or adds the product to the target: dot products of contiguous rows. Faster than packing for a few columns.
    /// </summary>
    /// <param name="left">[lines, values].</param>
    /// <param name="right">[columns, values].</param>
    /// <param name="lines">The number of lines.</param>
    /// <param name="values">The number of values that are summed.</param>
    /// <param name="columns">The number of columns.</param>
    /// <param name="target">[lines, columns].</param>
    /// <param name="adds">Whether the product is added to the target, rather than replacing it.</param>
    public abstract void MultiplyRows(MatrixPointer left, MatrixPointer right, int lines, int values, int columns, MatrixPointer target, bool adds);

    /// <summary>Adds the sum of each column of [rows, columns] to the target; the columns are contiguous.</summary>
    public abstract void AddColumnSums(MatrixPointer matrix, int rows, int columns, float* target);
}
