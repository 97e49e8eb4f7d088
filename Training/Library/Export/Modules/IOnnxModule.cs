namespace MlNetRecurrent.Training;

/// <summary>A module with its own <c>forward</c> method that can write the ONNX nodes for it.</summary>
/// <remarks>
/// The code of a forward method cannot be exported, so the module adds the equivalent nodes; the export compares them with the forward method on
/// random inputs. A residual block:
/// <code>
/// public string WriteOnnx(OnnxNodeBuilder nodes, string input) =&gt; nodes.AddNode("Add", input, nodes.AddModule(inner, input));
/// </code>
/// </remarks>
public interface IOnnxModule
{
    /// <summary>Adds the nodes of this module.</summary>
    /// <param name="nodes">The builder that the nodes are added to.</param>
    /// <param name="input">The name of the module's input value.</param>
    /// <returns>The name of the module's output value.</returns>
    /// <remarks>The export calls it once for each use of the module in the network.</remarks>
    string WriteOnnx(OnnxNodeBuilder nodes, string input);
}
