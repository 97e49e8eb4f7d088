namespace MlNetRecurrent.Console;

/// <summary>The result of the sine experiment for one cell.</summary>
internal sealed record SineResult
{
    public required RecurrentCell Cell { get; init; }

    /// <summary>The exported file.</summary>
    public required string File { get; init; }

    public required long ParameterCount { get; init; }

    public required TimeSpan TrainingTime { get; init; }

    public required double FinalLoss { get; init; }

    /// <summary>The root mean squared error of the next value in the ML.NET pipeline, after the training data.</summary>
    public required double UnseenError { get; init; }

    /// <summary>The parity error: the maximum difference between TorchSharp and ONNX Runtime.</summary>
    public required double ParityError { get; init; }

    /// <summary>The throughput of the ML.NET pipeline, in rows per second.</summary>
    public required double RowsPerSecond { get; init; }

    /// <summary>The predicted next value of each window after the training data.</summary>
    public required float[] Predictions { get; init; }

    /// <summary>The forecast in which each prediction is the next input.</summary>
    public required float[] FreeRunning { get; init; }
}
