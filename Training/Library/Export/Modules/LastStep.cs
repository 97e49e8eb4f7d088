using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>
/// The last time step: [batch, time, width] in, [batch, width] out. In Sequential it stands between a recurrent layer and the layers that
/// answer for the whole sequence.
/// </summary>
/// <remarks>Of a bidirectional layer's reverse direction it is the step that has seen nothing but the last input.</remarks>
public sealed class LastStep() : nn.Module<Tensor, Tensor>(nameof(LastStep)), IOnnxModule
{
    /// <summary>The last step [batch, width] of [batch, time, width].</summary>
    /// <exception cref="ArgumentException">The input has other axes.</exception>
    public override Tensor forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.dim() == 3
            ? input.select(1, -1)
            : throw new ArgumentException($"Expected [batch, time, width], got [{string.Join(", ", input.shape)}].", nameof(input));
    }

    /// <inheritdoc/>
    public string WriteOnnx(OnnxNodeBuilder nodes, string input)
    {
        ArgumentNullException.ThrowIfNull(nodes);
        return nodes.AddNode("Gather", [input, nodes.AddConstant(tensor(-1L))], ("axis", 1));
    }
}
