using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>
/// Selects the last time step: [batch, time, width] in, [batch, width] out. In a Sequential it follows the recurrent layers when the output is one
/// per sequence.
/// </summary>
/// <remarks>In the reverse direction of a bidirectional layer, the last step depends on the last input only.</remarks>
public sealed class LastStep() : nn.Module<Tensor, Tensor>(nameof(LastStep)), IOnnxModule
{
    /// <summary>Returns the last step [batch, width] of [batch, time, width].</summary>
    /// <param name="input">[batch, time, width].</param>
    /// <exception cref="ArgumentException">The input does not have three axes.</exception>
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
