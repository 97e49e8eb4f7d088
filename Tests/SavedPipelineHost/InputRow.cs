namespace MlNetRecurrent.SavedPipelineHost;

/// <summary>An input row with one sequence.</summary>
public sealed class InputRow
{
    /// <summary>The values, [time, features].</summary>
    public float[] Sequence { get; set; } = [];
}
