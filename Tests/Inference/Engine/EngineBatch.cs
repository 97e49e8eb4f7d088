namespace MlNetRecurrent.Inference.Tests;

/// <summary>Random sequences of values or tokens for a network, of the same length or ragged, with zero or random initial states.</summary>
internal sealed record EngineBatch(float[] Values, long[] Tokens, int Count, int[] Lengths, float[] InitialStates)
{
    /// <summary>The future covariates, [time + horizon, covariates] of each sequence, concatenated; empty if the network has none.</summary>
    public float[] FutureCovariates { get; init; } = [];

    public static EngineBatch Alike(RecurrentModel model, int count, int time, bool states = false, int seed = 1) =>
        Random(model, [.. Enumerable.Repeat(time, count)], states, seed) with { Lengths = [] };

    public static EngineBatch Ragged(RecurrentModel model, int[] lengths, bool states = false, int seed = 1) => Random(model, lengths, states, seed);

    /// <summary>Scores the batch: returns the outputs, followed by the quantiles and the final states.</summary>
    public float[] Score(RecurrentModel model)
    {
        var steps = Tokens.Length > 0 ? Tokens.Length : Values.Length / model.Network.Features;
        var outputs = new float[(model.Network.HasOutputPerStep ? steps : Count) * model.Network.OutputSize];
        var quantiles = new float[outputs.Length * model.Network.Forecast.Quantiles.Count];
        var finals = new float[Count * model.StateSize];
        model.ScoreBatch(
            new SequenceBatch
            {
                Values = Values,
                Tokens = Tokens,
                FutureCovariates = FutureCovariates,
                Count = Count,
                Lengths = Lengths,
                InitialStates = InitialStates,
                FinalStates = finals,
                Quantiles = quantiles,
            },
            outputs);
        return [.. outputs, .. quantiles, .. finals];
    }

    /// <summary>Returns one sequence of a ragged batch as a batch of one.</summary>
    public EngineBatch Alone(RecurrentModel model, int sequence)
    {
        var start = Lengths[..sequence].Sum();
        var (features, states) = (model.Network.Features, model.StateSize);
        var (covariates, horizon) = (model.Network.Forecast.FutureCovariates, model.Network.Forecast.Horizon);
        var (first, end) = (start + (sequence * horizon), start + Lengths[sequence] + ((sequence + 1) * horizon));
        return new EngineBatch(
            Values.Length == 0 ? [] : Values[(start * features)..((start + Lengths[sequence]) * features)],
            Tokens.Length == 0 ? [] : Tokens[start..(start + Lengths[sequence])],
            Count: 1,
            Lengths: [],
            InitialStates.Length == 0 ? [] : InitialStates[(sequence * states)..((sequence + 1) * states)])
        {
            FutureCovariates = FutureCovariates.Length == 0 ? [] : FutureCovariates[(first * covariates)..(end * covariates)],
        };
    }

    /// <summary>Scores each sequence of a ragged batch alone; returns their results in the order of <see cref="Score"/>.</summary>
    public float[] ScoreAlone(RecurrentModel model)
    {
        float[][] scores = [.. Enumerable.Range(0, Lengths.Length).Select(sequence => Alone(model, sequence).Score(model))];
        int[] sizes = [.. Lengths.Select(model.GetOutputSize)];
        return
        [
            .. scores.SelectMany((score, index) => score[..sizes[index]]),
            .. scores.SelectMany((score, index) => score[sizes[index]..^model.StateSize]),
            .. scores.SelectMany(score => score[^model.StateSize..]),
        ];
    }

    private static EngineBatch Random(RecurrentModel model, int[] lengths, bool states, int seed)
    {
        var random = new Random(seed);
        var steps = lengths.Sum();
        var embedding = model.Network.Embedding;
        var values = embedding is null ? RandomValues(steps * model.Network.Features) : [];
        if (model.Network.Categories.Count > 0)
            CategoryCodes.Write(model.Network, values, seed);
        return new EngineBatch(
            values,
            embedding is null ? [] : [.. Enumerable.Range(0, steps).Select(_ => random.NextInt64(embedding.VocabularySize))],
            lengths.Length,
            lengths,
            states ? RandomValues(lengths.Length * model.StateSize) : [])
        {
            FutureCovariates = RandomValues((steps + (lengths.Length * model.Network.Forecast.Horizon)) * model.Network.Forecast.FutureCovariates),
        };

        float[] RandomValues(int count) => [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 4) - 2)];
    }
}
