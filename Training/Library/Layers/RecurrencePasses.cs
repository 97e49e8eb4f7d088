using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>The passes of all members and directions of a call, which run side by side.</summary>
internal sealed unsafe class RecurrencePasses : IDisposable
{
    private readonly RecurrenceCall _call;
    private readonly bool _sharesSequence;
    private readonly int _batch;
    private readonly RecurrentPass?[] _passes;
    private readonly long _kept;

    /// <param name="call">How the passes are run.</param>
    /// <param name="sharesSequence">Whether all members have the same input sequences.</param>
    /// <param name="tensors">Their inputs.</param>
    /// <param name="keeps">Whether to keep what the backward passes need.</param>
    public RecurrencePasses(RecurrenceCall call, bool sharesSequence, RecurrenceTensors tensors, bool keeps)
    {
        (_call, _sharesSequence) = (call, sharesSequence);
        var sequence = tensors.Sequence(0)!;
        _batch = (int)sequence.size(call.IsInputBatchFirst ? 0 : 1);
        var steps = (int)sequence.size(call.IsInputBatchFirst ? 1 : 0);
        _passes = new RecurrentPass?[tensors.MemberCount * call.DirectionCount];
        for (var index = 0; index < _passes.Length; index++)
        {
            var reverse = call.IsReverse(index % call.DirectionCount);
            _passes[index] = RecurrentPass.Create(call.Shape, _batch, steps, call.Lengths, reverse, keeps);
        }

        if (keeps)
            KeptMemory.Add(_kept = _passes.Sum(pass => pass!.Size * sizeof(float)));
    }

    // Where no backward pass follows, the buffers of the passes are freed by their own finalizers.
    ~RecurrencePasses() => KeptMemory.Remove(_kept);

    /// <summary>Runs the forward passes.</summary>
    /// <param name="tensors">The inputs.</param>
    /// <param name="results">The tensors that receive the results of each member; null if none are wanted.</param>
    public void Forward(RecurrenceTensors tensors, RecurrenceResult[]? results)
    {
        using var views = new TensorViews();
        var arguments = new ForwardArguments[_passes.Length];
        var sequence = default(SequencePointer);
        for (var member = 0; member < tensors.MemberCount; member++)
        {
            if (member == 0 || !_sharesSequence)
                sequence = views.Sequences(tensors.Sequence(member), _call.IsInputBatchFirst);
            float* hidden = views.Contiguous(tensors.Hidden(member)), cell = views.Contiguous(tensors.Cell(member));
            var output = views.Sequences(results?[member].Output, _call.IsOutputBatchFirst);
            float* finalHidden = views.Contiguous(results?[member].Hidden), finalCell = views.Contiguous(results?[member].Cell);
            for (var direction = 0; direction < _call.DirectionCount; direction++)
            {
                arguments[(member * _call.DirectionCount) + direction] = new ForwardArguments
                {
                    Weights = Weights(views, tensors.Weights(member, direction)),
                    Input = sequence,
                    InitialHidden = StateOf(direction, hidden),
                    InitialCell = StateOf(direction, cell),
                    Output = OutputOf(direction, output),
                    FinalHidden = StateOf(direction, finalHidden),
                    FinalCell = StateOf(direction, finalCell),
                };
            }
        }

        RecurrentPass.Forward(_passes!, arguments);
        GC.KeepAlive(tensors.All);
        GC.KeepAlive(results);
    }

    /// <summary>Runs the backward passes.</summary>
    /// <param name="tensors">The inputs of the forward passes.</param>
    /// <param name="results">The gradients of the results of each member.</param>
    /// <param name="gradients">Receives the gradients of the inputs for which it has tensors; that of shared sequences with the first member.</param>
    public void Backward(RecurrenceTensors tensors, ResultGradients[] results, RecurrenceTensors gradients)
    {
        using var views = new TensorViews();
        var arguments = new BackwardArguments[_passes.Length];
        var (sequence, sequenceGradient) = (default(SequencePointer), default(SequencePointer));
        for (var member = 0; member < tensors.MemberCount; member++)
        {
            if (member == 0 || !_sharesSequence)
            {
                sequence = views.Sequences(tensors.Sequence(member), _call.IsInputBatchFirst);
                sequenceGradient = views.Sequences(gradients.Sequence(member), _call.IsInputBatchFirst);
            }

            var output = views.Sequences(results[member].Output, _call.IsOutputBatchFirst);
            float* finalHidden = views.Contiguous(results[member].Hidden), finalCell = views.Contiguous(results[member].Cell);
            float* hidden = views.Contiguous(gradients.Hidden(member)), cell = views.Contiguous(gradients.Cell(member));
            for (var direction = 0; direction < _call.DirectionCount; direction++)
            {
                arguments[(member * _call.DirectionCount) + direction] = new BackwardArguments
                {
                    Input = sequence,
                    OutputGradient = OutputOf(direction, output),
                    FinalHiddenGradient = StateOf(direction, finalHidden),
                    FinalCellGradient = StateOf(direction, finalCell),
                    WeightGradients = Weights(views, gradients.Weights(member, direction)),
                    InputGradient = sequenceGradient,
                    InitialHiddenGradient = StateOf(direction, hidden),
                    InitialCellGradient = StateOf(direction, cell),
                };
            }
        }

        RecurrentPass.Backward(_passes!, arguments);
        GC.KeepAlive(tensors.All);
        GC.KeepAlive(results);
        GC.KeepAlive(gradients.All);
    }

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        KeptMemory.Remove(_kept);
        foreach (var pass in _passes)
            pass!.Dispose();
    }

    // States are [directions, batch, hidden].
    private float* StateOf(int direction, float* states) => states == null ? null : states + ((nint)direction * _batch * _call.HiddenSize);

    // The last axis of outputs is directions * hidden.
    private SequencePointer OutputOf(int direction, SequencePointer outputs) =>
        outputs.IsNone ? outputs : outputs with { Start = outputs.Start + ((nint)direction * _call.HiddenSize * sizeof(float)) };

    private static WeightPointers Weights(TensorViews views, Span<Tensor?> weights) => new()
    {
        Input = views.Contiguous(weights[0]),
        Recurrent = views.Contiguous(weights[1]),
        InputBias = views.Contiguous(weights[2]),
        RecurrentBias = views.Contiguous(weights[3]),
    };
}
