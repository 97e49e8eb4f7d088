using Microsoft.ML.OnnxRuntime;
using MlNetRecurrent.Onnx;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>Scores calibration data with a float32 and an int8 file, and compares their outputs with each other and with the targets.</summary>
internal sealed class QuantizationError
{
    // 1 as for a stream, 32 as for a table: values are quantized by the range of the batch, so its size matters.
    private static readonly long[] BatchSizes = [1, 32];

    private QuantizationError(OutputDifference difference, double float32Metric, double int8Metric)
    {
        RootMeanSquareDifference = difference.RootMeanSquare;
        MaxDifference = difference.Max;
        Float32Metric = float32Metric;
        Int8Metric = int8Metric;
    }

    /// <summary>The root-mean-square difference.</summary>
    public double RootMeanSquareDifference { get; }

    /// <summary>The maximum difference of a single value.</summary>
    public double MaxDifference { get; }

    /// <summary>The metric of the float32 file on the data.</summary>
    public double Float32Metric { get; }

    /// <summary>The metric of the int8 file on the data.</summary>
    public double Int8Metric { get; }

    /// <summary>Compares the two files. The result is that of the batch size with the larger difference.</summary>
    public static QuantizationError Measure(byte[] float32, byte[] int8, NetworkDescription network, SequenceData data)
    {
        using var float32Session = OnnxRuntimeEngine.Open(float32, "float32 network");
        using var int8Session = OnnxRuntimeEngine.Open(int8, "int8 network");
        // NaN counts as the largest difference.
        return BatchSizes.Select(size => Measure(float32Session, int8Session, network, data, size))
            .MaxBy(error => double.IsNaN(error.RootMeanSquareDifference) ? double.PositiveInfinity : error.RootMeanSquareDifference)!;
    }

    private static QuantizationError Measure(
        InferenceSession float32, InferenceSession int8, NetworkDescription network, SequenceData data, long batchSize)
    {
        var difference = new OutputDifference(network);
        var float32Metric = new OutputMetric(network);
        var int8Metric = new OutputMetric(network);
        for (var start = 0L; start < data.Count; start += batchSize)
        {
            using var scope = NewDisposeScope();
            var count = Math.Min(batchSize, data.Count - start);
            using var input = ParityBatch.ToOrtValue(data.Inputs.narrow(0, start, count).contiguous());
            using var covariates = data.FutureCovariates is null ? null : ParityBatch.ToOrtValue(data.FutureCovariates.narrow(0, start, count));
            var targets = data.Targets.narrow(0, start, count).contiguous();
            var (float32Outputs, int8Outputs) = (RunModel(float32, input, covariates), RunModel(int8, input, covariates));
            difference.Add(float32Outputs, int8Outputs);
            Add(float32Metric, float32Outputs, targets);
            Add(int8Metric, int8Outputs, targets);
        }

        return new QuantizationError(difference, float32Metric.Value, int8Metric.Value);
    }

    private static float[] RunModel(InferenceSession session, OrtValue input, OrtValue? futureCovariates)
    {
        using var options = new RunOptions();
        using var outputs = futureCovariates is null
            ? session.Run(options, [OnnxNames.Input], [input], [OnnxNames.Output])
            : session.Run(options, [OnnxNames.Input, OnnxNames.FutureCovariates], [input, futureCovariates], [OnnxNames.Output]);
        return outputs[0].GetTensorDataAsSpan<float>().ToArray();
    }

    private static void Add(OutputMetric metric, float[] outputs, Tensor targets)
    {
        if (targets.dtype == ScalarType.Int64)
            metric.Add(outputs, targets.data<long>().ToArray());
        else
            metric.Add(outputs, targets.data<float>().ToArray());
    }
}
