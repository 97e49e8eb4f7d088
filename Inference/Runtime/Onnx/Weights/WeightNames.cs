namespace MlNetRecurrent.Onnx;

/// <summary>The names of weights in an exported file.</summary>
internal static class WeightNames
{
    public const string Embedding = "embedding.weight";
    public const string InputMean = "input.mean";
    public const string InputStandardDeviation = "input.deviation";
    public const string FutureCovariateMean = "known.mean";
    public const string FutureCovariateStandardDeviation = "known.deviation";
    public const string TargetMean = "target.mean";
    public const string TargetStandardDeviation = "target.deviation";
    public const string QuantileShift = "quantile.shift";
    public const string HeadWeight = "head.weight";
    public const string HeadBias = "head.bias";
    public const string HeadNormScale = "head.norm.scale";
    public const string HeadNormShift = "head.norm.shift";

    /// <summary>The prefix of the weights of one ensemble member; empty for a single network.</summary>
    public static string Member(NetworkDescription network, int member) => network.EnsembleSize == 1 ? "" : $"members.{member}.";

    /// <summary>The name of the table of a category.</summary>
    public static string Category(string member, int index) => $"{member}categories.{index}.weight";

    /// <summary>The prefix of a layer's weights.</summary>
    /// <param name="member">The prefix of the ensemble member.</param>
    /// <param name="index">The index of the layer, from 0.</param>
    public static string Layer(string member, int index) => $"{member}layers.{index}";

    /// <summary>The name of the input weight W of a layer.</summary>
    public static string Input(string layer) => $"{layer}.W";

    /// <summary>The name of the recurrent weight R of a layer.</summary>
    public static string Recurrent(string layer) => $"{layer}.R";

    /// <summary>The name of the bias B of a layer.</summary>
    public static string Bias(string layer) => $"{layer}.B";

    /// <summary>The name of the peephole weights P of a layer.</summary>
    public static string Peepholes(string layer) => $"{layer}.P";

    /// <summary>The prefix of the weights of a linear layer or convolution before a recurrent layer.</summary>
    public static string InputLayer(string layer, int index) => $"{layer}.input.{index}";

    /// <summary>The prefix of the weights of a hidden layer of the head.</summary>
    public static string HeadLayer(string member, int index) => $"{member}head.layers.{index}";

    /// <summary>The name of the weight of a linear layer.</summary>
    public static string LinearWeight(string linear) => $"{linear}.weight";

    /// <summary>The name of the bias of a linear layer.</summary>
    public static string LinearBias(string linear) => $"{linear}.bias";

    /// <summary>The name of the scale of the layer normalization after a layer.</summary>
    public static string NormScale(string layer) => $"{layer}.norm.scale";

    /// <summary>The name of the shift of the layer normalization after a layer.</summary>
    public static string NormShift(string layer) => $"{layer}.norm.shift";

    /// <summary>The name under which a weight is stored as float16.</summary>
    public static string Float16(string weight) => $"{weight}.float16";
}
