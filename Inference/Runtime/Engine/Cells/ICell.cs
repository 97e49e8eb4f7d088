namespace MlNetRecurrent.Engine;

/// <summary>
/// The arithmetic of a cell that follows its matrix products, on a vector that holds several units of one row, or one unit of several rows.
/// </summary>
/// <remarks>
/// Exponentials of products are computed in loops of their own (<see cref="LineExponentials{TMath, TVector}"/>). Their results depend on each other
/// only in <see cref="Step"/>: with all in one loop, a processor would wait for the chain of them, because it looks only a few hundred instructions
/// ahead.
/// </remarks>
internal interface ICell
{
    /// <summary>The number of lines: the products, biases included, that each unit needs; 1 to 4.</summary>
    static abstract int Lines { get; }

    /// <summary>The number of lines, from the first on, of which <see cref="Step"/> takes e^-x: those of sigmoids.</summary>
    static abstract int SigmoidLines { get; }

    /// <summary>The number of lines, after those of sigmoids, of which <see cref="Step"/> takes e^2x - 1: those of hyperbolic tangents.</summary>
    static abstract int TanhLines { get; }

    /// <summary>Whether the arithmetic uses the previous hidden state, apart from the products.</summary>
    static abstract bool ReadsHidden { get; }

    /// <summary>Whether the arithmetic uses the previous cell state.</summary>
    static abstract bool ReadsCell { get; }

    /// <summary>Whether the arithmetic writes a new cell state.</summary>
    static abstract bool WritesCell { get; }

    /// <summary>Computes the new hidden state and, if the cell has one, the new cell state.</summary>
    /// <param name="line0">The first product, including its bias, or its exponential.</param>
    /// <param name="line1">The second product; unused if the cell has fewer lines.</param>
    /// <param name="line2">The third product; likewise.</param>
    /// <param name="line3">The fourth product; likewise.</param>
    /// <param name="hidden">The previous hidden state.</param>
    /// <param name="cell">The previous cell state on entry, the new one on return.</param>
    static abstract TVector Step<TMath, TVector>(TVector line0, TVector line1, TVector line2, TVector line3, TVector hidden, ref TVector cell)
        where TMath : struct, IVectorMath<TVector>
        where TVector : struct;
}
