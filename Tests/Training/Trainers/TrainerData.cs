using Microsoft.ML.Data;

namespace MlNetRecurrent.Training.Tests;

/// <summary>Rows for trainers.</summary>
internal static class TrainerData
{
    /// <summary>Ten points of a sine in two columns, the point that follows, and the four that follow.</summary>
    public static IReadOnlyList<SineWindow> Sine(int rows) => [.. Enumerable.Range(0, rows).Select(start => new SineWindow
    {
        First = Y(start),
        Rest = [.. Enumerable.Range(start + 1, 9).Select(Y)],
        Next = Y(start + 10),
        Ahead = [.. Enumerable.Range(start + 10, 4).Select(Y)],
    })];

    /// <summary>Sequences of one to eight values whose mean, and each of whose values, is below, about or above 0.</summary>
    public static IReadOnlyList<SignedSequence> Ragged(int rows)
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, rows).Select(_ =>
        {
            var level = random.Next(-1, 2);
            float[] values = [.. Enumerable.Range(0, random.Next(1, 9)).Select(_ => level + (0.2f * (random.NextSingle() - 0.5f)))];
            var sign = level < 0 ? "minus" : level > 0 ? "plus" : "none";
            return new SignedSequence { Values = values, Sign = sign, Signs = [.. values.Select(_ => sign)] };
        })];
    }

    private static float Y(int index) => MathF.Sin(index * 0.3f);

    internal sealed class SineWindow
    {
        public float First { get; set; }

        [VectorType(9)]
        public float[] Rest { get; set; } = [];

        public float Next { get; set; }

        [VectorType(4)]
        public float[] Ahead { get; set; } = [];
    }

    internal sealed class SignedSequence
    {
        public float[] Values { get; set; } = [];

        public string Sign { get; set; } = "";

        public string[] Signs { get; set; } = [];
    }
}
