using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>A recurrence computed by LibTorch: RNN, LSTM or GRU (with the reset gate after the recurrent product).</summary>
internal sealed class TorchRecurrence : Recurrence
{
    private readonly nn.Module _cell;
    private readonly Func<Tensor, RecurrentState?, (Tensor, RecurrentState)> _run;
    private readonly Dictionary<string, Parameter> _weights;

    public TorchRecurrence(LayerDescription layer)
        : base(nameof(TorchRecurrence))
    {
        (_cell, _run) = Build(layer);
        register_module("cell", _cell);
        _weights = _cell.named_parameters().ToDictionary(entry => entry.name, entry => entry.parameter);
    }

    public override Parameter InputWeight => _weights["weight_ih_l0"];

    public override Parameter RecurrentWeight => _weights["weight_hh_l0"];

    public override Parameter? InputBias => _weights.GetValueOrDefault("bias_ih_l0");

    public override Parameter? RecurrentBias => _weights.GetValueOrDefault("bias_hh_l0");

    public override (Tensor Output, RecurrentState Final) Run(Tensor input, RecurrentState? initial) => _run(input, initial);

    private static (nn.Module, Func<Tensor, RecurrentState?, (Tensor, RecurrentState)>) Build(LayerDescription layer) =>
        layer.Cell == RecurrentCell.Lstm ? BuildLstm(layer) : BuildOneState(layer);

    private static (nn.Module, Func<Tensor, RecurrentState?, (Tensor, RecurrentState)>) BuildLstm(LayerDescription layer)
    {
        var lstm = nn.LSTM(layer.InputSize, layer.HiddenSize, bias: layer.HasBias, batchFirst: true);
        return (lstm, Run);

        (Tensor, RecurrentState) Run(Tensor input, RecurrentState? initial)
        {
            var (output, hidden, cell) = lstm.call(input, initial is null ? null : (initial.HiddenState, initial.CellState!));
            return (output, new RecurrentState(hidden, cell));
        }
    }

    private static (nn.Module, Func<Tensor, RecurrentState?, (Tensor, RecurrentState)>) BuildOneState(LayerDescription layer)
    {
        nn.Module<Tensor, Tensor?, (Tensor, Tensor)> module = layer.Cell == RecurrentCell.Gru
            ? nn.GRU(layer.InputSize, layer.HiddenSize, bias: layer.HasBias, batchFirst: true)
            : nn.RNN(
                layer.InputSize,
                layer.HiddenSize,
                nonLinearity: layer.Cell == RecurrentCell.RnnRelu ? nn.NonLinearities.ReLU : nn.NonLinearities.Tanh,
                bias: layer.HasBias,
                batchFirst: true);
        return (module, Run);

        (Tensor, RecurrentState) Run(Tensor input, RecurrentState? initial)
        {
            var (output, hidden) = module.call(input, initial?.HiddenState);
            return (output, new RecurrentState(hidden, null));
        }
    }
}
