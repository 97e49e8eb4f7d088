namespace MlNetRecurrent.Engine;

/// <summary>Computes one stage for a block of rows, or for one row. Thread-safe.</summary>
internal abstract unsafe class StageKernel(PackedStage packed)
{
    /// <summary>Most vectors of rows in a block: three for each of eight lines fill the registers.</summary>
    public const int MaxVectors = 3;

    public PackedStage Packed { get; } = packed;

    /// <summary>Floats that a step needs for itself.</summary>
    public abstract nint ScratchSize { get; }

    /// <summary>A step of the first rows of a block, as many as so many vectors hold: vectors hold rows.</summary>
    public abstract void StepRows(in StageCall call, int vectors);

    /// <summary>A step of one row, with a stride of 1: vectors hold units. Output and states have room for all padded units.</summary>
    public abstract void StepOne(in StageCall call);

    /// <summary>What a part of the stage is multiplied with.</summary>
    protected Operands GetOperands(PackedLines part, in StageCall call) => part.Input
        ? new Operands(call.Input, Packed.Inputs, call.Recurrent, part.Recurrent ? Packed.Recurrents : 0, call.Stride)
        : new Operands(call.Recurrent, Packed.Recurrents, null, 0, call.Stride);
}
