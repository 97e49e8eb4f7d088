using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>
/// Copies weights between TorchSharp modules (PyTorch's gate order, one tensor per direction) and <see cref="NetworkWeights"/> (ONNX's gate order,
/// directions stacked).
/// </summary>
internal static class WeightLayout
{
    /// <summary>Creates a network with the given weights, in evaluation mode. The state of LibTorch's random generator is left unchanged.</summary>
    public static RecurrentNetwork Build(NetworkDescription description, NetworkWeights weights)
    {
        using var state = random.get_rng_state();
        var network = new RecurrentNetwork(description);
        random.set_rng_state(state);
        Write(network, weights);
        network.eval();
        return network;
    }

    /// <summary>Reads the weights of a network.</summary>
    public static NetworkWeights Read(RecurrentNetwork network) =>
        NetworkWeights.Join([.. network.Members.Select(member => Read(member, network.Description))]) with
        {
            InputScale = network.InputScale,
            FutureCovariateScale = network.FutureCovariateScale,
            TargetScale = network.TargetScale,
            QuantileShift = network.Quantiles?.Shift,
        };

    /// <summary>Writes weights into a network of the same description.</summary>
    public static void Write(RecurrentNetwork network, NetworkWeights weights)
    {
        for (var index = 0; index < network.Members.Count; index++)
            Write(network.Members[index], network.Description, weights.Member(network.Description, index));
        network.SetScales(weights.InputScale, weights.TargetScale, weights.FutureCovariateScale);
        if (network.Quantiles is { } quantiles)
            quantiles.Shift = weights.QuantileShift!;
    }

    private static NetworkWeights Read(NetworkMember member, NetworkDescription description) => new()
    {
        Embedding = member.Embedding is { } embedding ? ToArray(embedding.weight!) : null,
        Categories = [.. member.Categories.Select(table => ToArray(table.weight!))],
        Layers = [.. member.Layers.Select((layer, index) => Read(layer) with { Norm = member.Norms?[index] is { } norm ? Read(norm) : null })],
        InitialHidden = member.InitialStates is { } hidden ? [.. hidden.SelectMany(state => ToArray(state.Hidden))] : null,
        InitialCell = member.InitialStates is { } cells && description.HasCellState
            ? [.. cells.SelectMany(state => state.Cell is { } cell ? ToArray(cell) : [])]
            : null,
        HeadNorm = member.HeadNorm is { } headNorm ? Read(headNorm) : null,
        HeadLayers = [.. member.HeadLayers.Select(Read)],
        HeadWeight = member.Head is { } head ? Transpose(ToArray(head.weight!), rows: description.HeadOutputSize) : null,
        HeadBias = member.Head is { } biased ? ToArray(biased.bias!) : null,
    };

    private static void Write(NetworkMember member, NetworkDescription description, NetworkWeights weights)
    {
        if (member.Embedding is { } embedding)
            Fill(embedding.weight!, weights.Embedding!);
        for (var index = 0; index < member.Categories.Count; index++)
            Fill(member.Categories[index].weight!, weights.Categories[index]);
        for (var index = 0; index < member.Layers.Count; index++)
        {
            Write(member.Layers[index], weights.Layers[index]);
            if (member.Norms?[index] is { } norm)
            {
                Fill(norm.weight!, weights.Layers[index].Norm!.Scale);
                Fill(norm.bias!, weights.Layers[index].Norm!.Shift);
            }
        }

        Write(member.InitialStates ?? [], weights);
        if (member.HeadNorm is { } headNorm)
        {
            Fill(headNorm.weight!, weights.HeadNorm!.Scale);
            Fill(headNorm.bias!, weights.HeadNorm!.Shift);
        }

        for (var index = 0; index < member.HeadLayers.Count; index++)
            Write(member.HeadLayers[index], weights.HeadLayers[index]);
        if (member.Head is { } head)
        {
            Fill(head.weight!, Transpose(weights.HeadWeight!, rows: description.OutputLayerInputSize));
            Fill(head.bias!, weights.HeadBias!);
        }
    }

    private static void Write(IReadOnlyList<LearnedState> states, NetworkWeights weights)
    {
        var (hidden, cell) = (0, 0);
        foreach (var state in states)
        {
            Fill(state.Hidden, weights.InitialHidden.AsSpan(hidden, (int)state.Hidden.numel()).ToArray());
            hidden += (int)state.Hidden.numel();
            if (state.Cell is null)
                continue;
            Fill(state.Cell, weights.InitialCell.AsSpan(cell, (int)state.Cell.numel()).ToArray());
            cell += (int)state.Cell.numel();
        }
    }

