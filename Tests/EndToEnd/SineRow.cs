using Microsoft.ML.Data;

namespace MlNetRecurrent.EndToEnd;

/// <summary>A window of the sine after the training data, and the value that follows it.</summary>
public sealed class SineRow
{
    [VectorType(SineRows.Window)]
    public float[] Window { get; set; } = [];

    public float Next { get; set; }
}
