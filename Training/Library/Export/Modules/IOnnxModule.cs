namespace MlNetRecurrent.Training;

/// <summary>A module with a <c>forward</c> of its own that says which ONNX nodes compute the same.</summary>
/// <remarks>
/// A forward cannot be exported by looking at it, so the module writes its nodes; the export then checks them against the forward on random
/// inputs. A residual block:
/// <code>
/// public string WriteOnnx(OnnxNodes nodes, string input) =&gt; nodes.Node("Add", input, nodes.Module(inner, input));
/// </code>
/// </remarks>
public interface IOnnxModule
{
    /// <summary>Writes the nodes of this module.</summary>
    /// <param name="nodes">Takes the nodes.</param>
    /// <param name="input">The name of the value that the module is given.</param>
    /// <returns>The name of the value that the module gives.</returns>
    /// <remarks>It is called once for each use of the module in the network.</remarks>
    string WriteOnnx(OnnxNodeBuilder nodes, string input);
}
