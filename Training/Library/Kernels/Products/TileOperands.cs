namespace MlNetRecurrent.Training;

/// <summary>
/// The operands of a tile of a matrix product, target[line, column] = sum over values of left[line, value] * right[value, column].
/// </summary>
internal unsafe struct TileOperands
{
    /// <summary>The first value of the first line.</summary>
    public float* Left;

    /// <summary>The number of floats from one line to the next.</summary>
    public nint LeftLine;

    /// <summary>The number of floats from one value to the next.</summary>
    public nint LeftValue;

    /// <summary>The number of values in a run.</summary>
    public int Values;

    /// <summary>The number of runs of values; those of the right operand are contiguous.</summary>
    public int Runs;

    /// <summary>The number of floats from one run of the left operand to the next.</summary>
    public nint LeftRun;

    /// <summary>The columns of the tile at the first value.</summary>
    public float* Right;

    /// <summary>The number of floats from one value to the next.</summary>
    public nint RightValue;

    /// <summary>The tile: line by line.</summary>
    public float* Target;

    /// <summary>The number of floats from one line to the next.</summary>
    public nint TargetLine;

    /// <summary>Whether the product is added to the target, rather than replacing it.</summary>
    public bool Adds;
}
