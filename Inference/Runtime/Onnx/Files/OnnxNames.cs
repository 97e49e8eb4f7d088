namespace MlNetRecurrent.Onnx;

/// <summary>The names of inputs, outputs, axes and metadata on which hosts of exported files rely.</summary>
internal static class OnnxNames
{
    public const string Input = "input";
    public const string FutureCovariates = "known";
    public const string Lengths = "lengths";
    public const string InitialHidden = "h0";
    public const string InitialCell = "c0";
    public const string Output = "output";
    public const string Quantiles = "quantiles";
    public const string FinalHidden = "hn";
    public const string FinalCell = "cn";

    public const string Batch = "batch";
    public const string Time = "time";

    /// <summary>The time axis of the future covariates: the steps of a sequence, followed by those of its horizon.</summary>
    public const string TimeAndHorizon = "time_and_horizon";

    /// <summary>The key of the model card in the file's metadata.</summary>
    public const string Card = "mlnet_recurrent";

    /// <summary>The name of a state of one layer, such as <c>h0_0</c>, where the states cannot be stacked (<see cref="CanStackStates"/>).</summary>
    public static string ForLayer(string name, int index) => $"{name}_{index}";

    /// <summary>Whether one tensor [layers * directions, batch, hidden] can hold the states of all layers, as in PyTorch.</summary>
    public static bool CanStackStates(NetworkDescription network)
    {
        var first = network.Layers[0];
        return network.Layers.All(layer =>
            layer.HiddenSize == first.HiddenSize
            && layer.DirectionCount == first.DirectionCount
            && layer.Cell.HasCellState == first.Cell.HasCellState);
    }
}
