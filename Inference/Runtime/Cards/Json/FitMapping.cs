namespace MlNetRecurrent;

/// <summary>Maps the training part of a card to its JSON shape and back.</summary>
internal static class FitMapping
{
    public static FitSummaryShapeV1 ToShape(FitSummary summary) => new()
    {
        Epochs = summary.Epochs,
        Passes = summary.CompletedEpochs,
        BatchSize = summary.BatchSize,
        Optimizer = summary.Optimizer,
        LearningRate = summary.LearningRate,
        Loss = summary.Loss,
        FinalLoss = summary.FinalLoss,
        Seed = summary.Seed,
        BestEpoch = summary.BestEpoch,
        ValidationLoss = summary.ValidationLoss,
        Beta2 = summary.Beta2,
        WeightAveraging = summary.WeightAverageDecay,
        WeightDecay = summary.WeightDecay,
        Schedule = summary.Schedule,
        WarmUpEpochs = summary.WarmUpEpochs,
        GradientNorm = summary.MaxGradientNorm,
        Patience = summary.Patience,
        SufficientLoss = summary.StoppingThreshold,
        InputNoise = summary.InputNoise,
        TimeMask = summary.MaxTimeMaskFraction,
        TimeStretch = summary.MaxTimeStretch,
        Shift = summary.MaxShift,
        TruncatedSteps = summary.TruncatedBpttSteps,
        Balanced = summary.HasBalancedClasses,
        EveryStep = summary.HasLossAtEveryStep,
        Stride = summary.Stride,
        Chrono = summary.ChronoMaxDependency,
    };

    public static FitSummary ToSummary(FitSummaryShapeV1 shape) => new()
    {
        Epochs = shape.Epochs,
        CompletedEpochs = shape.Passes,
        BatchSize = shape.BatchSize,
        Optimizer = shape.Optimizer,
        LearningRate = shape.LearningRate,
        Loss = shape.Loss,
        FinalLoss = shape.FinalLoss,
        Seed = shape.Seed,
        BestEpoch = shape.BestEpoch,
        ValidationLoss = shape.ValidationLoss,
        Beta2 = shape.Beta2,
        WeightAverageDecay = shape.WeightAveraging,
        WeightDecay = shape.WeightDecay,
        Schedule = shape.Schedule,
        WarmUpEpochs = shape.WarmUpEpochs,
        MaxGradientNorm = shape.GradientNorm,
        Patience = shape.Patience,
        StoppingThreshold = shape.SufficientLoss,
        InputNoise = shape.InputNoise,
        MaxTimeMaskFraction = shape.TimeMask,
        MaxTimeStretch = shape.TimeStretch,
        MaxShift = shape.Shift,
        TruncatedBpttSteps = shape.TruncatedSteps,
        HasBalancedClasses = shape.Balanced,
        HasLossAtEveryStep = shape.EveryStep,
        Stride = shape.Stride,
        ChronoMaxDependency = shape.Chrono,
    };
}
