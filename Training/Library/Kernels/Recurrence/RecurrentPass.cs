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
    /// <summary>Creates a pass.</summary>
    /// <param name="shape">The cell and its sizes: RNN (tanh or ReLU), LSTM, or GRU (with the reset gate after or before the product).</param>
    /// <param name="batch">The number of sequences, at least 1.</param>
    /// <param name="steps">The number of time steps of the longest sequence, at least 1.</param>
    /// <param name="lengths">The number of steps of each sequence, from 0 to <paramref name="steps"/>; null if all have the full length.</param>
    /// <param name="reverse">Whether each sequence is processed from its last valid step to its first.</param>
    /// <param name="keeps">Whether to keep what the backward pass needs.</param>
    /// <exception cref="OutOfMemoryException">There is not enough memory.</exception>
    public static RecurrentPass Create(RecurrentShape shape, int batch, int steps, long[]? lengths, bool reverse, bool keeps) =>
        new PlainRecurrentPass(shape, batch, steps, lengths, reverse, keeps);

    /// <summary>Runs the forward passes of several recurrences, such as the directions of a layer or the members of an ensemble, side by side.</summary>
    public static void Forward(ReadOnlySpan<RecurrentPass> passes, ReadOnlySpan<ForwardArguments> arguments)
    {
        for (var index = 0; index < passes.Length; index++)
            ((PlainRecurrentPass)passes[index]).Forward(arguments[index]);
    }

    /// <summary>Runs the backward passes of several recurrences side by side.</summary>
    /// <remarks>Where two of them have the same input gradient, it receives the sum.</remarks>
    public static void Backward(ReadOnlySpan<RecurrentPass> passes, ReadOnlySpan<BackwardArguments> arguments)
    {
        for (var index = 0; index < passes.Length; index++)
        {
            var isShared = false;
            for (var earlier = 0; earlier < index; earlier++)
                isShared |= arguments[earlier].InputGradient.Start == arguments[index].InputGradient.Start;
            ((PlainRecurrentPass)passes[index]).Backward(arguments[index], isShared);
        }
    }

    /// <inheritdoc/>
    public abstract void Dispose();
}
