using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>The weights of an RNN, LSTM or GRU (with the reset gate after the recurrent product), owned by TorchSharp's module.</summary>
internal sealed class StandardRecurrence : Recurrence
{
    // TorchSharp registers the module under the name of this field as well; checkpoints contain both names.
    private readonly nn.Module _cell;

    public StandardRecurrence(LayerDescription layer)
        : base(nameof(StandardRecurrence))
    {
        _cell =
            layer.Cell == RecurrentCell.Lstm ? nn.LSTM(layer.InputSize, layer.HiddenSize, bias: layer.HasBias)
            : layer.Cell == RecurrentCell.Gru ? nn.GRU(layer.InputSize, layer.HiddenSize, bias: layer.HasBias)
            : nn.RNN(layer.InputSize, layer.HiddenSize, bias: layer.HasBias);
        register_module("cell", _cell);
    }

    public override Parameter InputWeight => _cell.get_parameter("weight_ih_l0")!;

    public override Parameter RecurrentWeight => _cell.get_parameter("weight_hh_l0")!;

    public override Parameter? InputBias => _cell.get_parameter("bias_ih_l0");

    public override Parameter? RecurrentBias => _cell.get_parameter("bias_hh_l0");
}
