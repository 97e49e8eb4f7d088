namespace MlNetRecurrent;

/// <summary>Maps the training part of a card to its JSON form and back.</summary>
internal static class FitMapping
{
    public static FitSummaryJsonV1 ToJsonForm(FitSummary summary) => new()
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

    public static FitSummary ToSummary(FitSummaryJsonV1 json) => new()
    {
        Epochs = json.Epochs,
        CompletedEpochs = json.Passes,
        BatchSize = json.BatchSize,
        Optimizer = json.Optimizer,
        LearningRate = json.LearningRate,
        Loss = json.Loss,
        FinalLoss = json.FinalLoss,
        Seed = json.Seed,
        BestEpoch = json.BestEpoch,
        ValidationLoss = json.ValidationLoss,
        Beta2 = json.Beta2,
        WeightAverageDecay = json.WeightAveraging,
        WeightDecay = json.WeightDecay,
        Schedule = json.Schedule,
        WarmUpEpochs = json.WarmUpEpochs,
        MaxGradientNorm = json.GradientNorm,
        Patience = json.Patience,
        StoppingThreshold = json.SufficientLoss,
        InputNoise = json.InputNoise,
        MaxTimeMaskFraction = json.TimeMask,
        MaxTimeStretch = json.TimeStretch,
        MaxShift = json.Shift,
        TruncatedBpttSteps = json.TruncatedSteps,
        HasBalancedClasses = json.Balanced,
        HasLossAtEveryStep = json.EveryStep,
        Stride = json.Stride,
        ChronoMaxDependency = json.Chrono,
    };
}
