namespace MlNetRecurrent.Training;

/// <summary>The part of a data split.</summary>
internal enum DataPart : byte
{
    /// <summary>Rows that the network is fitted on.</summary>
    Train,

    /// <summary>Rows that determine which epoch's weights are kept.</summary>
    Validation,

    /// <summary>Held-out rows, used neither for the fit nor for the choice of the epoch.</summary>
    Test,
}
