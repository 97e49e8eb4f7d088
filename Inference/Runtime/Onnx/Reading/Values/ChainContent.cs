namespace MlNetRecurrent.Onnx;

/// <summary>
/// What linear layers, activations and other maps compute from the input or from hidden states, separately for each sequence and time step: the
/// values between two recurrent layers, or those of a head.
/// </summary>
internal sealed record ChainContent : SignalContent
{
    private const int MaxSteps = 256;

    private ChainContent(SignalContent origin, IReadOnlyList<ChainStep> steps, IReadOnlyList<AxisFactor>? units)
    {
        (Origin, Steps, Units) = (origin, steps, units);
    }

    public override SignalContent Origin { get; }

    public override IReadOnlyList<ChainStep> Steps { get; }

    public override IReadOnlyList<AxisFactor>? Units { get; }

    public override string Description => Steps[^1] is AffineStep && Steps.OfType<LinearStep>().Any()
        ? new LinearStep([], 0, 0).Description
        : Steps[^1].Description;

    /// <summary>Appends a step to a content.</summary>
    /// <param name="content">The content.</param>
    /// <param name="step">The step.</param>
    /// <param name="units">The factors of the features after the step.</param>
    public static ChainContent Append(SignalContent content, ChainStep step, IReadOnlyList<AxisFactor>? units)
    {
        if (content.Steps.Count >= MaxSteps)
            throw new RecurrentModelException($"follows more than {MaxSteps} operators on the same values, which is not supported");
        return new ChainContent(content.Origin, [.. content.Steps, step], units);
    }

    /// <summary>Appends a step that keeps the number of features.</summary>
    public static ChainContent Append(SignalContent content, ChainStep step) => Append(content, step, content.Units);

    /// <summary>Creates a chain, or returns the origin if there are no steps.</summary>
    public static SignalContent Create(SignalContent origin, IReadOnlyList<ChainStep> steps, IReadOnlyList<AxisFactor>? units) =>
        steps.Count == 0 ? origin : new ChainContent(origin, steps, units);

    /// <summary>The same chain with the factors of its features replaced.</summary>
    public ChainContent WithUnits(IReadOnlyList<AxisFactor> units) => new(Origin, Steps, units);
}
