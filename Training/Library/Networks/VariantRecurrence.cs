using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>
/// The weights of a cell that TorchSharp lacks: one with a <see cref="CellVariant"/>, or the GRU that applies the reset gate before the recurrent
/// product (Cho et al. 2014).
/// </summary>
internal sealed class VariantRecurrence : Recurrence
{
    // TorchSharp registers fields of type Parameter under the names of the fields.
    private readonly Parameter weight_ih_l0;
    private readonly Parameter weight_hh_l0;
    private readonly Parameter? bias_ih_l0;
    private readonly Parameter? bias_hh_l0;
    private readonly Parameter? weight_ch_l0;

    public VariantRecurrence(LayerDescription layer)
        : base(nameof(VariantRecurrence))
    {
        long hidden = layer.HiddenSize;
        var rows = layer.Cell.Blocks.Count * hidden;
        weight_ih_l0 = Uniform(rows, layer.InputSize);
        weight_hh_l0 = Uniform(rows, hidden);
        bias_ih_l0 = layer.HasBias ? Uniform(rows) : null;
        bias_hh_l0 = layer.HasBias ? Uniform(rows) : null;
        weight_ch_l0 = layer.Variant is { HasPeepholes: true } ? Uniform(3 * hidden) : null;
        RegisterComponents();

        // PyTorch draws the initial weights of a recurrent layer from U(-1/sqrt(hidden), 1/sqrt(hidden)).
        Parameter Uniform(params long[] shape)
        {
            var bound = 1 / Math.Sqrt(hidden);
            return new Parameter(empty(shape).uniform_(-bound, bound));
        }
    }

    public override Parameter InputWeight => weight_ih_l0;

    public override Parameter RecurrentWeight => weight_hh_l0;

    public override Parameter? InputBias => bias_ih_l0;

    public override Parameter? RecurrentBias => bias_hh_l0;

    public override Parameter? Peepholes => weight_ch_l0;
}
