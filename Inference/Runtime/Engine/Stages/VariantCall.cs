namespace MlNetRecurrent.Engine;

/// <summary>
/// The panels of one step of a cell variant, each [value, row]: its products, biases included, and its states. Panels that the cell does not use may
/// be null.
/// </summary>
internal readonly unsafe struct VariantCall
{
    /// <summary>The products of the gates and, for a cell other than a GRU, of the candidate: [block * units + unit, row].</summary>
    public required float* Gates { get; init; }

    /// <summary>The product of the candidate of a GRU; only that of the input if the reset gate is applied after the recurrent product.</summary>
    public float* Candidate { get; init; }

    /// <summary>The recurrent product of the candidate of a GRU, with the reset gate applied after it.</summary>
    public float* RecurrentCandidate { get; init; }

    /// <summary>The previous hidden state.</summary>
    public float* Hidden { get; init; }

    /// <summary>The cell state, which is replaced by the new one.</summary>
    public float* Cell { get; init; }

    /// <summary>The buffer for the new hidden state, or for the result of the first of two passes.</summary>
    public required float* Output { get; init; }

    /// <summary>The peephole weights of the input, output and forget gates, [3, padded units]; null for none.</summary>
    public float* Peepholes { get; init; }

    /// <summary>The number of units.</summary>
    public required int Units { get; init; }

    /// <summary>The number of units, rounded up to whole tiles.</summary>
    public required int PaddedUnits { get; init; }

    /// <summary>The number of floats from one value to the next.</summary>
    public required nint Stride { get; init; }

    /// <summary>The number of vectors of rows, or 0 for a single row.</summary>
    public required int Vectors { get; init; }
}
