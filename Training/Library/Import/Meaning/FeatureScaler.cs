using System.Text.Json;

namespace MlNetRecurrent.Training;

/// <summary>
/// A scaling that another program applied to values outside of its model file, such as one of scikit-learn: scaled = (value - offset) / factor, with
/// an offset and a factor for each column. Immutable.
/// </summary>
/// <remarks>As in scikit-learn, a factor of 0, which a constant column has, counts as 1.</remarks>
public sealed class FeatureScaler
{
    private readonly double[] _offset;
    private readonly double[] _factor;

    private FeatureScaler(IReadOnlyList<double> offset, IReadOnlyList<double> factor)
    {
        if (offset.Count == 0 || offset.Count != factor.Count)
        {
            throw new ArgumentException(
                $"The numbers of means ({offset.Count}) and deviations ({factor.Count}) are not the same number, at least 1.");
        }

        _offset = [.. offset];
        _factor = [.. factor.Select(value => value == 0 ? 1 : value)];
        for (var column = 0; column < Count; column++)
        {
            // The network computes in single precision.
            if (!float.IsFinite((float)_offset[column]) || !float.IsNormal((float)_factor[column]) || _factor[column] < 0)
            {
                throw new ArgumentException(FormattableString.Invariant(
                    $"Column {column + 1} of the scaler has the offset {_offset[column]} and the factor {_factor[column]}, ")
                    + "expected finite numbers and a factor that is not negative.");
            }
        }
    }

    /// <summary>The number of columns.</summary>
    public int Count => _offset.Length;

    /// <summary>Creates a scaler of standardized values: scaled = (value - mean) / deviation.</summary>
    /// <param name="mean">The mean of each column.</param>
    /// <param name="standardDeviation">The standard deviation of each column, at least 0.</param>
    /// <exception cref="ArgumentException">The numbers of values differ, or a value is not finite or is negative.</exception>
    public static FeatureScaler FromMeanAndDeviation(IReadOnlyList<double> mean, IReadOnlyList<double> standardDeviation)
    {
        ArgumentNullException.ThrowIfNull(mean);
        ArgumentNullException.ThrowIfNull(standardDeviation);
        return new FeatureScaler(mean, standardDeviation);
    }

    /// <summary>
    /// Creates a scaler of values that are mapped from one range to another: scaled = (value - minimum) / (maximum - minimum) * (high - low) + low.
    /// </summary>
    /// <param name="minimum">The minimum of each column.</param>
    /// <param name="maximum">The maximum of each column, at least its minimum.</param>
    /// <param name="low">The scaled value of the minimum.</param>
    /// <param name="high">The scaled value of the maximum, above <paramref name="low"/>.</param>
    /// <exception cref="ArgumentException">The numbers of values differ, a value is not finite, or a range is in descending order.</exception>
    public static FeatureScaler FromRange(IReadOnlyList<double> minimum, IReadOnlyList<double> maximum, double low = 0, double high = 1)
    {
        ArgumentNullException.ThrowIfNull(minimum);
        ArgumentNullException.ThrowIfNull(maximum);
        if (!(low < high))
            throw new ArgumentException(FormattableString.Invariant($"The scaled range is {low} to {high}, expected numbers in ascending order."));
        if (minimum.Count != maximum.Count)
            throw new ArgumentException($"The numbers of minima ({minimum.Count}) and maxima ({maximum.Count}) differ.");
        double[] factor = [.. minimum.Zip(maximum, (from, to) => (from == to ? 1 : to - from) / (high - low))];
        return new FeatureScaler([.. minimum.Zip(factor, (from, width) => from - (low * width))], factor);
    }

    /// <summary>
    /// Creates a scaler from a JSON object with the fields of a scaler of scikit-learn: <c>mean_</c> and <c>scale_</c> or <c>var_</c>
    /// (StandardScaler); <c>data_min_</c> and <c>data_max_</c>, with <c>feature_range</c>, or <c>min_</c> and <c>scale_</c> (MinMaxScaler);
    /// <c>center_</c> and <c>scale_</c> (RobustScaler); <c>max_abs_</c> (MaxAbsScaler).
    /// </summary>
    /// <param name="json">
    /// The JSON. Each field is a number or an array with one number for each column. The final underscores may be left out, and other fields are
    /// ignored.
    /// </param>
    /// <exception cref="ArgumentException">The text is not JSON, has none of these fields, or has invalid values.</exception>
    public static FeatureScaler FromJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            using var document = JsonDocument.Parse(json);
            return ScalerFields.Read(document.RootElement);
        }
        catch (JsonException exception)
        {
            throw new ArgumentException($"The scaler is not valid JSON: {exception.Message}", nameof(json), exception);
        }
    }

    /// <summary>The scaler of one column.</summary>
    internal FeatureScaler Select(int column) => new([_offset[column]], [_factor[column]]);

    /// <summary>The offsets and factors of a number of columns, which share those of a scaler with one column.</summary>
    internal AffineScale ToScale(int columns) => new(Repeat(_offset, columns), Repeat(_factor, columns));

    private static float[] Repeat(double[] values, int columns) =>
        values.Length == columns ? [.. values.Select(value => (float)value)] : [.. Enumerable.Repeat((float)values[0], columns)];
}
