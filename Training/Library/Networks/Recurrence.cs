using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>A recurrence that processes sequences forward. A layer has one per direction.</summary>
/// <remarks>
/// Its parameters have PyTorch's names and order: weight_ih [blocks * hidden, input], weight_hh [blocks * hidden, hidden],
/// bias_ih and bias_hh [blocks * hidden].
/// </remarks>
internal abstract class Recurrence(string name) : nn.Module(name)
{
    public abstract Parameter InputWeight { get; }

    public abstract Parameter RecurrentWeight { get; }

    public abstract Parameter? InputBias { get; }

    public abstract Parameter? RecurrentBias { get; }

    /// <summary>The peephole weights of the input, output and forget gates, [3 * hidden]; null for none.</summary>
    public virtual Parameter? Peepholes => null;

    /// <summary>Processes sequences [batch, time, input].</summary>
    /// <returns>The hidden state at every time step [batch, time, hidden], and the final state [1, batch, hidden].</returns>
    public abstract (Tensor Output, RecurrentState Final) Run(Tensor input, RecurrentState? initial);

    /// <summary>Creates the recurrence for a layer's cell.</summary>
    public static Recurrence Create(LayerDescription layer) =>
        // LibTorch has no GRU with the reset gate before the recurrent product.
        layer.Variant is { } variant ? new VariantRecurrence(layer, variant)
        : layer.Cell == RecurrentCell.GruResetBefore ? new VariantRecurrence(layer, new CellVariant())
        : new TorchRecurrence(layer);
}
