namespace MlNetRecurrent.RuntimeProgram;

/// <summary>Scores synthetic sequences, the same in every run.</summary>
internal static class Scoring
{
    /// <summary>Scores a batch of sequences of equal length.</summary>
    public static float[] Batch(RecurrentModel model, int count, int steps)
    {
        var outputs = new float[count * model.GetOutputSize(steps)];
        model.ScoreBatch(Values(count * steps * model.Network.Features), count, outputs);
        return outputs;
    }

    /// <summary>Scores a ragged batch: sequences of different lengths.</summary>
    public static float[] Ragged(RecurrentModel model, int[] lengths)
    {
        var outputs = new float[lengths.Sum(model.GetOutputSize)];
        var values = Values(lengths.Sum() * model.Network.Features);
        model.ScoreBatch(new SequenceBatch { Values = values, Lengths = lengths, Count = lengths.Length }, outputs);
        return outputs;
    }

    /// <summary>Returns the probabilities after each token of a text.</summary>
    public static float[] Tokens(RecurrentModel model, long[] tokens)
    {
        var outputs = new float[model.GetOutputSize(tokens.Length)];
        model.ScoreTokens(tokens, outputs);
        return outputs;
    }

    /// <summary>Creates values between 1 and 3 that are exact in float32, so that every build computes the same ones.</summary>
    public static float[] Values(int count) => [.. Enumerable.Range(0, count).Select(index => 1 + (index * 7919 % 2048 / 1024f))];
}
