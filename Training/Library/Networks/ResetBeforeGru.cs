using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>
/// A GRU that applies the reset gate before the recurrent product (Cho et al. 2014), which LibTorch lacks:
/// r = sigmoid(Wr x + Rr h), z = sigmoid(Wz x + Rz h), n = tanh(Wn x + Rn (r * h)), h = (1 - z) * n + z * h.
/// </summary>
/// <remarks>Blocks are stacked as in PyTorch's GRU: reset, update, new.</remarks>
internal sealed class ResetBeforeGru : Recurrence
{
    private readonly int _hidden;

    // TorchSharp registers fields of type Parameter under the names of the fields.
    private readonly Parameter weight_ih_l0;
    private readonly Parameter weight_hh_l0;
    private readonly Parameter? bias_ih_l0;
    private readonly Parameter? bias_hh_l0;

    public ResetBeforeGru(LayerDescription layer)
        : base(nameof(ResetBeforeGru))
    {
        _hidden = layer.HiddenSize;
        var rows = 3L * _hidden;
        weight_ih_l0 = Uniform(rows, layer.InputSize);
        weight_hh_l0 = Uniform(rows, _hidden);
        bias_ih_l0 = layer.HasBias ? Uniform(rows) : null;
        bias_hh_l0 = layer.HasBias ? Uniform(rows) : null;
        RegisterComponents();
    }

    public override Parameter InputWeight => weight_ih_l0;

    public override Parameter RecurrentWeight => weight_hh_l0;

    public override Parameter? InputBias => bias_ih_l0;

    public override Parameter? RecurrentBias => bias_hh_l0;

    public override (Tensor Output, RecurrentState Final) Run(Tensor input, RecurrentState? initial)
    {
        var (batch, time) = (input.shape[0], input.shape[1]);
        // The input part of all steps is one product; only the recurrent part depends on the previous step.
        var fromInput = nn.functional.linear(input, weight_ih_l0, bias_ih_l0);
        var gateWeight = weight_hh_l0.narrow(0, 0, 2 * _hidden);
        var newWeight = weight_hh_l0.narrow(0, 2 * _hidden, _hidden);
        var gateBias = bias_hh_l0?.narrow(0, 0, 2 * _hidden);
        var newBias = bias_hh_l0?.narrow(0, 2 * _hidden, _hidden);

        var hidden = initial?.HiddenState.squeeze(0) ?? zeros(batch, _hidden, dtype: input.dtype, device: input.device);
        var outputs = new Tensor[time];
        for (var step = 0; step < time; step++)
        {
            var x = fromInput.select(1, step);
            var gates = sigmoid(x.narrow(1, 0, 2 * _hidden).add(nn.functional.linear(hidden, gateWeight, gateBias), Scalars.One));
            var reset = gates.narrow(1, 0, _hidden);
            var update = gates.narrow(1, _hidden, _hidden);
            var candidate = tanh(x.narrow(1, 2 * _hidden, _hidden).add(nn.functional.linear(reset * hidden, newWeight, newBias), Scalars.One));
            // (1 - z) * n + z * h
            hidden = candidate.add(update * (hidden - candidate), Scalars.One);
            outputs[step] = hidden;
        }

        return (stack(outputs, 1), new RecurrentState(hidden.unsqueeze(0), null));
    }

    // PyTorch draws the initial weights of a recurrent layer from U(-1/sqrt(hidden), 1/sqrt(hidden)).
    private Parameter Uniform(params long[] shape)
    {
        var bound = 1 / Math.Sqrt(_hidden);
        return new Parameter(empty(shape).uniform_(-bound, bound));
    }
}
