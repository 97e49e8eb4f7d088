namespace MlNetRecurrent;

/// <summary>How the first rows of each series, whose windows have fewer time steps than requested, are handled.</summary>
public enum IncompleteWindowPolicy
{
    /// <summary>The rows are dropped.</summary>
    Drop,

    /// <summary>The missing time steps at the start of the window are filled with <see cref="SlidingWindowOptions.PaddingValue"/>.</summary>
    Pad,

    /// <summary>The windows are shorter, in a column of vectors of unknown size. Rows whose window has no time step are dropped.</summary>
    KeepShort,
}
