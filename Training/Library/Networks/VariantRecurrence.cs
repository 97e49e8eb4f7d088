using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>
/// A recurrence with the activations, clipping, coupled forget gate or peepholes of a <see cref="CellVariant"/>; with the standard variant, the GRU
/// that applies the reset gate before the recurrent product (Cho et al. 2014), which LibTorch lacks.
/// </summary>
/// <remarks>
/// Formulas: https://onnx.ai/onnx/operators/onnx__LSTM.html, onnx__GRU.html and onnx__RNN.html, with PyTorch's names: f is the activation of the
/// gates, g that of the candidate state, and both clip their inputs. Blocks are stacked as in PyTorch.
/// </remarks>
internal sealed class VariantRecurrence : Recurrence
{
    private readonly CellVariant _variant;
    private readonly RecurrentCell _cell;
    private readonly int _hidden;

    // TorchSharp registers fields of type Parameter under the names of the fields.
    private readonly Parameter weight_ih_l0;
    private readonly Parameter weight_hh_l0;
    private readonly Parameter? bias_ih_l0;
    private readonly Parameter? bias_hh_l0;
    private readonly Parameter? weight_ch_l0;

    public VariantRecurrence(LayerDescription layer, CellVariant variant)
        : base(nameof(VariantRecurrence))
    {
        (_variant, _cell, _hidden) = (variant, layer.Cell, layer.HiddenSize);
        var rows = (long)layer.Cell.Blocks.Count * _hidden;
        weight_ih_l0 = Uniform(rows, layer.InputSize);
        weight_hh_l0 = Uniform(rows, _hidden);
        bias_ih_l0 = layer.HasBias ? Uniform(rows) : null;
        bias_hh_l0 = layer.HasBias ? Uniform(rows) : null;
        weight_ch_l0 = variant.HasPeepholes ? Uniform(3L * _hidden) : null;
        RegisterComponents();
    }

    public override Parameter InputWeight => weight_ih_l0;

    public override Parameter RecurrentWeight => weight_hh_l0;

    public override Parameter? InputBias => bias_ih_l0;

    public override Parameter? RecurrentBias => bias_hh_l0;

    public override Parameter? Peepholes => weight_ch_l0;

    public override (Tensor Output, RecurrentState Final) Run(Tensor input, RecurrentState? initial)
    {
        var (batch, time) = (input.shape[0], input.shape[1]);
        // The input part of all steps is one product; only the recurrent part depends on the previous step.
        var fromInput = nn.functional.linear(input, weight_ih_l0, bias_ih_l0);
        var hidden = initial?.HiddenState.squeeze(0) ?? Zeros();
        var cell = !_cell.HasCellState ? null : initial?.CellState!.squeeze(0) ?? Zeros();
        var outputs = new Tensor[time];
        for (var step = 0; step < time; step++)
        {
            (hidden, cell) = RunStep(fromInput.select(1, step), hidden, cell);
            outputs[step] = hidden;
        }

        return (stack(outputs, 1), new RecurrentState(hidden.unsqueeze(0), cell?.unsqueeze(0)));

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
        hidden, weight_hh_l0.narrow(0, block * _hidden, count * _hidden), bias_hh_l0?.narrow(0, block * _hidden, count * _hidden));

    // The peepholes are stacked as in ONNX: input, output, forget.
    private Tensor Peep(Tensor gate, int block, Tensor cell) =>
        weight_ch_l0 is null ? gate : Sum(gate, weight_ch_l0.narrow(0, block * _hidden, _hidden) * cell);

    private static Tensor Sum(Tensor first, Tensor second) => first.add(second, Scalars.One);

    private Tensor Block(Tensor blocks, int block) => blocks.narrow(1, block * _hidden, _hidden);

    private Tensor Activate(ActivationFunction function, Tensor values) =>
        Activations.Apply(function, _variant.Clip is { } clip ? values.clamp(-clip, clip) : values);

    // PyTorch draws the initial weights of a recurrent layer from U(-1/sqrt(hidden), 1/sqrt(hidden)).
    private Parameter Uniform(params long[] shape)
    {
        var bound = 1 / Math.Sqrt(_hidden);
        return new Parameter(empty(shape).uniform_(-bound, bound));
    }
}
