namespace MlNetRecurrent.Training;

/// <summary>The values of a batch of sequences in native memory; those of one time step are contiguous. The default value stands for none.</summary>
/// <param name="Start">The first value of the first sequence.</param>
/// <param name="BatchStride">The number of floats from one sequence to the next.</param>
/// <param name="TimeStride">The number of floats from one time step to the next.</param>
internal readonly unsafe record struct SequencePointer(nint Start, nint BatchStride, nint TimeStride)
{
    public bool IsNone => Start == 0;

    public float* At(nint sequence, nint step) => (float*)Start + (sequence * BatchStride) + (step * TimeStride);
}
