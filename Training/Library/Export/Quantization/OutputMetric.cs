namespace MlNetRecurrent.Training;

/// <summary>How good answers are: the root mean square error of forecasts, the mean negative logarithm of the true class's probability.</summary>
internal sealed class OutputMetric(NetworkDescription network)
{
    // What scikit-learn's log_loss clips float32 probabilities at: a class given no chance at all is not infinitely wrong.
    private const double MinProbability = 1.1920929e-7;

    private double _sum;
    private long _count;

    /// <summary>The score's name, as the model card has it.</summary>
    public static string GetName(RecurrentTask task) => task == RecurrentTask.Forecast ? "rmse" : "logLoss";

    /// <summary>The score over all that was taken.</summary>
    public double Value => network.Task == RecurrentTask.Forecast ? Math.Sqrt(_sum / _count) : _sum / _count;

    /// <summary>Takes forecasts and what came, in the same order.</summary>
    public void Add(ReadOnlySpan<float> forecasts, ReadOnlySpan<float> targets)
    {
        for (var index = 0; index < forecasts.Length; index++)
        {
            var error = forecasts[index] - (double)targets[index];
            _sum += error * error;
        }

        _count += forecasts.Length;
    }

    /// <summary>Takes probabilities [answers, classes] and the true classes [answers].</summary>
    public void Add(ReadOnlySpan<float> probabilities, ReadOnlySpan<long> classes)
    {
        for (var index = 0; index < classes.Length; index++)
            _sum -= Math.Log(Math.Max(probabilities[(index * network.Classes) + (int)classes[index]], MinProbability));
        _count += classes.Length;
    }
}
