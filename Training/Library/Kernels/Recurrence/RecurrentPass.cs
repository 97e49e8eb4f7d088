using System.Runtime.Intrinsics;
using MlNetRecurrent.Engine;

namespace MlNetRecurrent.Training;

/// <summary>
/// One forward pass of a recurrence over a batch, with what its backward pass needs. Not thread-safe; its work is shared by the threads of
/// <see cref="WorkTeam"/>.
/// </summary>
/// <remarks>
/// The backward pass leaves what was kept unchanged, and can be repeated. <see cref="Dispose"/> makes the memory available to the next pass.
/// </remarks>
internal abstract unsafe class RecurrentPass : IDisposable
{
    /// <summary>What the pass was created for.</summary>
    public abstract PassSettings Settings { get; }

    /// <summary>The number of floats of its memory.</summary>
    public abstract long Size { get; }

    /// <summary>The number of pieces of the forward pass.</summary>
    public abstract int ForwardPieces { get; }

    /// <summary>The number of pieces of the backward pass.</summary>
    public abstract int BackwardPieces { get; }

    /// <summary>The number of pieces of the sum of the weight gradients, after all pieces of the backward pass.</summary>
    public abstract int ReductionPieces { get; }

    /// <summary>Creates a pass.</summary>
    /// <param name="shape">The cell and its sizes: RNN (tanh or ReLU), LSTM, or GRU (with the reset gate after or before the product).</param>
    /// <param name="batch">The number of sequences, at least 1.</param>
    /// <param name="steps">The number of time steps of the longest sequence, at least 1.</param>
    /// <param name="lengths">The number of steps of each sequence, from 0 to <paramref name="steps"/>; null if all have the full length.</param>
    /// <param name="reverse">Whether each sequence is processed from its last valid step to its first.</param>
    /// <param name="keeps">Whether to keep what the backward pass needs.</param>
    /// <exception cref="OutOfMemoryException">There is not enough memory.</exception>
    public static RecurrentPass Create(RecurrentShape shape, int batch, int steps, long[]? lengths, bool reverse, bool keeps)
    {
        var settings = new PassSettings(shape, batch, steps, lengths, reverse, keeps);
        return VectorWidth.Widest.Floats switch
        {
            16 => Create<Vectors512, Vector512<float>>(settings),
            8 => Create<Vectors256, Vector256<float>>(settings),
            4 => Create<Vectors128, Vector128<float>>(settings),
            _ => Create<SingleFloat, float>(settings),
        };
    }

    /// <summary>
    /// Runs the forward passes of several recurrences, such as the directions of a layer or the members of an ensemble, side by side.
    /// </summary>
    public static void Forward(ReadOnlySpan<RecurrentPass> passes, ReadOnlySpan<ForwardArguments> arguments)
    {
        WorkTeam.Wake(PassWork.Count(passes, pass => pass.ForwardPieces));
        for (var index = 0; index < passes.Length; index++)
            passes[index].BeginForward(arguments[index]);
        PassWork.Run(passes, pass => pass.ForwardPieces, (pass, piece) => pass.RunForward(piece));
    }

    /// <summary>Runs the backward passes of several recurrences side by side.</summary>
    /// <remarks>Where two of them have the same input gradient, it receives the sum.</remarks>
    public static void Backward(ReadOnlySpan<RecurrentPass> passes, ReadOnlySpan<BackwardArguments> arguments)
    {
        using var sums = new InputGradientSums(passes, arguments);
        try
        {
            for (var index = 0; index < passes.Length; index++)
                passes[index].BeginBackward(sums.Redirect(index, arguments[index]));
            WorkTeam.Wake(PassWork.Count(passes, pass => pass.ReductionPieces));
            PassWork.Run(passes, pass => pass.BackwardPieces, (pass, piece) => pass.RunBackward(piece));
            PassWork.Run(passes, pass => pass.ReductionPieces, (pass, piece) => pass.RunReduction(piece));
            sums.Add();
        }
        finally
        {
            foreach (var pass in passes)
                pass.EndBackward();
        }
    }

    /// <inheritdoc/>
    public abstract void Dispose();

    protected abstract void BeginForward(in ForwardArguments arguments);

    protected abstract void RunForward(int piece);

    protected abstract void BeginBackward(in BackwardArguments arguments);

    protected abstract void RunBackward(int piece);

    protected abstract void RunReduction(int piece);

    /// <summary>Returns what the backward pass rented.</summary>
    protected abstract void EndBackward();

    private static RecurrentPass Create<TMath, TVector>(PassSettings settings)
        where TMath : struct, IVectorMath<TVector>
        where TVector : struct
    {
        var cell = settings.Shape.Cell;
        return cell == RecurrentCell.Lstm ? new VectorPass<TMath, TVector, TrainedLstm>(settings)
            : cell == RecurrentCell.Gru ? new VectorPass<TMath, TVector, TrainedGru>(settings)
            : cell == RecurrentCell.GruResetBefore ? new VectorPass<TMath, TVector, TrainedGruResetBefore>(settings)
            : cell == RecurrentCell.RnnRelu ? new VectorPass<TMath, TVector, TrainedRelu>(settings)
            : new VectorPass<TMath, TVector, TrainedTanh>(settings);
    }
}
