namespace MlNetRecurrent.Onnx;

/// <summary>The parts of a head.</summary>
internal sealed record HeadParts
{
    /// <summary>The number of outputs.</summary>
    public int Outputs { get; init; }

    /// <summary>The hidden layers.</summary>
    public IReadOnlyList<LinearLayerDescription> Layers { get; init; } = [];

    public IReadOnlyList<LinearWeights> LayerWeights { get; init; } = [];

    /// <summary>The output layer.</summary>
    public LinearWeights Output { get; init; } = new([], []);

    public ActivationFunction OutputActivation { get; init; } = ActivationFunction.Identity;

    public bool HasSoftmax { get; init; }

    public bool HasLogProbabilities { get; init; }

    /// <summary>The scale that denormalizes forecasts, or null.</summary>
    public AffineScale? TargetScale { get; init; }

    public float? Minimum { get; init; }

    public float? Maximum { get; init; }
}
