namespace MlNetRecurrent.Training;

/// <summary>Time steps of a block whose part of the weight gradients is computed together.</summary>
/// <param name="Settings">What the pass was created for.</param>
/// <param name="Input">The input of the pass.</param>
/// <param name="Partition">The order and the lengths of the rows.</param>
/// <param name="Block">The block.</param>
/// <param name="Memory">What was kept of the forward pass.</param>
/// <param name="Lanes">The number of lanes of the block.</param>
internal readonly unsafe record struct GradientChunk(
    PassSettings Settings, SequencePointer Input, BlockPartition Partition, RowBlock Block, BlockMemory Memory, int Lanes)
{
    /// <summary>The last of the time steps, which is the first to be processed.</summary>
    public int LastStep { get; init; }

    /// <summary>The number of time steps.</summary>
    public int Steps { get; init; }

    /// <summary>The gradients of the gates, [step, plane, unit, row], from the last step on.</summary>
    public nint Gates { get; init; }

    /// <summary>The number of floats of the gate gradients of a step.</summary>
    public nint GateStep { get; init; }

    /// <summary>A buffer for packed operands, of <see cref="GradientLayout.GetOperandSize"/>.</summary>
    public nint Operands { get; init; }
}
