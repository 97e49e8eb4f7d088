namespace MlNetRecurrent.Training;

/// <summary>An int8 file that was written, and what it costs on the calibration data.</summary>
public sealed record Int8ExportResult
{
    /// <summary>The int8 file and its card.</summary>
    public required ExportedModel Model { get; init; }

    /// <summary>Bytes of the file that the same network has with float32 weights.</summary>
    public required long Float32Bytes { get; init; }

    /// <summary>Bytes of the int8 file.</summary>
    public long Int8Bytes => Model.Bytes.Length;

    /// <summary>How many times smaller the int8 file is.</summary>
    public double CompressionRatio => (double)Float32Bytes / Int8Bytes;

    /// <summary>
    /// The root mean square by which its answers differ from those of the float32 weights. Forecasts: in standard deviations of the float32
    /// answers, at the worst target; probabilities: absolute. It is what the limit is set on.
    /// </summary>
    public required double RootMeanSquareDifference { get; init; }

    /// <summary>The largest difference of one value: absolute, or relative to the largest answer of a batch where that is above 1.</summary>
    public required double MaxDifference { get; init; }

    /// <summary>The score that is compared: <c>rmse</c> of forecasts, <c>logLoss</c> of classes; less is better.</summary>
    public required string MetricName { get; init; }

    /// <summary>The score of the float32 weights against the calibration data's targets.</summary>
    public required double Float32Metric { get; init; }

    /// <summary>The score of the int8 file against the calibration data's targets.</summary>
    public required double Int8Metric { get; init; }

    /// <summary>How many sequences of calibration data there were.</summary>
    public required long SequenceCount { get; init; }

    /// <summary>The report as one line.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"int8: {Int8Bytes:N0} bytes, {CompressionRatio:f2} times smaller; answers differ by {RootMeanSquareDifference:g3}; {MetricName} {Float32Metric:g5} -> {Int8Metric:g5} on {SequenceCount:N0} sequences");
}
