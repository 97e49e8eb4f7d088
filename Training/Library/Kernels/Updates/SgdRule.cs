namespace MlNetRecurrent.Training;

/// <summary>
/// A step of stochastic gradient descent: w = w - rate g; or, with momentum, b = momentum b + share g and w = w - rate b, or with that of Nesterov
/// w = w - rate (g + momentum b).
/// </summary>
internal sealed record SgdRule : UpdateRule
{
    /// <summary>The factor of the gradient, such as that of gradient clipping.</summary>
    public required float GradientScale { get; init; }

    /// <summary>The share of the weight that is added to the gradient.</summary>
    public required float Decay { get; init; }

    /// <summary>The factor of the previous update. Without one, <see cref="UpdatePointers.First"/> is null.</summary>
    public required float Momentum { get; init; }

    /// <summary>The share of the gradient in b: 1 - dampening, or 1 in the first step.</summary>
    public required float Share { get; init; }

    /// <summary>Whether the momentum is that of Nesterov (Sutskever et al. 2013).</summary>
    public required bool IsNesterov { get; init; }

    /// <summary>The learning rate; negative to maximize.</summary>
    public required float Rate { get; init; }

    /// <inheritdoc/>
    public override void Apply(UpdateMath math, UpdatePointers memory, nint count) => math.Apply(this, memory, count);
}
