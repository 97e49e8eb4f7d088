using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace MlNetRecurrent.Training;

/// <summary>Reports a fit to the ML.NET context like built-in trainers: lines in its log, and metrics in its progress channel.</summary>
internal sealed class TrainerLog : IProgress<FitProgress>, IDisposable
{
    private readonly IChannel _channel;
    private readonly IProgressChannel _progress;
    private readonly IProgress<FitProgress>? _user;

    public TrainerLog(MLContext context, string name, IProgress<FitProgress>? user)
    {
        var host = ((IHostEnvironment)context).Register(name);
        _channel = host.Start("Fit");
        _progress = host.StartProgressChannel("Fit");
        _progress.SetHeader(new ProgressHeader(["Loss", "ValidationLoss"], ["epochs"]), entry => entry.SetProgress(0, Epoch, Epochs));
        _user = user;
    }

    private int Epoch { get; set; }

    private int Epochs { get; set; }

    /// <summary>Writes a line to the log.</summary>
    public void Write(string text) => _channel.Info(MessageSensitivity.Schema, text);

    /// <inheritdoc/>
    public void Report(FitProgress value)
    {
        (Epoch, Epochs) = (value.Epoch, value.TotalEpochs);
        _progress.Checkpoint(value.Loss, value.ValidationLoss, value.Epoch);
        var validation = value.ValidationLoss is { } loss ? FormattableString.Invariant($", validation loss {loss:g5}") : "";
        Write(FormattableString.Invariant($"Epoch {value.Epoch} of {value.TotalEpochs}, loss {value.Loss:g5}{validation}"));
        _user?.Report(value);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _progress.Dispose();
        _channel.Dispose();
    }
}
