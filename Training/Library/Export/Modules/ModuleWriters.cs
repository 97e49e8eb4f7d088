using System.Diagnostics.CodeAnalysis;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>The types of modules with built-in support, and the writer of each.</summary>
internal static class ModuleWriters
{
    /// <summary>Writes the nodes of a module of one type.</summary>
    /// <returns>The name of the module's output value.</returns>
    public delegate string Writer(OnnxNodeBuilder nodes, nn.Module module, string input);

    // By the exact type: a derived type may override forward.
    private static readonly Dictionary<Type, Writer> Writers = new()
    {
        [typeof(Sequential)] = (nodes, module, input) => Sequence(nodes, (Sequential)module, input),
        [typeof(RecurrentLayer)] = (nodes, module, input) => LayerNodes.Recurrent(nodes, (RecurrentLayer)module, input),
        [typeof(LSTM)] = LayerNodes.TorchSharp,
        [typeof(GRU)] = LayerNodes.TorchSharp,
        [typeof(RNN)] = LayerNodes.TorchSharp,
        [typeof(FusedLstm)] = LayerNodes.TorchSharp,
        [typeof(FusedGru)] = LayerNodes.TorchSharp,
        [typeof(FusedRnn)] = LayerNodes.TorchSharp,
        [typeof(Linear)] = (nodes, module, input) => LayerNodes.Linear(nodes, ((Linear)module).weight!, ((Linear)module).bias, input),
        [typeof(FusedLinear)] = (nodes, module, input) => LayerNodes.Linear(nodes, ((FusedLinear)module).weight, ((FusedLinear)module).bias, input),
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

    /// <summary>The list of supported modules, for messages.</summary>
    public static string Supported { get; } =
        string.Join(", ", Writers.Keys.Append(typeof(LastStep)).Select(type => type.Name).Order(StringComparer.Ordinal))
        + $", and modules that implement {nameof(IOnnxModule)}";

    /// <summary>Gets the writer of a type, if it is supported.</summary>
    public static bool TryGet(Type type, [NotNullWhen(true)] out Writer? writer) => Writers.TryGetValue(type, out writer);

    /// <summary>Explains why a module without a writer is rejected.</summary>
    public static string ExplainUnsupported(nn.Module module, string title)
    {
        if (module is RecurrentNetwork)
            return $"{title} cannot be part of a module: export it with OnnxExporter.Export(network)";
        if (module.GetType().Assembly == typeof(Linear).Assembly)
            return $"{title} is not supported";
        var recurrent = module.named_modules().FirstOrDefault(entry => TorchSharpLayers.IsRecurrent(entry.module));
        var advice = recurrent.module is null ? "" : $". Write its nodes with {nameof(OnnxNodeBuilder)}.{nameof(OnnxNodeBuilder.AddModule)}"
            + $"({recurrent.name}, input), or put {nameof(RecurrentLayer)}.{nameof(RecurrentLayer.FromTorchSharp)}({recurrent.name}), which copies "
            + $"the weights of the {recurrent.module.GetType().Name}, into a Sequential with the other modules";
        return $"{title} has its own forward method and does not implement {nameof(IOnnxModule)}{advice}";
    }

    private static string Sequence(OnnxNodeBuilder nodes, Sequential sequence, string input)
    {
        for (var index = 0; index < sequence.Count; index++)
            input = nodes.AddModule((nn.Module<Tensor, Tensor>)sequence[index], input);
        return input;
    }
}
