namespace MlNetRecurrent.Training;

/// <summary>What a fit of a forecaster minimises, in the scaled space that it is fitted in.</summary>
public enum ForecastLoss
{
    /// <summary>The mean squared error.</summary>
    MeanSquaredError,

    /// <summary>The mean absolute error: outliers weigh no more than their distance.</summary>
    MeanAbsoluteError,

    /// <summary>Squared up to an error of 1 and absolute beyond (Huber 1964).</summary>
    Huber,
}
