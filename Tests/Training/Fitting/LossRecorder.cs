namespace MlNetRecurrent.Training.Tests;

/// <summary>Keeps what a fit reports, at once and on its own thread, and may do something about it.</summary>
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
