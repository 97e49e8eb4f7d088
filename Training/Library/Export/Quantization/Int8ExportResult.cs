namespace MlNetRecurrent.Training;

/// <summary>The result of an int8 export: the file, and its size and accuracy compared with float32 weights.</summary>
public sealed record Int8ExportResult
{
    /// <summary>The int8 file and its card.</summary>
    public required ExportedModel Model { get; init; }

    /// <summary>The size, in bytes, of the same network's file with float32 weights.</summary>
    public required long Float32Bytes { get; init; }

    /// <summary>The size of the int8 file in bytes.</summary>
    public long Int8Bytes => Model.Bytes.Length;

    /// <summary>The size of the float32 file divided by that of the int8 file.</summary>
    public double CompressionRatio => (double)Float32Bytes / Int8Bytes;

    /// <summary>
    /// The root-mean-square difference between the int8 and the float32 outputs, which the limit applies to. For forecasts it is in standard
    /// deviations of the float32 outputs, for the target with the largest difference; for probabilities it is absolute.
    /// </summary>
    public required double RootMeanSquareDifference { get; init; }

    /// <summary>The maximum difference of a single value: absolute, or relative to the largest output of its batch if that exceeds 1.</summary>
    public required double MaxDifference { get; init; }

    /// <summary>The name of the metric of both files: <c>rmse</c> for forecasts, <c>logLoss</c> for classes; lower is better.</summary>
    public required string MetricName { get; init; }

    /// <summary>The metric of the float32 file on the calibration data.</summary>
    public required double Float32Metric { get; init; }

    /// <summary>The metric of the int8 file on the calibration data.</summary>
    public required double Int8Metric { get; init; }

    /// <summary>The number of sequences in the calibration data.</summary>
    public required long SequenceCount { get; init; }

    /// <summary>Returns a one-line summary.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"int8: {Int8Bytes:N0} bytes, {CompressionRatio:f2} times smaller; outputs differ by {RootMeanSquareDifference:g3}; ")
        + FormattableString.Invariant($"{MetricName} {Float32Metric:g5} -> {Int8Metric:g5} on {SequenceCount:N0} sequences");
}
