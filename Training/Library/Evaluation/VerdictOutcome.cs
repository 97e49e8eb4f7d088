namespace MlNetRecurrent.Training;

/// <summary>The outcome of the comparison of a model with the best baseline.</summary>
public enum VerdictOutcome
{
    /// <summary>The scores cannot tell, for example because all scored rows have the same class.</summary>
    Undecided = 0,

    /// <summary>The model is better.</summary>
    Better = 1,

    /// <summary>The model is as good as the baseline: within 1 % of its error, or with the same accuracy.</summary>
    Equal = 2,

    /// <summary>The baseline is better.</summary>
    Worse = 3,
}
