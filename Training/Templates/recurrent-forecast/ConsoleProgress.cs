using MlNetRecurrent.Training;

namespace ForecastNamespace;

/// <summary>Writes a line for each epoch, on the thread that trains. <see cref="Progress{T}"/> would write later, from other threads.</summary>
internal sealed class ConsoleProgress : IProgress<FitProgress>
{
    public void Report(FitProgress value) => Console.WriteLine($"Epoch {value.Epoch} of {value.TotalEpochs}, loss {value.Loss:f4}");
}
