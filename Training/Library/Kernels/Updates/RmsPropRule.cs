namespace MlNetRecurrent.Training;

/// <summary>
/// A step of RMSprop (Hinton 2012): v = α v + (1 - α) g², d = g / (sqrt(v) + ε), and w = w - rate d; or, with momentum, b = momentum b + d and
/// w = w - rate b.
/// </summary>
internal sealed record RmsPropRule : UpdateRule
{
    /// <summary>The factor of the gradient, such as that of gradient clipping.</summary>
    public required float GradientScale { get; init; }

    /// <summary>The share of the weight that is added to the gradient.</summary>
    public required float Decay { get; init; }

    /// <summary>α.</summary>
    public required float Alpha { get; init; }

    /// <summary>1 - α, rounded once.</summary>
    public required float Share { get; init; }

    /// <summary>ε.</summary>
    public required float Epsilon { get; init; }

    /// <summary>The factor of the previous update; 0 for none.</summary>
    public required float Momentum { get; init; }

    /// <summary>The learning rate.</summary>
    public required float Rate { get; init; }

    /// <inheritdoc/>
    public override void Apply(UpdateMath math, UpdatePointers memory, nint count) => math.Apply(this, memory, count);
}
