using System.Diagnostics.CodeAnalysis;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>
/// A long short-term memory network (LSTM) of one or more layers, which takes the place of <c>torch.nn.LSTM</c> and trains faster on the CPU.
/// </summary>
/// <remarks>
/// <para>
/// Parameters, their initial values for a seed, state dictionary, arguments and results are those of <c>torch.nn.LSTM</c>. In addition, sequences
/// may have lengths: outputs after the end of a sequence are 0, its final states are those of its last step, and the reverse direction begins at
/// that step.
/// </para>
/// <para>
/// This library computes the forward and the backward pass in 32-bit floating point on the CPU; LibTorch computes other types, other devices and
/// gradients of gradients. An instance may be used by one thread at a time. An error in a backward pass is thrown by the next forward pass of a
/// fused layer or step of a fused optimizer, or by <see cref="FusedFailure.ThrowIfAny"/>.
/// </para>
/// </remarks>
[SuppressMessage("Naming", "CA1707:Identifiers should not contain underscores", Justification = "A parameter has TorchSharp's name.")]
public sealed class FusedLstm : nn.Module<Tensor, (Tensor, Tensor)?, (Tensor, Tensor, Tensor)>
{
    private readonly FusedStack _stack;

    /// <summary>Creates a module with PyTorch's initial weights, U(-1/sqrt(hidden), 1/sqrt(hidden)).</summary>
    /// <param name="inputSize">The number of values per time step of the input.</param>
    /// <param name="hiddenSize">The number of units per layer and direction.</param>
    /// <param name="numLayers">The number of layers. Default: 1.</param>
    /// <param name="bias">Whether the layers have biases. Default: true.</param>
    /// <param name="batchFirst">
    /// Whether the axes of input and output are [batch, time, values] rather than [time, batch, values]. Default: false.
    /// </param>
    /// <param name="dropout">The probability that an output of a layer other than the last is set to 0 in training. Default: 0.</param>
    /// <param name="bidirectional">Whether the layers process sequences in both directions. Default: false.</param>
    /// <param name="device">The device of the parameters. Default: that of LibTorch.</param>
    /// <param name="dtype">The type of the parameters. Default: that of LibTorch.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is less than 1, or the dropout is not from 0 to 1.</exception>
    /// <exception cref="LibTorchLoadException">LibTorch cannot be loaded; the message states what is missing.</exception>
    public FusedLstm(
        long inputSize,
        long hiddenSize,
        long numLayers = 1,
        bool bias = true,
        bool batchFirst = false,
        double dropout = 0,
        bool bidirectional = false,
        Device? device = null,
        ScalarType? dtype = null)
        : base(LibTorchLibrary.EnsureLoadedFor(nameof(FusedLstm)))
    {
        var options = FusedArguments.Check(inputSize, hiddenSize, numLayers, bias, batchFirst, dropout, bidirectional);
        var module = nn.LSTM(inputSize, hiddenSize, numLayers, bias, batchFirst, dropout, bidirectional, device, dtype);
        _stack = new FusedStack(RecurrentCell.Lstm, options, module);
        foreach (var (name, parameter) in module.named_parameters())
            register_parameter(name, parameter);
    }

    internal RecurrentCell Cell => _stack.Cell;

    /// <summary>Processes a batch of sequences.</summary>
    /// <param name="input">[batch, time, input] with <c>batchFirst</c>, otherwise [time, batch, input].</param>
    /// <param name="h0_c0">
    /// The hidden state and the cell state before the first step, each [layers * directions, batch, hidden]; null for zeros.
    /// </param>
    /// <returns>
    /// The hidden states of the last layer at every time step, [batch, time, directions * hidden] or [time, batch, directions * hidden]; and the
    /// final hidden states and cell states of all layers, [layers * directions, batch, hidden].
    /// </returns>
    /// <exception cref="ArgumentException">The shape of the input or of a state does not match the module.</exception>
    /// <exception cref="InvalidOperationException">A backward pass before this call failed; the message tells why.</exception>
    public override (Tensor, Tensor, Tensor) forward(Tensor input, (Tensor, Tensor)? h0_c0 = null) => Run(input, h0_c0, null);

    /// <summary>Processes a batch of sequences.</summary>
    /// <param name="input">[batch, time, input] with <c>batchFirst</c>, otherwise [time, batch, input].</param>
    /// <param name="h0_c0">
    /// The hidden state and the cell state before the first step, each [layers * directions, batch, hidden]; null for zeros.
    /// </param>
    /// <returns>
    /// The hidden states of the last layer at every time step, [batch, time, directions * hidden] or [time, batch, directions * hidden]; and the
    /// final hidden states and cell states of all layers, [layers * directions, batch, hidden].
    /// </returns>
    /// <exception cref="ArgumentException">The shape of the input or of a state does not match the module.</exception>
    /// <exception cref="InvalidOperationException">A backward pass before this call failed; the message tells why.</exception>
    public new (Tensor, Tensor, Tensor) call(Tensor input, (Tensor, Tensor)? h0_c0 = null) => base.call(input, h0_c0);

