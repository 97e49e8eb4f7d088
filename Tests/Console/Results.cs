namespace MlNetRecurrent.Console.Tests;

/// <summary>Results of the sine experiment with distinctive values.</summary>
internal static class Results
{
    public static SineResult Lstm { get; } = new()
    {
        Cell = RecurrentCell.Lstm,
        File = "sine-lstm.onnx",
        ParameterCount = 10_651,
        TrainingTime = TimeSpan.FromSeconds(3.5),
        FinalLoss = 1.863e-5,
        UnseenError = 0.00432,
        ParityError = 1.79e-7,
        RowsPerSecond = 123_456.7,
        Predictions = [.. Enumerable.Range(0, 200).Select(index => SineSeries.Y(SineSeries.Count + index) * 0.9f)],
        FreeRunning = [.. Enumerable.Range(0, SineJob.FreeRunningSteps).Select(index => SineSeries.Y(SineSeries.Count + index) * 0.8f)],
    };
}
