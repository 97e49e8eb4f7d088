namespace MlNetRecurrent.Engine;

/// <summary>The panels of one step of a stage, each [value, row]; those that a cell does not use may be null.</summary>
internal readonly unsafe struct StageCall
{
    public required float* Input { get; init; }

    /// <summary>What stands in the products as the hidden state.</summary>
    public required float* Recurrent { get; init; }

    /// <summary>The old hidden state.</summary>
    public float* Hidden { get; init; }

    /// <summary>The cell state; the new one replaces it.</summary>
    public float* Cell { get; init; }

    /// <summary>Takes the new hidden state; none of the others.</summary>
    public required float* Output { get; init; }

    /// <summary>Room for <see cref="StageKernel.ScratchSize"/> floats.</summary>
    public required float* Scratch { get; init; }

    /// <summary>Floats from one value to the next.</summary>
    public required nint Stride { get; init; }
}
