using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace MlNetRecurrent.Inference.Tests;

/// <summary>The oracle: ONNX Runtime as its documentation shows it, one sequence a call.</summary>
internal static class RawRuntime
{
    public static float[][] Score(byte[] file, int features, IEnumerable<float[]> sequences)
    {
        using var session = new InferenceSession(file);
        return [.. sequences.Select(sequence =>
        {
            var input = new DenseTensor<float>(sequence, [1, sequence.Length / features, features]);
            using var results = session.Run([NamedOnnxValue.CreateFromTensor("input", input)], ["output"]);
            return results[0].AsEnumerable<float>().ToArray();
        })];
    }
}
