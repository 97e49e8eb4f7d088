namespace MlNetRecurrent.Engine;

/// <summary>The arithmetic of a cell behind its products, on a vector of units or rows.</summary>
internal interface ICell
{
    /// <summary>How many products there are for each unit, 1 to 4.</summary>
    static abstract int Lines { get; }

    /// <summary>Whether the old hidden state is used, other than in the products.</summary>
    static abstract bool ReadsHidden { get; }

    /// <summary>Whether the old cell state is used.</summary>
    static abstract bool ReadsCell { get; }

    /// <summary>Whether there is a new cell state.</summary>
    static abstract bool WritesCell { get; }

    /// <summary>The new hidden state.</summary>
    /// <param name="line0">The first product, with its bias.</param>
    /// <param name="line1">The second product, where there are so many.</param>
    /// <param name="line2">The third product.</param>
    /// <param name="line3">The fourth product.</param>
    /// <param name="hidden">The old hidden state.</param>
    /// <param name="cell">The old cell state; becomes the new one.</param>
    static abstract TVector Step<TMath, TVector>(TVector line0, TVector line1, TVector line2, TVector line3, TVector hidden, ref TVector cell)
        where TMath : struct, IVectorMath<TVector>
        where TVector : struct;
}
