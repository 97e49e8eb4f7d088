namespace MlNetRecurrent.Training;

/// <summary>Where the packed weights of a pass are in its memory, in floats.</summary>
/// <remarks>
/// Weights are packed anew at each pass, since the optimizer changes them. Forward: for each group of units and each plane, [value, unit] over input
/// and hidden values. Backward: for each group of hidden or input units, [row, unit] over rows of the stacked weights.
/// </remarks>
internal readonly struct PackedLayout
{
    public PackedLayout(CellPlan plan, RecurrentShape shape, bool keeps, int vectors)
    {
        Vectors = vectors;
        nint units = UnitGroup.Pad(shape.HiddenSize), inputs = UnitGroup.Pad(shape.InputSize);
        Values = shape.InputSize + shape.HiddenSize;
        FirstRows = plan.FirstStageBlocks * shape.HiddenSize;
        Bias = plan.Planes.Length * units * Values;
        Recurrent = Bias + (plan.Planes.Length * units);
        ResetRecurrent = Recurrent + (keeps ? FirstRows * units : 0);
        Input = ResetRecurrent + (keeps ? (shape.Rows - FirstRows) * units : 0);
        Zeros = Input + (keeps ? shape.Rows * inputs : 0);
        Count = Zeros + UnitGroup.Largest;
    }

    /// <summary>The number of row vectors that groups of units are sized for.</summary>
    public int Vectors { get; }

    /// <summary>The number of values that each plane has room for.</summary>
    public int Values { get; }

    /// <summary>The number of rows of the stacked weights whose recurrent operand is the hidden state; that of the others is r * h.</summary>
    public int FirstRows { get; }

    public nint Bias { get; }

    /// <summary>The first rows of the recurrent weights, for the gradient of the hidden state.</summary>
    public nint Recurrent { get; }

    /// <summary>The other rows, for the gradient of r * h.</summary>
    public nint ResetRecurrent { get; }

    /// <summary>The input weights, for the gradient of the input.</summary>
    public nint Input { get; }

    /// <summary>Zeros: the bias of products without one.</summary>
    public nint Zeros { get; }

    public nint Count { get; }
}
