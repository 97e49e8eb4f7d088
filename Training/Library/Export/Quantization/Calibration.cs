using Microsoft.ML.OnnxRuntime;
using MlNetRecurrent.Onnx;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>Scores calibration data by two files and compares the answers with each other and with the targets.</summary>
internal sealed class Calibration
{
    // One by one as a stream is scored, and in batches as a table is: quantizing by the range of the batch makes a difference.
    private static readonly long[] BatchSizes = [1, 32];

    private Calibration(AnswerDifference difference, double expectedScore, double actualScore)
    {
        Difference = difference.RootMeanSquare;
        Largest = difference.Largest;
        ExpectedScore = expectedScore;
        ActualScore = actualScore;
    }

    /// <summary>The root mean square difference, the larger of the batch sizes.</summary>
    public double Difference { get; }

    /// <summary>The largest difference of one value.</summary>
    public double Largest { get; }

    /// <summary>The score of the first file against the targets.</summary>
    public double ExpectedScore { get; }

    /// <summary>The score of the second file against the targets.</summary>
    public double ActualScore { get; }

    /// <summary>Compares two files; the batch size with the larger difference counts.</summary>
    public static Calibration Run(byte[] expected, byte[] actual, NetworkDescription network, SequenceData data)
    {
        using var expectedSession = OnnxRuntimeEngine.Open(expected, "float32 network");
        using var actualSession = OnnxRuntimeEngine.Open(actual, "int8 network");
        // A NaN is the largest of all.
        return BatchSizes.Select(size => Run(expectedSession, actualSession, network, data, size))
            .MaxBy(calibration => double.IsNaN(calibration.Difference) ? double.PositiveInfinity : calibration.Difference)!;
    }

    private static Calibration Run(InferenceSession expected, InferenceSession actual, NetworkDescription network, SequenceData data, long batchSize)
    {
        var difference = new AnswerDifference(network);
        var expectedScore = new AnswerScore(network);
        var actualScore = new AnswerScore(network);
        for (var start = 0L; start < data.Count; start += batchSize)
        {
            using var scope = NewDisposeScope();
            var count = Math.Min(batchSize, data.Count - start);
            using var input = ParityFeed.Value(data.Inputs.narrow(0, start, count).contiguous());
            using var known = data.Known is null ? null : ParityFeed.Value(data.Known.narrow(0, start, count));
            var targets = data.Targets.narrow(0, start, count).contiguous();
            var (expectedAnswers, actualAnswers) = (Answers(expected, input, known), Answers(actual, input, known));
            difference.Add(expectedAnswers, actualAnswers);
            Score(expectedScore, expectedAnswers, targets);
            Score(actualScore, actualAnswers, targets);
        }

        return new Calibration(difference, expectedScore.Value, actualScore.Value);
    }

    private static float[] Answers(InferenceSession session, OrtValue input, OrtValue? known)
    {
        using var options = new RunOptions();
        using var outputs = known is null
            ? session.Run(options, [RecurrentNames.Input], [input], [RecurrentNames.Output])
            : session.Run(options, [RecurrentNames.Input, RecurrentNames.Known], [input, known], [RecurrentNames.Output]);
        return outputs[0].GetTensorDataAsSpan<float>().ToArray();
    }

    private static void Score(AnswerScore score, float[] answers, Tensor targets)
    {
        if (targets.dtype == ScalarType.Int64)
            score.Add(answers, targets.data<long>().ToArray());
        else
            score.Add(answers, targets.data<float>().ToArray());
    }
}
