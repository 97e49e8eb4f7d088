namespace MlNetRecurrent.Onnx;

/// <summary>Reads the activations of a recurrent node: https://onnx.ai/onnx/operators/onnx__LSTM.html.</summary>
internal static class CellActivations
{
    private static readonly Dictionary<string, (ActivationKind Kind, float Alpha, float Beta, bool HasAlpha, bool HasBeta)> Kinds =
        new(StringComparer.OrdinalIgnoreCase)
        {
            ["Relu"] = (ActivationKind.Relu, 0, 0, false, false),
            ["Tanh"] = (ActivationKind.Tanh, 0, 0, false, false),
            ["Sigmoid"] = (ActivationKind.Sigmoid, 0, 0, false, false),
            ["Softsign"] = (ActivationKind.Softsign, 0, 0, false, false),
            ["Softplus"] = (ActivationKind.Softplus, 0, 0, false, false),
            ["LeakyRelu"] = (ActivationKind.LeakyRelu, 0.01f, 0, true, false),
            ["Elu"] = (ActivationKind.Elu, 1, 0, true, false),
            ["Affine"] = (ActivationKind.Affine, 1, 0, true, true),
            ["HardSigmoid"] = (ActivationKind.HardSigmoid, 0.2f, 0.5f, true, true),
        };

    /// <summary>Returns the activations of one direction: the gates, the candidate state and, in an LSTM, the output.</summary>
    /// <exception cref="RecurrentModelException">An activation is not supported, or the directions differ.</exception>
    public static IReadOnlyList<ActivationFunction> Read(GraphNode node, int directions)
    {
        ActivationFunction[] defaults = node.Operator switch
        {
            "LSTM" => [ActivationFunction.Sigmoid, ActivationFunction.Tanh, ActivationFunction.Tanh],
            "GRU" => [ActivationFunction.Sigmoid, ActivationFunction.Tanh],
            _ => [ActivationFunction.Tanh],
        };
        if (node.GetStrings("activations") is not { Count: > 0 } names)
            return defaults;
        if (names.Count != defaults.Length * directions)
            throw node.CreateError($"attribute 'activations' has {names.Count} names, expected {defaults.Length * directions}");
        var (alphas, betas) = (Values(node, "activation_alpha"), Values(node, "activation_beta"));
        ActivationFunction[] functions = [.. names.Select(name => Create(node, name, alphas, betas))];
        return functions.AsSpan().StartsWith(functions.AsSpan(functions.Length - defaults.Length))
            ? functions[..defaults.Length]
            : throw node.CreateError($"attribute 'activations' is [{string.Join(", ", names)}], which differs between the directions");
    }

    // Parameters are consumed by the activations that have them, in order; those that the lists do not cover have default values.
    private static ActivationFunction Create(GraphNode node, string name, Queue<float> alphas, Queue<float> betas)
    {
        if (!Kinds.TryGetValue(name, out var entry))
            throw node.CreateError($"attribute 'activations' has '{name}', which is not supported; supported: {string.Join(", ", Kinds.Keys)}");
        var alpha = entry.HasAlpha && alphas.TryDequeue(out var first) ? first : entry.Alpha;
        var beta = entry.HasBeta && betas.TryDequeue(out var second) ? second : entry.Beta;
        return float.IsFinite(alpha) && float.IsFinite(beta)
            ? ActivationFunction.Create(entry.Kind, alpha, beta)
            : throw node.CreateError($"activation '{name}' has a parameter that is NaN or infinite");
    }

    private static Queue<float> Values(GraphNode node, string name) => new(node.GetFloats(name) ?? []);
}
