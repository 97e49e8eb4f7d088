namespace MlNetRecurrent.RuntimeProgram;

/// <summary>Scores made-up sequences, the same ones in every run.</summary>
internal static class Scoring
{
    /// <summary>The outputs for a batch of sequences of one length.</summary>
    public static float[] Batch(RecurrentModel model, int count, int steps)
    {
        var outputs = new float[count * model.GetOutputSize(steps)];
        model.ScoreBatch(Values(count * steps * model.Network.Features), count, outputs);
        return outputs;
    }

    /// <summary>The outputs for sequences of several lengths in one batch.</summary>
    public static float[] Ragged(RecurrentModel model, int[] lengths)
    {
        var outputs = new float[lengths.Sum(model.GetOutputSize)];
        var values = Values(lengths.Sum() * model.Network.Features);
        model.ScoreBatch(new SequenceBatch { Values = values, Lengths = lengths, Count = lengths.Length }, outputs);
        return outputs;
    }

    /// <summary>The probabilities after each token of a text.</summary>
    public static float[] Tokens(RecurrentModel model, long[] tokens)
    {
        var outputs = new float[model.GetOutputSize(tokens.Length)];
        model.ScoreTokens(tokens, outputs);
        return outputs;
    }

    /// <summary>Values between 1 and 3, by integer arithmetic alone: no two kinds of build may compute them differently.</summary>
    public static float[] Values(int count) => [.. Enumerable.Range(0, count).Select(index => 1 + (index * 7919 % 2048 / 1024f))];
}
