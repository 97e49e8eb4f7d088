namespace MlNetRecurrent.Training;

/// <summary>Time steps of a block whose part of the weight gradients is computed together: from <see cref="LastStep"/> backward.</summary>
internal readonly record struct GradientChunk(
    PassSettings Settings, SequencePointer Input, BlockPartition Partition, RowBlock Block, BlockMemory Memory, int LastStep, int Steps, int Lanes);
