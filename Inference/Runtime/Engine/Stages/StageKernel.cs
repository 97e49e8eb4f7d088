namespace MlNetRecurrent.Engine;

/// <summary>Computes one stage for a block of rows, or for a single row. Thread-safe.</summary>
internal abstract unsafe class StageKernel(PackedStage packed)
{
    /// <summary>The maximum number of row vectors in a block: three for each of eight units fill the registers.</summary>
    public const int MaxVectors = 3;

    public PackedStage Packed { get; } = packed;

    /// <summary>The number of floats in the scratch buffer of a step.</summary>
    public abstract nint ScratchSize { get; }

    /// <summary>Computes a step for the first rows of a block, <paramref name="vectors"/> vectors of them. Vectors hold rows.</summary>
    public abstract void StepRows(in StageCall call, int vectors);

    /// <summary>Computes a step for a single row, with a stride of 1. Vectors hold units; output and states have room for all padded units.</summary>
    public abstract void StepOne(in StageCall call);

    /// <summary>Gets the operands of a part of the stage.</summary>
    protected Operands GetOperands(PackedLines part, in StageCall call) => part.Input
        ? new Operands(call.Input, Packed.Inputs, call.Recurrent, part.Recurrent ? Packed.Recurrents : 0, call.Stride)
        : new Operands(call.Recurrent, Packed.Recurrents, null, 0, call.Stride);
}
