namespace MlNetRecurrent;

/// <summary>What becomes of the first rows of a series, before which fewer rows stand than a window has steps.</summary>
public enum IncompleteWindowPolicy
{
    /// <summary>The rows are left out.</summary>
    Drop,

    /// <summary>The steps that are missing are filled, in front, with <see cref="SlidingWindowOptions.PaddingValue"/>.</summary>
    Pad,

    /// <summary>The windows are as short as they are, at least one step, in a column of vectors of unknown size; rows without a step are left out.</summary>
    KeepShort,
}
