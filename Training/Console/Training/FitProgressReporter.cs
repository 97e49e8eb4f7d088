using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>Reports epochs at once and on the thread of the fit: <see cref="Progress{T}"/> posts to others, and lines would come late and out of order.</summary>
internal sealed class FitProgressReporter(Action<FitProgress> report) : IProgress<FitProgress>
{
    /// <inheritdoc/>
    public void Report(FitProgress value) => report(value);
}
