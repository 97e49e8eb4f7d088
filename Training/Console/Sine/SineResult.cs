namespace MlNetRecurrent.Console;

/// <summary>What the sine job measured for one cell.</summary>
internal sealed record SineResult
{
    public required RecurrentCell Cell { get; init; }

    /// <summary>The exported file.</summary>
    public required string File { get; init; }

    public required long ParameterCount { get; init; }

    public required TimeSpan TrainingTime { get; init; }

    public required double FinalLoss { get; init; }

    /// <summary>Root mean squared error of the next value in the ML.NET pipeline, beyond the fitted part.</summary>
    public required double UnseenError { get; init; }

    /// <summary>The largest difference between TorchSharp and ONNX Runtime.</summary>
    public required double ParityError { get; init; }

    /// <summary>Rows per second through the ML.NET pipeline.</summary>
    public required double RowsPerSecond { get; init; }

    /// <summary>The next value for each window beyond the fitted part.</summary>
    public required float[] Predictions { get; init; }

    /// <summary>The continuation in which each prediction is fed back.</summary>
    public required float[] FreeRunning { get; init; }
}
