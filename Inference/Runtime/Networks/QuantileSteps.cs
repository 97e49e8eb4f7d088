namespace MlNetRecurrent;

/// <summary>How quantiles are composed of the median and the steps from each quantile to the next, going outward from the median.</summary>
internal static class QuantileSteps
{
    /// <summary>
    /// The matrix [levels, levels], row by row, with quantiles = steps * matrix. Every quantile includes the median. A quantile above the median
    /// adds all steps up to its own; one below subtracts them.
    /// </summary>
    public static float[] CreateMatrix(NetworkDescription network)
    {
        var (count, median) = (network.Forecast.Quantiles.Count, network.MedianIndex);
        var matrix = new float[count * count];
        for (var step = 0; step < count; step++)
        {
            for (var level = 0; level < count; level++)
            {
                matrix[(step * count) + level] =
                    step == median ? 1
                    : step > median && step <= level ? 1
                    : step < median && step >= level ? -1
                    : 0;
            }
        }

        return matrix;
    }
}
