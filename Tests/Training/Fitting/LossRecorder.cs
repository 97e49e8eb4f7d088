namespace MlNetRecurrent.Training.Tests;

/// <summary>Records the progress reports of a fit synchronously, and can run an action after each.</summary>
internal sealed class LossRecorder(Action<FitProgress>? onEpoch = null) : IProgress<FitProgress>
{
    public List<FitProgress> Reports { get; } = [];

    public IEnumerable<double> Losses => Reports.Select(report => report.Loss);

    public void Report(FitProgress value)
    {
        Reports.Add(value);
        onEpoch?.Invoke(value);
    }
}
