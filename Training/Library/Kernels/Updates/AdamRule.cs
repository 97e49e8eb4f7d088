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

    /// <summary>Creates the rule of a step. Its constants are computed in double precision.</summary>
    /// <param name="rate">The learning rate.</param>
    /// <param name="decay">Adam's weight decay.</param>
    /// <param name="weightFactor">f, the factor of the weight.</param>
    /// <param name="beta1">β₁.</param>
    /// <param name="beta2">β₂.</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="step">The number of the step, from 1.</param>
    /// <param name="gradientScale">The factor of the gradient.</param>
    /// <param name="averageShare">The share of the new weight in the moving average of the weights.</param>
    public static AdamRule Create(
        double rate,
        double decay,
        double weightFactor,
        double beta1,
        double beta2,
        double epsilon,
        long step,
        double gradientScale,
        double averageShare)
    {
        return new AdamRule
        {
            GradientScale = (float)gradientScale,
            Decay = (float)decay,
            WeightFactor = (float)weightFactor,
            Beta1 = (float)beta1,
            Share1 = (float)(1 - beta1),
            Beta2 = (float)beta2,
            Share2 = (float)(1 - beta2),
            Rate = (float)(rate / (1 - Math.Pow(beta1, step))),
            RootScale = (float)(1 / Math.Sqrt(1 - Math.Pow(beta2, step))),
            Epsilon = (float)epsilon,
            AverageShare = (float)averageShare,
        };
    }

    /// <inheritdoc/>
    public override void Apply(UpdateMath math, UpdatePointers memory, nint count) => math.Apply(this, memory, count);
}
