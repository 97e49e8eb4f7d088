namespace MlNetRecurrent;

/// <summary>How quantiles are composed of the median and the distances from each quantile to the next, going outward from the median.</summary>
internal static class QuantileDistances
{
    /// <summary>
    /// The matrix [levels, levels], row by row, with quantiles = distances * matrix. Every quantile includes the median. A quantile above the
    /// median adds all distances up to its own; one below subtracts them.
    /// </summary>
    public static float[] CreateMatrix(NetworkDescription network)
    {
        var (count, median) = (network.Forecast.Quantiles.Count, network.MedianIndex);
        var matrix = new float[count * count];
        for (var row = 0; row < count; row++)
        {
            for (var level = 0; level < count; level++)
            {
                matrix[(row * count) + level] =
                    row == median ? 1
                    : row > median && row <= level ? 1
                    : row < median && row >= level ? -1
                    : 0;
            }
        }

        return matrix;
    }
}
