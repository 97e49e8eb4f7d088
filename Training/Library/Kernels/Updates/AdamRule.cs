namespace MlNetRecurrent.Training;

/// <summary>
/// A step of Adam (Kingma and Ba 2015) or AdamW (Loshchilov and Hutter 2019): m = β₁ m + (1 - β₁) g, v = β₂ v + (1 - β₂) g²,
/// w = f w - r m / (c sqrt(v) + ε).
/// </summary>
internal sealed record AdamRule : UpdateRule
{
    /// <summary>The factor of the gradient, such as that of gradient clipping.</summary>
    public required float GradientScale { get; init; }

    /// <summary>The share of the weight that is added to the gradient: Adam's weight decay.</summary>
    public required float Decay { get; init; }

    /// <summary>f, the factor of the weight: 1 - rate * decay for AdamW, 1 for Adam.</summary>
    public required float WeightFactor { get; init; }

    /// <summary>β₁.</summary>
    public required float Beta1 { get; init; }

    /// <summary>1 - β₁, rounded once.</summary>
    public required float Share1 { get; init; }

    /// <summary>β₂.</summary>
    public required float Beta2 { get; init; }

    /// <summary>1 - β₂, rounded once.</summary>
    public required float Share2 { get; init; }

    /// <summary>r, the learning rate divided by 1 - β₁^step.</summary>
    public required float Rate { get; init; }

    /// <summary>c, which is 1 / sqrt(1 - β₂^step).</summary>
    public required float RootScale { get; init; }

    /// <summary>ε.</summary>
    public required float Epsilon { get; init; }

    /// <inheritdoc/>
    public override void Apply(UpdateMath math, UpdatePointers memory, nint count) => math.Apply(this, memory, count);
}
