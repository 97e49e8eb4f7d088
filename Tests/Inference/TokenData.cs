using Microsoft.ML.Data;

namespace MlNetRecurrent.Inference.Tests;

/// <summary>Rows with the same tokens in columns of every supported type.</summary>
internal static class TokenData
{
    public const int Vocabulary = 9;

    private const int Time = 5;

    public sealed class Row
    {
        [VectorType(Time)]
        public long[] Long { get; set; } = [];

        [VectorType(Time)]
        public int[] Int { get; set; } = [];

        /// <summary>The token ID + 1.</summary>
        [VectorType(Time), KeyType(Vocabulary)]
        public uint[] Key { get; set; } = [];

        /// <summary>The token ID + 1.</summary>
        [VectorType(Time), KeyType(Vocabulary)]
        public byte[] ShortKey { get; set; } = [];

        public long[] Ragged { get; set; } = [];

        public int One { get; set; }

        /// <summary>The token ID: ML.NET adds 1 to a scalar key.</summary>
        [KeyType(Vocabulary)]
        public uint OneKey { get; set; }

        [VectorType(Time)]
        public float[] Float { get; set; } = new float[Time];

        [VectorType(Time), KeyType(Vocabulary + 1)]
        public uint[] LargeKey { get; set; } = [1, 1, 1, 1, 1];
    }

    public static Row[] Rows(int count)
    {
        var random = new Random(3);
        return [.. Enumerable.Range(0, count).Select(row =>
        {
            long[] tokens = [.. Enumerable.Range(0, Time).Select(_ => (long)random.Next(Vocabulary))];
            return new Row
            {
                Long = tokens,
                Int = [.. tokens.Select(token => (int)token)],
                Key = [.. tokens.Select(token => (uint)token + 1)],
                ShortKey = [.. tokens.Select(token => (byte)(token + 1))],
                Ragged = tokens[..(1 + (row % Time))],
                One = (int)tokens[0],
                OneKey = (uint)tokens[0],
            };
        })];
    }
}
