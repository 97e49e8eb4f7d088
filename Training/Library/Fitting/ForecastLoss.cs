namespace MlNetRecurrent.Training;

/// <summary>The loss that a forecaster minimizes, in its scaled space.</summary>
public enum ForecastLoss
{
    /// <summary>The mean squared error.</summary>
    MeanSquaredError,

    /// <summary>The mean absolute error, less sensitive to outliers than the squared error.</summary>
    MeanAbsoluteError,

    /// <summary>The Huber loss: squared up to an error of 1, linear above it (Huber 1964).</summary>
    Huber,
}
