namespace MlNetRecurrent.Training;

/// <summary>
/// The metric of outputs: the root-mean-square error of forecasts, or the log loss of classes (mean negative logarithm of the actual class's
/// probability).
/// </summary>
internal sealed class OutputMetric(NetworkDescription network)
{
    // The value at which scikit-learn's log_loss clips float32 probabilities, so that a probability of 0 does not make the loss infinite.
    private const double MinProbability = 1.1920929e-7;

    private double _sum;
    private long _count;

    /// <summary>The name of the metric in the model card.</summary>
    public static string GetName(RecurrentTask task) => task == RecurrentTask.Forecast ? "rmse" : "logLoss";

    /// <summary>The metric over all added outputs.</summary>
    public double Value => network.Task == RecurrentTask.Forecast ? Math.Sqrt(_sum / _count) : _sum / _count;

    /// <summary>Adds forecasts and the actual values, in the same order.</summary>
    public void Add(ReadOnlySpan<float> forecasts, ReadOnlySpan<float> targets)
    {
        for (var index = 0; index < forecasts.Length; index++)
        {
            var error = forecasts[index] - (double)targets[index];
            _sum += error * error;
        }

        _count += forecasts.Length;
    }

    /// <summary>Adds probabilities [outputs, classes] and the actual classes [outputs].</summary>
    public void Add(ReadOnlySpan<float> probabilities, ReadOnlySpan<long> classes)
    {
        for (var index = 0; index < classes.Length; index++)
            _sum -= Math.Log(Math.Max(probabilities[(index * network.Classes) + (int)classes[index]], MinProbability));
        _count += classes.Length;
    }
}