    // PyTorch: [output, input]. A convolution has the same layout in both: [output, input, kernel].
    private static LinearWeights Read(LinearLayer layer)
    {
        var weight = ToArray(layer.Weight);
        return new LinearWeights(layer.Weight.dim() == 2 ? Transpose(weight, (int)layer.Weight.shape[0]) : weight, ToArray(layer.Bias));
    }

    private static void Write(LinearLayer layer, LinearWeights weights)
    {
        Fill(layer.Weight, layer.Weight.dim() == 2 ? Transpose(weights.Weight, (int)layer.Weight.shape[1]) : weights.Weight);
        Fill(layer.Bias, weights.Bias);
    }

    private static NormWeights Read(LayerNorm norm) => new(ToArray(norm.weight!), ToArray(norm.bias!));

    internal static LayerWeights Read(RecurrentLayer layer)
    {
        var order = layer.Description.Cell.OnnxGateOrder;
        var input = new List<float>();
        var recurrent = new List<float>();
        var bias = new List<float>();
        foreach (var direction in layer.Directions)
        {
            input.AddRange(Reorder(ToArray(direction.InputWeight), order));
            recurrent.AddRange(Reorder(ToArray(direction.RecurrentWeight), order));
            if (layer.Description.HasBias)
            {
                // B = [Wb, Rb]
                bias.AddRange(Reorder(ToArray(direction.InputBias!), order));
                bias.AddRange(Reorder(ToArray(direction.RecurrentBias!), order));
            }
        }

        return new LayerWeights([.. input], [.. recurrent], layer.Description.HasBias ? [.. bias] : null)
        {
            InputLayers = [.. layer.InputLayers.Select(Read)],
            Peepholes = layer.Directions[0].Peepholes is null
                ? null
                : [.. layer.Directions.SelectMany(direction => ToArray(direction.Peepholes!))],
        };
    }

    internal static void Write(RecurrentLayer layer, LayerWeights weights)
    {
        var order = Invert(layer.Description.Cell.OnnxGateOrder);
        var count = layer.Directions.Count;
        for (var index = 0; index < count; index++)
        {
            var direction = layer.Directions[index];
            Fill(direction.InputWeight, Reorder(Part(weights.Input, index, count), order));
            Fill(direction.RecurrentWeight, Reorder(Part(weights.Recurrent, index, count), order));
            if (layer.Description.HasBias)
            {
                Fill(direction.InputBias!, Reorder(Part(weights.Bias!, 2 * index, 2 * count), order));
                Fill(direction.RecurrentBias!, Reorder(Part(weights.Bias!, (2 * index) + 1, 2 * count), order));
            }

            if (direction.Peepholes is { } peepholes)
                Fill(peepholes, Part(weights.Peepholes!, index, count).ToArray());
        }

        for (var index = 0; index < layer.InputLayers.Count; index++)
            Write(layer.InputLayers[index], weights.InputLayers[index]);
    }

    /// <summary>Reorders blocks of equal size: block k of the result is block order[k] of the source.</summary>
    internal static float[] Reorder(ReadOnlySpan<float> blocks, ReadOnlySpan<int> order)
    {
        var size = blocks.Length / order.Length;
        var ordered = new float[blocks.Length];
        for (var block = 0; block < order.Length; block++)
            blocks.Slice(order[block] * size, size).CopyTo(ordered.AsSpan(block * size));
        return ordered;
    }

    /// <summary>Returns the inverse of an order.</summary>
    internal static int[] Invert(ReadOnlySpan<int> order)
    {
        var inverse = new int[order.Length];
        for (var block = 0; block < order.Length; block++)
            inverse[order[block]] = block;
        return inverse;
    }

    private static ReadOnlySpan<float> Part(float[] values, int index, int count) =>
        values.AsSpan(index * (values.Length / count), values.Length / count);

    private static float[] Transpose(float[] matrix, int rows)
    {
        var columns = matrix.Length / rows;
        var transposed = new float[matrix.Length];
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
                transposed[(column * rows) + row] = matrix[(row * columns) + column];
        }

        return transposed;
    }

    private static float[] ToArray(Parameter parameter)
    {
        using var contiguous = parameter.detach().contiguous();
        return contiguous.data<float>().ToArray();
    }

    private static void Fill(Parameter parameter, float[] values)
    {
        using var none = no_grad();
        using var source = tensor(values, parameter.shape);
        parameter.copy_(source);
    }
}
