using MlNetRecurrent.Engine;

namespace MlNetRecurrent.Training;

/// <summary>The arithmetic of a cell that follows its products, forward and backward, on panels [unit, row].</summary>
internal interface ITrainedCell
{
    /// <summary>The number of planes that are kept for the backward pass; 0 if the hidden state is the only plane.</summary>
    static abstract int KeptPlanes { get; }

    /// <summary>Whether there is a cell state.</summary>
    static abstract bool HasCellState { get; }

    /// <summary>Whether a part of the gradient of the previous hidden state passes no product.</summary>
    static abstract bool CarriesHidden { get; }

    /// <summary>Computes the gates of the first stage; for cells with one stage also the new state.</summary>
    /// <param name="panels">The panels, at the first unit.</param>
    /// <param name="count">The number of values, a multiple of the vector width.</param>
    static abstract void Forward<TMath, TVector>(in ForwardPanels panels, int count)
        where TMath : struct, IVectorMath<TVector>
        where TVector : struct;

    /// <summary>Computes the candidate and the new state of cells with two stages.</summary>
    /// <inheritdoc cref="Forward"/>
    static virtual void ForwardSecond<TMath, TVector>(in ForwardPanels panels, int count)
        where TMath : struct, IVectorMath<TVector>
        where TVector : struct => throw new NotSupportedException("The cell has one stage.");

    /// <summary>Computes the gradients of the products; for cells with two stages those of the second stage, and of the update gate.</summary>
    /// <param name="panels">The panels.</param>
    static abstract void Backward<TMath, TVector>(in BackwardPanels panels)
        where TMath : struct, IVectorMath<TVector>
        where TVector : struct;

    /// <summary>Computes the gradient of the reset gate of cells with two stages, given that of r * h.</summary>
    /// <inheritdoc cref="Backward"/>
    static virtual void BackwardFirst<TMath, TVector>(in BackwardPanels panels)
        where TMath : struct, IVectorMath<TVector>
        where TVector : struct => throw new NotSupportedException("The cell has one stage.");
}
