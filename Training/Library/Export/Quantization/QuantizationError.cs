using Microsoft.ML.OnnxRuntime;
using MlNetRecurrent.Onnx;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>Scores calibration data with two files and compares their outputs with each other and with the targets.</summary>
internal sealed class QuantizationError
{
    // 1 as for a stream, 32 as for a table: values are quantized by the range of the batch, so its size matters.
    private static readonly long[] BatchSizes = [1, 32];

    private QuantizationError(OutputDifference difference, double expectedMetric, double actualMetric)
    {
        RootMeanSquareDifference = difference.RootMeanSquare;
        MaxDifference = difference.Max;
        ExpectedMetric = expectedMetric;
        ActualMetric = actualMetric;
    }

    /// <summary>The root-mean-square difference.</summary>
    public double RootMeanSquareDifference { get; }

    /// <summary>The maximum difference of a single value.</summary>
    public double MaxDifference { get; }

    /// <summary>The metric of the first file on the data.</summary>
    public double ExpectedMetric { get; }

    /// <summary>The metric of the second file on the data.</summary>
    public double ActualMetric { get; }

    /// <summary>Compares two files. Of the batch sizes, the one with the larger difference counts.</summary>
    public static QuantizationError Measure(byte[] expected, byte[] actual, NetworkDescription network, SequenceData data)
    {
        using var expectedSession = OnnxRuntimeEngine.Open(expected, "float32 network");
        using var actualSession = OnnxRuntimeEngine.Open(actual, "int8 network");
        // NaN counts as the largest difference.
        return BatchSizes.Select(size => Measure(expectedSession, actualSession, network, data, size))
            .MaxBy(error => double.IsNaN(error.RootMeanSquareDifference) ? double.PositiveInfinity : error.RootMeanSquareDifference)!;
    }

    private static QuantizationError Measure(
        InferenceSession expected, InferenceSession actual, NetworkDescription network, SequenceData data, long batchSize)
    {
        var difference = new OutputDifference(network);
        var expectedMetric = new OutputMetric(network);
        var actualMetric = new OutputMetric(network);
        for (var start = 0L; start < data.Count; start += batchSize)
        {
            using var scope = NewDisposeScope();
            var count = Math.Min(batchSize, data.Count - start);
            using var input = ParityBatch.ToOrtValue(data.Inputs.narrow(0, start, count).contiguous());
            using var covariates = data.FutureCovariates is null ? null : ParityBatch.ToOrtValue(data.FutureCovariates.narrow(0, start, count));
            var targets = data.Targets.narrow(0, start, count).contiguous();
            var (expectedOutputs, actualOutputs) = (RunModel(expected, input, covariates), RunModel(actual, input, covariates));
            difference.Add(expectedOutputs, actualOutputs);
            Add(expectedMetric, expectedOutputs, targets);
            Add(actualMetric, actualOutputs, targets);
        }

        return new QuantizationError(difference, expectedMetric.Value, actualMetric.Value);
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
