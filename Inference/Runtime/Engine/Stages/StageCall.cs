namespace MlNetRecurrent.Engine;

/// <summary>The panels of one step of a stage, each [value, row]. Panels that the cell does not use may be null.</summary>
internal readonly unsafe struct StageCall
{
    public required float* Input { get; init; }

    /// <summary>The recurrent operand of the products: the hidden state, or the output of the first stage.</summary>
    public required float* Recurrent { get; init; }

    /// <summary>The previous hidden state.</summary>
    public float* Hidden { get; init; }

    /// <summary>The cell state, which is replaced by the new one.</summary>
    public float* Cell { get; init; }

    /// <summary>The buffer for the new hidden state; must not be one of the other panels.</summary>
    public required float* Output { get; init; }

    /// <summary>A buffer of <see cref="StageKernel.ScratchSize"/> floats.</summary>
    public required float* Scratch { get; init; }

    /// <summary>The number of floats from one value to the next.</summary>
    public required nint Stride { get; init; }
}
