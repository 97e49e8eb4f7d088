using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>The parameters of one direction of a recurrent layer.</summary>
/// <remarks>
/// They have PyTorch's names and order: weight_ih [blocks * hidden, input], weight_hh [blocks * hidden, hidden], bias_ih and bias_hh
/// [blocks * hidden].
/// </remarks>
internal abstract class Recurrence(string name) : nn.Module(name)
{
    public abstract Parameter InputWeight { get; }

    public abstract Parameter RecurrentWeight { get; }

    public abstract Parameter? InputBias { get; }

    public abstract Parameter? RecurrentBias { get; }

    /// <summary>The peephole weights of the input, output and forget gates, [3 * hidden]; null for none.</summary>
    public virtual Parameter? Peepholes => null;

    public RecurrenceWeights Weights => new(InputWeight, RecurrentWeight, InputBias, RecurrentBias, Peepholes);

    /// <summary>Creates the parameters for a layer's cell.</summary>
    public static Recurrence Create(LayerDescription layer) =>
        // TorchSharp has no GRU with the reset gate before the recurrent product.
        layer.Variant is not null || layer.Cell == RecurrentCell.GruResetBefore ? new VariantRecurrence(layer) : new StandardRecurrence(layer);
}
