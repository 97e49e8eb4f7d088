namespace MlNetRecurrent;

/// <summary>The meaning of an axis of a <see cref="GraphTensor"/>.</summary>
public enum GraphAxisKind
{
    /// <summary>Sequences.</summary>
    Batch,

    /// <summary>Time steps.</summary>
    Time,

    /// <summary>The values of one sequence or of one time step.</summary>
    Value,
}
