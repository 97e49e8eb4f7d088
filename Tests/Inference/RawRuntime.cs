using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace MlNetRecurrent.Inference.Tests;

/// <summary>The oracle: ONNX Runtime used as in its documentation, with one sequence per call.</summary>
internal static class RawRuntime
{
    public static float[][] Score(byte[] file, int features, IEnumerable<float[]> sequences) =>
        Run(file, sequences, sequence => new DenseTensor<float>(sequence, [1, sequence.Length / features, features]));

    public static float[][] ScoreTokens(byte[] file, IEnumerable<long[]> sequences) =>
        Run(file, sequences, sequence => new DenseTensor<long>(sequence, [1, sequence.Length]));

    private static float[][] Run<T>(byte[] file, IEnumerable<T[]> sequences, Func<T[], Tensor<T>> input)
    {
        using var session = new InferenceSession(file);
        return [.. sequences.Select(sequence =>
        {
            using var results = session.Run([NamedOnnxValue.CreateFromTensor("input", input(sequence))], ["output"]);
            return results[0].AsEnumerable<float>().ToArray();
        })];
    }
}
