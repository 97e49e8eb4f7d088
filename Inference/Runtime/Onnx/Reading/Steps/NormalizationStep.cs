namespace MlNetRecurrent.Onnx;

/// <summary>Layer normalization: (x - mean(x)) / sqrt(variance(x) + epsilon) * scale + shift.</summary>
/// <param name="Scale">[features].</param>
/// <param name="Shift">[features].</param>
/// <param name="Epsilon">The constant that is added to the variance.</param>
internal sealed record NormalizationStep(float[] Scale, float[] Shift, double Epsilon) : ChainStep
{
    /// <summary>Whether it is computed at every time step, before the states are pooled.</summary>
    public bool PrecedesPooling { get; init; }

    public override string Description => "the output of a layer normalization";
}
