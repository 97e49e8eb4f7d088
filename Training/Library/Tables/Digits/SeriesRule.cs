namespace MlNetRecurrent.Training;

/// <summary>What happens if float32 cannot hold the digits of one series, although it holds those of all series together.</summary>
internal enum SeriesRule
{
    /// <summary>Nothing: series are scaled together, and one of them may be constant.</summary>
    None,

    /// <summary>A warning: the changes of that series are lost.</summary>
    Warn,

    /// <summary>An error: windows are scaled by their own deviation.</summary>
    Refuse,
}
