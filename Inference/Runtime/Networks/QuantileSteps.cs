namespace MlNetRecurrent;

/// <summary>How quantiles are made of the median and the steps from each quantile to the next, going outwards from the median.</summary>
internal static class QuantileSteps
{
    /// <summary>
    /// [levels, levels], row by row: quantiles = steps * matrix. The median is in every quantile; one above it adds the steps up to its own, one
    /// below takes them off.
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
