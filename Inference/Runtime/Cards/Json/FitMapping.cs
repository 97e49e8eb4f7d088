namespace MlNetRecurrent;

/// <summary>Maps what a card says about the fit to its JSON shape and back.</summary>
internal static class FitMapping
{
    public static FitSummaryShapeV1 ToShape(FitSummary summary) => new()
    {
        Epochs = summary.Epochs,
        Passes = summary.Passes,
        BatchSize = summary.BatchSize,
        Optimizer = summary.Optimizer,
        LearningRate = summary.LearningRate,
        Loss = summary.Loss,
        FinalLoss = summary.FinalLoss,
        Seed = summary.Seed,
        BestEpoch = summary.BestEpoch,
        ValidationLoss = summary.ValidationLoss,
        Beta2 = summary.Beta2,
        WeightAveraging = summary.WeightAveraging,
        WeightDecay = summary.WeightDecay,
        Schedule = summary.Schedule,
        WarmUpEpochs = summary.WarmUpEpochs,
        GradientNorm = summary.GradientNorm,
        Patience = summary.Patience,
        SufficientLoss = summary.SufficientLoss,
        InputNoise = summary.InputNoise,
        TimeMask = summary.TimeMask,
        TimeStretch = summary.TimeStretch,
        Shift = summary.Shift,
        TruncatedSteps = summary.TruncatedSteps,
        Balanced = summary.Balanced,
        EveryStep = summary.EveryStep,
        Stride = summary.Stride,
        Chrono = summary.Chrono,
    };

    public static FitSummary ToSummary(FitSummaryShapeV1 shape) => new()
    {
        Epochs = shape.Epochs,
        Passes = shape.Passes,
        BatchSize = shape.BatchSize,
        Optimizer = shape.Optimizer,
        LearningRate = shape.LearningRate,
        Loss = shape.Loss,
        FinalLoss = shape.FinalLoss,
        Seed = shape.Seed,
        BestEpoch = shape.BestEpoch,
        ValidationLoss = shape.ValidationLoss,
        Beta2 = shape.Beta2,
        WeightAveraging = shape.WeightAveraging,
        WeightDecay = shape.WeightDecay,
        Schedule = shape.Schedule,
        WarmUpEpochs = shape.WarmUpEpochs,
        GradientNorm = shape.GradientNorm,
        Patience = shape.Patience,
        SufficientLoss = shape.SufficientLoss,
        InputNoise = shape.InputNoise,
        TimeMask = shape.TimeMask,
        TimeStretch = shape.TimeStretch,
        Shift = shape.Shift,
        TruncatedSteps = shape.TruncatedSteps,
        Balanced = shape.Balanced,
        EveryStep = shape.EveryStep,
        Stride = shape.Stride,
        Chrono = shape.Chrono,
    };
}
