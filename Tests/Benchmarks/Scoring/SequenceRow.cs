namespace MlNetRecurrent.Benchmarks;

/// <summary>A row of a pipeline.</summary>
internal sealed class SequenceRow
{
    /// <summary>[time, features], in a column <c>input</c>: stock <c>ApplyOnnxModel</c> wants it to have that name.</summary>
    public float[] Sequence { get; init; } = [];
}
