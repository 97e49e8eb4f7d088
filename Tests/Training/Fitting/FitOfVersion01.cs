namespace MlNetRecurrent.Training.Tests;

/// <summary>The fit whose checkpoint after epoch 3 was written by version 0.1. Its options have values other than their defaults.</summary>
internal static class FitOfVersion01
{
    /// <summary>The file.</summary>
    public static string Checkpoint => Path.Combine(AppContext.BaseDirectory, "Fitting", "Fixtures", "fit-0.1.checkpoint");

    /// <summary>The network.</summary>
    public static NetworkDescription Network { get; } =
        NetworkDescription.CreateForecaster(RecurrentCell.Gru, featureCount: 2, hiddenSize: 3, layerCount: 2, bidirectional: true) with
        {
            Task = RecurrentTask.Classify,
            Classes = 2,
            Normalization = InputNormalization.Standard,
            Pooling = SequencePooling.Mean,
            HasLayerNormalization = true,
            Regularization = new RegularizationDescription { Dropout = 0.25 },
        };

    /// <summary>The options.</summary>
    public static FitOptions Options { get; } = new()
    {
        Epochs = 5,
        BatchSize = 8,
        LearningRate = 0.02,
        Optimizer = FitOptimizer.AdamW,
        Beta2 = 0.99,
        WeightAverageDecay = 0.9,
        TimeLimit = TimeSpan.FromDays(1),
        WeightDecay = 0.01,
        Schedule = LearningRateSchedule.Cosine,
        WarmUpEpochs = 1,
        MaxGradientNorm = 1,
        ClassWeights = [1, 2],
        Patience = 50,
        StoppingThreshold = 0,
        InputNoise = 0.1,
        MaxTimeMaskFraction = 0.25,
        MaxTimeStretch = 0.25,
        MaxShift = 1,
        Seed = 3,
    };

    /// <summary>The identity that the file states.</summary>
    public static string ReadIdentity()
    {
        using var reader = new BinaryReader(File.OpenRead(Checkpoint));
        reader.ReadInt32();
        return reader.ReadString();
    }
}
