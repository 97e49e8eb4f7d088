namespace MlNetRecurrent.Inference.Tests;

/// <summary>Random sequences for a network, or tokens; of one length or of several, from zero or random states.</summary>
internal sealed record EngineBatch(float[] Values, long[] Tokens, int Count, int[] Lengths, float[] InitialStates)
{
    /// <summary>[time + horizon, covariates] of one sequence behind another; empty where none are known ahead.</summary>
    public float[] FutureCovariates { get; init; } = [];

    public static EngineBatch Alike(RecurrentModel model, int count, int time, bool states = false, int seed = 1) =>
        Random(model, [.. Enumerable.Repeat(time, count)], states, seed) with { Lengths = [] };

    public static EngineBatch Ragged(RecurrentModel model, int[] lengths, bool states = false, int seed = 1) => Random(model, lengths, states, seed);

    /// <summary>Answers, then quantiles, then final states.</summary>
    public float[] Score(RecurrentModel model)
    {
        var steps = Tokens.Length > 0 ? Tokens.Length : Values.Length / model.Network.Features;
        var answers = new float[(model.Network.HasOutputPerStep ? steps : Count) * model.Network.Outputs];
        var quantiles = new float[answers.Length * model.Network.Forecast.Quantiles.Count];
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
            answers);
        return [.. answers, .. quantiles, .. finals];
    }

    /// <summary>One sequence of several by itself.</summary>
    public EngineBatch Alone(RecurrentModel model, int sequence)
    {
        var start = Lengths[..sequence].Sum();
        var (features, states, known, horizon) = (model.Network.Features, model.StateSize, model.Network.Forecast.FutureCovariates, model.Network.Forecast.Horizon);
        return new EngineBatch(
            Values.Length == 0 ? [] : Values[(start * features)..((start + Lengths[sequence]) * features)],
            Tokens.Length == 0 ? [] : Tokens[start..(start + Lengths[sequence])],
            Count: 1,
            Lengths: [],
            InitialStates.Length == 0 ? [] : InitialStates[(sequence * states)..((sequence + 1) * states)])
        {
            FutureCovariates = FutureCovariates.Length == 0 ? [] : FutureCovariates[((start + (sequence * horizon)) * known)..((start + Lengths[sequence] + ((sequence + 1) * horizon)) * known)],
        };
    }

    private static EngineBatch Random(RecurrentModel model, int[] lengths, bool states, int seed)
    {
        var random = new Random(seed);
        var steps = lengths.Sum();
        var embedding = model.Network.Embedding;
        return new EngineBatch(
            embedding is null ? Numbers(steps * model.Network.Features) : [],
            embedding is null ? [] : [.. Enumerable.Range(0, steps).Select(_ => random.NextInt64(embedding.VocabularySize))],
            lengths.Length,
            lengths,
            states ? Numbers(lengths.Length * model.StateSize) : [])
        {
            FutureCovariates = Numbers((steps + (lengths.Length * model.Network.Forecast.Horizon)) * model.Network.Forecast.FutureCovariates),
        };

        float[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 4) - 2)];
    }
}
