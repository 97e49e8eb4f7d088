using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>
/// Reports epochs immediately, on the training thread. <see cref="Progress{T}"/> posts to other threads, so its lines could appear late and out of
/// order.
/// </summary>
internal sealed class FitProgressReporter(Action<FitProgress> report) : IProgress<FitProgress>
{
    /// <inheritdoc/>
    public void Report(FitProgress value) => report(value);
}