    /// <summary>Processes a batch of sequences of different lengths.</summary>
    /// <param name="input">[batch, time, input] with <c>batchFirst</c>, otherwise [time, batch, input].</param>
    /// <param name="h0_c0">
    /// The hidden state and the cell state before the first step, each [layers * directions, batch, hidden]; null for zeros.
    /// </param>
    /// <param name="lengths">The number of time steps of each sequence, from 0 to that of the input.</param>
    /// <returns>
    /// The hidden states of the last layer at every time step, [batch, time, directions * hidden] or [time, batch, directions * hidden]; and the
    /// final hidden states and cell states of all layers, [layers * directions, batch, hidden].
    /// </returns>
    /// <exception cref="ArgumentException">The shape of the input or of a state does not match the module, or a length is out of range.</exception>
    /// <exception cref="InvalidOperationException">A backward pass before this call failed; the message tells why.</exception>
    public (Tensor, Tensor, Tensor) call(Tensor input, (Tensor, Tensor)? h0_c0, long[] lengths)
    {
        ArgumentNullException.ThrowIfNull(lengths);
        return Run(input, h0_c0, [.. lengths]);
    }

    /// <summary>Processes a batch of sequences of different lengths.</summary>
    /// <param name="input">[batch, time, input] with <c>batchFirst</c>, otherwise [time, batch, input].</param>
    /// <param name="h0_c0">
    /// The hidden state and the cell state before the first step, each [layers * directions, batch, hidden]; null for zeros.
    /// </param>
    /// <param name="lengths">The number of time steps of each sequence, from 0 to that of the input: int64 [batch].</param>
    /// <returns>
    /// The hidden states of the last layer at every time step, [batch, time, directions * hidden] or [time, batch, directions * hidden]; and the
    /// final hidden states and cell states of all layers, [layers * directions, batch, hidden].
    /// </returns>
    /// <exception cref="ArgumentException">The shape of the input or of a state does not match the module, or a length is out of range.</exception>
    /// <exception cref="InvalidOperationException">A backward pass before this call failed; the message tells why.</exception>
    public (Tensor, Tensor, Tensor) call(Tensor input, (Tensor, Tensor)? h0_c0, Tensor lengths)
    {
        ArgumentNullException.ThrowIfNull(lengths);
        return Run(input, h0_c0, FusedArguments.Read(lengths));
    }

    /// <summary>
    /// Processes a batch of sequences, and returns their final states alone. This is faster than a call: the hidden states at the time steps and
    /// their gradients are not written.
    /// </summary>
    /// <param name="input">[batch, time, input] with <c>batchFirst</c>, otherwise [time, batch, input].</param>
    /// <param name="h0_c0">
    /// The hidden state and the cell state before the first step, each [layers * directions, batch, hidden]; null for zeros.
    /// </param>
    /// <param name="lengths">The number of time steps of each sequence, from 0 to that of the input; null if all have the full length.</param>
    /// <returns>The final hidden states and cell states of all layers, [layers * directions, batch, hidden].</returns>
    /// <exception cref="ArgumentException">The shape of the input or of a state does not match the module, or a length is out of range.</exception>
    /// <exception cref="InvalidOperationException">A backward pass before this call failed; the message tells why.</exception>
    public (Tensor Hidden, Tensor Cell) FinalState(Tensor input, (Tensor, Tensor)? h0_c0 = null, long[]? lengths = null)
    {
        var (_, hidden, cell) = Run(input, h0_c0, lengths is null ? null : [.. lengths], returnsOutput: false);
        return (hidden, cell);
    }

    /// <summary>Sets whether the module is training, so that there is dropout between its layers, or evaluated.</summary>
    /// <param name="train">Whether it is training.</param>
    public override void train(bool train = true)
    {
        base.train(train);
        _stack.Module.train(train);
    }

    /// <summary>Converts and moves the parameters; the methods <c>to</c>, <c>cuda</c> and <c>cpu</c> call it.</summary>
    /// <param name="dtype">The new type of the parameters; null for the current one.</param>
    /// <param name="device">The new device of the parameters; null for the current one.</param>
    /// <param name="non_blocking">Whether to move them asynchronously where that is possible.</param>
    protected override void _toEpilog(ScalarType? dtype, Device? device, bool non_blocking)
    {
        _stack.Move(dtype, device);
        // TorchSharp may have replaced them.
        foreach (var (name, parameter) in _stack.Module.named_parameters())
            ConditionallyRegisterParameter(name, parameter);
        base._toEpilog(dtype, device, non_blocking);
    }

    /// <summary>Releases the parameters of the module.</summary>
    /// <param name="disposing">Whether <c>Dispose</c> was called, rather than the finalizer.</param>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
            _stack.Module.Dispose();
    }

    private (Tensor Output, Tensor Hidden, Tensor Cell) Run(Tensor input, (Tensor, Tensor)? h0_c0, long[]? lengths, bool returnsOutput = true)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (lengths is null && !_stack.IsCovered(input, h0_c0?.Item1, h0_c0?.Item2))
            return ((TorchSharp.Modules.LSTM)_stack.Module).call(input, h0_c0);
        var (output, hidden, cell) = _stack.Run(input, h0_c0?.Item1, h0_c0?.Item2, lengths, returnsOutput);
        return (output!, hidden, cell!);
    }
}
