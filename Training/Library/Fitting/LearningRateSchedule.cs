namespace MlNetRecurrent.Training;

/// <summary>
/// A learning-rate schedule. The formulas give the factor of the initial learning rate; p is the completed fraction of the fit, 0 to 1.
/// </summary>
public enum LearningRateSchedule
{
    /// <summary>Constant: 1.</summary>
    Constant,

    /// <summary>Linear decay to 0: 1 - p.</summary>
    Linear,

    /// <summary>Cosine decay to 0: (1 + cos(pi p)) / 2 (Loshchilov and Hutter 2017).</summary>
    Cosine,

    /// <summary>Step decay: divided by 10 at p = 1/2 and again at p = 3/4.</summary>
    Steps,

    /// <summary>Constant for the first half, then linear decay to 0: min(1, 2 (1 - p)).</summary>
    Late,
}
