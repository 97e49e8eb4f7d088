namespace MlNetRecurrent.Training;

/// <summary>
/// How regular the amounts of a series with zeros are, by A. A. Syntetos, J. E. Boylan and J. D. Croston, "On the categorization of demand patterns",
/// Journal of the Operational Research Society 56 (2005).
/// </summary>
public enum DemandPattern
{
    /// <summary>Amounts are frequent and alike: at most 1.32 rows apart, with a squared coefficient of variation of at most 0.49.</summary>
    Smooth,

    /// <summary>Amounts are frequent and differ.</summary>
    Erratic,

    /// <summary>Amounts are rare and alike.</summary>
    Intermittent,

    /// <summary>Amounts are rare and differ.</summary>
    Lumpy,
}
