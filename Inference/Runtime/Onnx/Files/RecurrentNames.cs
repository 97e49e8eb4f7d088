namespace MlNetRecurrent.Onnx;

/// <summary>The names that an exported file promises to its hosts, and those of its weights.</summary>
internal static class RecurrentNames
{
    public const string Input = "input";
    public const string Known = "known";
    public const string Lengths = "lengths";
    public const string InitialHidden = "h0";
    public const string InitialCell = "c0";
    public const string Output = "output";
    public const string Quantiles = "quantiles";
    public const string FinalHidden = "hn";
    public const string FinalCell = "cn";

    public const string Batch = "batch";
    public const string Time = "time";

    /// <summary>The steps of a sequence and of its horizon.</summary>
    public const string TimeAndHorizon = "time_and_horizon";

    /// <summary>The key of the model card among the file's metadata.</summary>
    public const string Card = "mlnet_recurrent";

    public const string Embedding = "embedding.weight";
    public const string InputMean = "input.mean";
    public const string InputDeviation = "input.deviation";
    public const string KnownMean = "known.mean";
    public const string KnownDeviation = "known.deviation";
    public const string TargetMean = "target.mean";
    public const string TargetDeviation = "target.deviation";
    public const string QuantileShift = "quantile.shift";
    public const string HeadWeight = "head.weight";
    public const string HeadBias = "head.bias";

    /// <summary>What the names of a layer's weights begin with.</summary>
    public static string Layer(int index) => $"layers.{index}";

    /// <summary>What the names of a layer's weights begin with, by its place among those of all networks of an ensemble.</summary>
    public static string Layer(NetworkDescription network, int place)
    {
        var (member, index) = Math.DivRem(place, network.Layers.Count);
        return Member(network, member) + Layer(index);
    }

    /// <summary>What the names of the weights of a network of an ensemble begin with; nothing where there is one network.</summary>
    public static string Member(NetworkDescription network, int member) => network.Ensemble == 1 ? "" : $"members.{member}.";

    /// <summary>The name under which a weight is stored as float16.</summary>
    public static string Float16(string weight) => $"{weight}.float16";

    /// <summary>The name of what the layer normalisation behind a layer scales by.</summary>
    public static string NormScale(string layer) => $"{layer}.norm.scale";

    /// <summary>The name of what the layer normalisation behind a layer shifts by.</summary>
    public static string NormShift(string layer) => $"{layer}.norm.shift";

    /// <summary>The name of a state of one layer, where layers are not alike: <c>h0_0</c>.</summary>
    public static string OfLayer(string name, int index) => $"{name}_{index}";

    /// <summary>Whether one tensor [layers * directions, batch, hidden] can hold the states of all layers, as in PyTorch.</summary>
    public static bool SharesStates(NetworkDescription network)
    {
        var first = network.Layers[0];
        return network.Layers.All(layer =>
            layer.HiddenSize == first.HiddenSize && layer.Directions == first.Directions && layer.Cell.HasCellState == first.Cell.HasCellState);
    }
}
