using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>A TensorBoard log with the scalars <c>loss/fit</c>, <c>loss/validation</c> and <c>rate</c>.</summary>
internal sealed class FitLog
{
    private readonly SummaryWriter? _writer;

    /// <param name="folder">The folder of the event files; null for no log.</param>
    /// <exception cref="IOException">The folder cannot be created or written to.</exception>
    public FitLog(string? folder)
    {
        if (folder is null)
            return;
        try
        {
            DurableFolder.Create(folder);
            _writer = utils.tensorboard.SummaryWriter(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"The TensorBoard log cannot be written to the folder '{folder}': {exception.Message}", exception);
        }
    }

    public void Add(FitProgress progress, double rate)
    {
        if (_writer is null)
            return;
        _writer.add_scalar("loss/fit", (float)progress.Loss, progress.Epoch);
        if (progress.ValidationLoss is { } loss)
            _writer.add_scalar("loss/validation", (float)loss, progress.Epoch);
        _writer.add_scalar("rate", (float)rate, progress.Epoch);
    }
}
