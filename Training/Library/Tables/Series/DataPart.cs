namespace MlNetRecurrent.Training;

/// <summary>What a row is for.</summary>
internal enum DataPart : byte
{
    /// <summary>The network is fitted on it.</summary>
    Train,

    /// <summary>It decides which epoch's weights are kept.</summary>
    Validation,

    /// <summary>Neither fit nor choice sees it.</summary>
    Test,
}
