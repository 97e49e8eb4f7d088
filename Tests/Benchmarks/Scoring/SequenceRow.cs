namespace MlNetRecurrent.Benchmarks;

/// <summary>An input row of a pipeline.</summary>
internal sealed class SequenceRow
{
    /// <summary>The values, [time, features]. The column is named <c>input</c>, as stock <c>ApplyOnnxModel</c> requires.</summary>
    public float[] Sequence { get; init; } = [];
}
