namespace MlNetRecurrent;

/// <summary>What a value of a <see cref="TimeGrid"/> becomes if no row has it.</summary>
public enum GridFill
{
    /// <summary>A cell without rows is an error.</summary>
    Refuse,

    /// <summary>
    /// The straight line between the value before and the value after, by the number of cells. Without one of them, the value stays missing.
    /// </summary>
    Interpolate,

    /// <summary>The value of the cell before.</summary>
    Carry,

    /// <summary>The number 0.</summary>
    Zero,
}
