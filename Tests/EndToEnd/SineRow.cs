using Microsoft.ML.Data;

namespace MlNetRecurrent.EndToEnd;

/// <summary>A window of the sine beyond the fitted part, and the value that follows.</summary>
public sealed class SineRow
{
    [VectorType(SineRows.Window)]
    public float[] Window { get; set; } = [];

    public float Next { get; set; }
}
