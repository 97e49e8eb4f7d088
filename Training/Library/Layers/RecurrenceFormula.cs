using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>
/// The equations of a recurrence in one direction, in operations of LibTorch: for the activations, clipping, coupled forget gate and peepholes of a
/// <see cref="CellVariant"/>, for any device and type, and for gradients of any order.
/// </summary>
/// <remarks>
/// Formulas: https://onnx.ai/onnx/operators/onnx__LSTM.html, onnx__GRU.html and onnx__RNN.html, with PyTorch's names: f is the activation of the
/// gates, g that of the candidate state, and both clip their inputs. Blocks are stacked as in PyTorch.
/// </remarks>
internal sealed class RecurrenceFormula
{
    private readonly RecurrentCell _cell;
    private readonly CellVariant _variant;
    private readonly int _hidden;
    private readonly RecurrenceWeights _weights;

    private RecurrenceFormula(RecurrenceCall call, RecurrenceWeights weights)
    {
        (_cell, _hidden, _weights) = (call.Cell, call.HiddenSize, weights);
        _variant = call.Variant ?? (call.Cell == RecurrentCell.RnnRelu
            ? new CellVariant { Candidate = ActivationFunction.Relu }
            : new CellVariant());
    }

    /// <summary>Runs all directions of a layer.</summary>
    public static RecurrenceResult Run(RecurrenceCall call, RecurrenceInput input)
    {
        var sequence = call.IsInputBatchFirst ? input.Sequence : input.Sequence.transpose(0, 1);
        var runs = Enumerable.Range(0, call.DirectionCount).Select(direction => new RecurrenceFormula(call, input.Directions[direction]).Run(
            sequence, input.Hidden?.select(0, direction), input.Cell?.select(0, direction), call.Lengths, call.IsReverse(direction))).ToList();
        var output = !call.ReturnsOutput ? null : runs.Count == 1 ? runs[0].Output : cat([.. runs.Select(run => run.Output)], 2);
        return new RecurrenceResult(
            call.IsOutputBatchFirst ? output : output?.transpose(0, 1),
            stack(runs.Select(run => run.Hidden), 0),
            call.Cell.HasCellState ? stack(runs.Select(run => run.Cell!), 0) : null);
    }

    private (Tensor Output, Tensor Hidden, Tensor? Cell) Run(Tensor input, Tensor? initialHidden, Tensor? initialCell, long[]? lengths, bool reverse)
    {
        var (batch, time) = (input.shape[0], input.shape[1]);
        var valid = lengths is null ? null : new SequenceLengths(tensor(lengths, device: input.device), time);
        if (reverse)
            input = SequenceLengths.Reverse(input, valid);
        // The input part of all steps is one product; only the recurrent part depends on the previous step.
        var fromInput = nn.functional.linear(input, _weights.Input, _weights.InputBias);
        var hidden = initialHidden ?? Zeros();
        var cell = !_cell.HasCellState ? null : initialCell ?? Zeros();
        var outputs = new Tensor[time];
        for (var step = 0; step < time; step++)
        {
            var (nextHidden, nextCell) = RunStep(fromInput.select(1, step), hidden, cell);
            outputs[step] = nextHidden;
            // After the end of a sequence its states stay as they are.
            var mask = valid?.StepMask.select(1, step);
            hidden = mask is null ? nextHidden : where(mask, nextHidden, hidden);
            cell = mask is null || cell is null ? nextCell : where(mask, nextCell!, cell);
        }

        var output = stack(outputs, 1);
        if (valid is not null)
            output = valid.MaskPadding(output);
        return (reverse ? SequenceLengths.Reverse(output, valid) : output, hidden, cell);

        Tensor Zeros() => zeros(batch, _hidden, dtype: input.dtype, device: input.device);
    }

    private (Tensor Hidden, Tensor? Cell) RunStep(Tensor input, Tensor hidden, Tensor? cell)
    {
        if (cell is not null)
            return RunLstmStep(Sum(input, FromHidden(hidden, 0, 4)), cell);
        if (_cell.Blocks.Count == 1)
            return (Activate(_variant.Candidate, Sum(input, FromHidden(hidden, 0, 1))), null);

        // r = f(Wr x + Rr h), z = f(Wz x + Rz h), h = (1 - z) * n + z * h
        var gates = Activate(_variant.Gate, Sum(input.narrow(1, 0, 2 * _hidden), FromHidden(hidden, 0, 2)));
        var (reset, update) = (Block(gates, 0), Block(gates, 1));
        // n = g(Wn x + r * (Rn h)) or g(Wn x + Rn (r * h))
        var recurrent = _cell.LinearBeforeReset ? reset * FromHidden(hidden, 2, 1) : FromHidden(reset * hidden, 2, 1);
        var candidate = Activate(_variant.Candidate, Sum(Block(input, 2), recurrent));
        return (Sum(candidate, update * (hidden - candidate)), null);
    }

    // i = f(Wi x + Ri h + Pi * c), f = f(Wf x + Rf h + Pf * c) or 1 - i, c' = f * c + i * g(Wc x + Rc h), o = f(Wo x + Ro h + Po * c')
    private (Tensor Hidden, Tensor? Cell) RunLstmStep(Tensor gates, Tensor cell)
    {
        var inputGate = Activate(_variant.Gate, Peep(Block(gates, 0), 0, cell));
        var forgetGate = _variant.CouplesForgetGate ? Scalars.One - inputGate : Activate(_variant.Gate, Peep(Block(gates, 1), 2, cell));
        var next = Sum(forgetGate * cell, inputGate * Activate(_variant.Candidate, Block(gates, 2)));
        var outputGate = Activate(_variant.Gate, Peep(Block(gates, 3), 1, next));
        // ONNX Runtime does not clip the input of this activation.
        return (outputGate * Activations.Apply(_variant.Output, next), next);
    }

    private Tensor FromHidden(Tensor hidden, int block, int count) => nn.functional.linear(
        hidden,
        _weights.Recurrent.narrow(0, block * _hidden, count * _hidden),
        _weights.RecurrentBias?.narrow(0, block * _hidden, count * _hidden));

    // The peepholes are stacked as in ONNX: input, output, forget.
    private Tensor Peep(Tensor gate, int block, Tensor cell) =>
        _weights.Peepholes is { } peepholes ? Sum(gate, peepholes.narrow(0, block * _hidden, _hidden) * cell) : gate;

    private static Tensor Sum(Tensor first, Tensor second) => first.add(second, Scalars.One);

    private Tensor Block(Tensor blocks, int block) => blocks.narrow(1, block * _hidden, _hidden);

    private Tensor Activate(ActivationFunction function, Tensor values) =>
        Activations.Apply(function, _variant.Clip is { } clip ? values.clamp(-clip, clip) : values);
}
