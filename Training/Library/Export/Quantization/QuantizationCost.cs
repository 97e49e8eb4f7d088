using Microsoft.ML.OnnxRuntime;
using MlNetRecurrent.Onnx;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>Scores calibration data by two files and compares the answers with each other and with the targets.</summary>
internal sealed class QuantizationCost
{
    // One by one as a stream is scored, and in batches as a table is: quantizing by the range of the batch makes a difference.
    private static readonly long[] BatchSizes = [1, 32];

    private QuantizationCost(OutputDifference difference, double expectedScore, double actualScore)
    {
        RootMeanSquareDifference = difference.RootMeanSquare;
        MaxDifference = difference.Max;
        ExpectedMetric = expectedScore;
        ActualMetric = actualScore;
    }

    /// <summary>The root mean square difference, the larger of the batch sizes.</summary>
    public double RootMeanSquareDifference { get; }

    /// <summary>The largest difference of one value.</summary>
    public double MaxDifference { get; }

    /// <summary>The score of the first file against the targets.</summary>
    public double ExpectedMetric { get; }

    /// <summary>The score of the second file against the targets.</summary>
    public double ActualMetric { get; }

    /// <summary>Compares two files; the batch size with the larger difference counts.</summary>
    public static QuantizationCost Run(byte[] expected, byte[] actual, NetworkDescription network, SequenceData data)
    {
        using var expectedSession = OnnxRuntimeEngine.Open(expected, "float32 network");
        using var actualSession = OnnxRuntimeEngine.Open(actual, "int8 network");
        // A NaN is the largest of all.
        return BatchSizes.Select(size => Run(expectedSession, actualSession, network, data, size))
            .MaxBy(calibration => double.IsNaN(calibration.RootMeanSquareDifference) ? double.PositiveInfinity : calibration.RootMeanSquareDifference)!;
    }

    private static QuantizationCost Run(InferenceSession expected, InferenceSession actual, NetworkDescription network, SequenceData data, long batchSize)
    {
        var difference = new OutputDifference(network);
        var expectedScore = new OutputMetric(network);
        var actualScore = new OutputMetric(network);
        for (var start = 0L; start < data.Count; start += batchSize)
        {
            using var scope = NewDisposeScope();
            var count = Math.Min(batchSize, data.Count - start);
            using var input = ParityBatch.ToOrtValue(data.Inputs.narrow(0, start, count).contiguous());
            using var known = data.FutureCovariates is null ? null : ParityBatch.ToOrtValue(data.FutureCovariates.narrow(0, start, count));
            var targets = data.Targets.narrow(0, start, count).contiguous();
            var (expectedAnswers, actualAnswers) = (RunModel(expected, input, known), RunModel(actual, input, known));
            difference.Add(expectedAnswers, actualAnswers);
            Score(expectedScore, expectedAnswers, targets);
            Score(actualScore, actualAnswers, targets);
        }

        return new QuantizationCost(difference, expectedScore.Value, actualScore.Value);
    }

    private static float[] RunModel(InferenceSession session, OrtValue input, OrtValue? futureCovariates)
    {
        using var options = new RunOptions();
        using var outputs = futureCovariates is null
            ? session.Run(options, [OnnxNames.Input], [input], [OnnxNames.Output])
            : session.Run(options, [OnnxNames.Input, OnnxNames.FutureCovariates], [input, futureCovariates], [OnnxNames.Output]);
        return outputs[0].GetTensorDataAsSpan<float>().ToArray();
    }

    private static void Score(OutputMetric score, float[] outputs, Tensor targets)
    {
        if (targets.dtype == ScalarType.Int64)
            score.Add(outputs, targets.data<long>().ToArray());
        else
            score.Add(outputs, targets.data<float>().ToArray());
    }
}
