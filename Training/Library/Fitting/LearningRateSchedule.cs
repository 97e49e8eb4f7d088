namespace MlNetRecurrent.Training;

/// <summary>How the learning rate goes from the first batch of a fit to its last; p is the share of all batches that are done.</summary>
public enum LearningRateSchedule
{
    /// <summary>It stays as it is.</summary>
    Constant,

    /// <summary>It falls in a straight line to 0: 1 - p.</summary>
    Linear,

    /// <summary>It falls along half a cosine to 0: (1 + cos(pi p)) / 2 (Loshchilov and Hutter 2017).</summary>
    Cosine,

    /// <summary>It is divided by 10 at a half and again at three quarters of the way.</summary>
    Steps,

    /// <summary>It stays as it is for half the way, and then falls in a straight line to 0: min(1, 2 (1 - p)).</summary>
    Late,
}
