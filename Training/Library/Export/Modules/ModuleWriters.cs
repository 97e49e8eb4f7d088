using System.Diagnostics.CodeAnalysis;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>The kinds of modules that are exported without their help, and the nodes of each.</summary>
internal static class ModuleWriters
{
    /// <summary>Writes a module of its kind.</summary>
    /// <returns>The name of the value that the module gives.</returns>
    public delegate string Writer(OnnxNodeBuilder nodes, nn.Module module, string input);

    // By the exact type: a type that inherits may have another forward.
    private static readonly Dictionary<Type, Writer> Writers = new()
    {
        [typeof(Sequential)] = (nodes, module, input) => Sequence(nodes, (Sequential)module, input),
        [typeof(RecurrentLayer)] = (nodes, module, input) => LayerNodes.Recurrent(nodes, (RecurrentLayer)module, input),
        [typeof(Linear)] = (nodes, module, input) => LayerNodes.Linear(nodes, (Linear)module, input),
        [typeof(Embedding)] = (nodes, module, input) => LayerNodes.Embedding(nodes, (Embedding)module, input),
        [typeof(LayerNorm)] = (nodes, module, input) => LayerNodes.LayerNorm(nodes, (LayerNorm)module, input),
        [typeof(Dropout)] = (_, _, input) => input,
        [typeof(Identity)] = (_, _, input) => input,
        [typeof(ReLU)] = (nodes, _, input) => nodes.AddNode("Relu", input),
        [typeof(Tanh)] = (nodes, _, input) => nodes.AddNode("Tanh", input),
        [typeof(Sigmoid)] = (nodes, _, input) => nodes.AddNode("Sigmoid", input),
        [typeof(Softmax)] = (nodes, module, input) => nodes.AddNode("Softmax", [input], ("axis", ((Softmax)module).dim)),
        [typeof(GELU)] = (nodes, module, input) => GeluNodes.Write(nodes, (GELU)module, input),
    };

    /// <summary>What messages say is supported.</summary>
    public static string Supported { get; } =
        $"{string.Join(", ", Writers.Keys.Append(typeof(LastStep)).Select(type => type.Name).Order(StringComparer.Ordinal))}, and modules that implement {nameof(IOnnxModule)}";

    /// <summary>The writer of a type's modules.</summary>
    public static bool TryGet(Type type, [NotNullWhen(true)] out Writer? writer) => Writers.TryGetValue(type, out writer);

    /// <summary>Why a module of no known kind is refused.</summary>
    public static string ExplainUnsupported(nn.Module module, string title)
    {
        if (module is RecurrentNetwork)
            return $"{title} is exported whole, by OnnxExporter.Export(network)";
        return module.GetType().Assembly == typeof(Linear).Assembly
            ? $"{title} is not supported"
            : $"{title} has a forward of its own and does not implement {nameof(IOnnxModule)}";
    }

    private static string Sequence(OnnxNodeBuilder nodes, Sequential sequence, string input)
    {
        for (var index = 0; index < sequence.Count; index++)
            input = nodes.AddModule((nn.Module<Tensor, Tensor>)sequence[index], input);
        return input;
    }
}
