namespace MlNetRecurrent.SavedPipelineHost;

/// <summary>A row with a sequence.</summary>
public sealed class InputRow
{
    /// <summary>The values, [time, features].</summary>
    public float[] Sequence { get; set; } = [];
}
