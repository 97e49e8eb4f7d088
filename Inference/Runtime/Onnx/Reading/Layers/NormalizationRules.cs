using System.Globalization;
using static MlNetRecurrent.Onnx.TensorProto.Types;

namespace MlNetRecurrent.Onnx;

/// <summary>Rules for BatchNormalization, which is affine once a network is trained, and for LayerNormalization.</summary>
internal static class NormalizationRules
{
    /// <summary>y = (x - mean) / sqrt(variance + epsilon) * scale + bias, for each index along axis 1.</summary>
    public static SignalValue BatchNormalization(GraphNode node)
    {
        if (node.GetInteger("training_mode") is not (null or 0))
            throw node.CreateError("is in training mode: export the model for inference");
        if (node.GetInteger("spatial") is 0)
            throw node.CreateError("attribute 'spatial' is 0, which is not supported");
        var signal = node.Signal(0);
        ConstantTensor[] parameters = [.. Enumerable.Range(1, 4).Select(node.Constant)];
        var count = parameters[0].Count;
        if (signal.Rank < 2 || count == 0 || parameters.Any(parameter => !parameter.IsFloat || parameter.Rank != 1 || parameter.Count != count))
            throw node.CreateError("has parameters of different sizes, expected one value for each feature along axis 1");
        node.Budget.Charge([count]);
        var epsilon = node.GetFloat("epsilon") ?? 1e-5f;
        var (scale, shift) = (new float[count], new float[count]);
        for (var feature = 0; feature < count; feature++)
        {
            var factor = parameters[0].Floats[feature] / Math.Sqrt(parameters[3].Floats[feature] + (double)epsilon);
            scale[feature] = (float)factor;
            shift[feature] = (float)(parameters[1].Floats[feature] - (parameters[2].Floats[feature] * factor));
        }

        // Axis 1 of the signal is the first axis of the constants.
        int[] shape = [count, .. Enumerable.Repeat(1, signal.Rank - 2)];
        return AffineRules.Apply(
            node,
            signal,
            ConstantTensor.Create(node.Name, DataType.Float, scale, shape),
            ConstantTensor.Create(node.Name, DataType.Float, shift, shape));
    }

    public static SignalValue LayerNormalization(GraphNode node)
    {
        var signal = node.Signal(0);
        var axis = AxisArguments.Axis(node, node.GetInteger("axis") ?? -1, signal.Rank);
        if (axis != signal.Rank - 1)
            throw node.CreateError($"normalizes {signal.Rank - axis} axes; supported: the last axis, which holds the features");
        signal = PooledSteps.Join(node, signal, axis);
        var scale = node.Constant(1);
        var features = FeatureAxis.Require(node, signal, axis, null);
        var shift = node.OptionalConstant(2);
        if (!IsVector(scale) || (shift is not null && !IsVector(shift)))
            throw node.CreateError($"has a scale and a bias whose shape is not [{features.Size}], the number of features");
        node.Budget.Charge([features.Size]);
        return Append(
            node,
            signal,
            features.Arrange(node, scale).FloatArray,
            shift is null ? new float[features.Size] : features.Arrange(node, shift).FloatArray,
            ToDouble(node.GetFloat("epsilon") ?? 1e-5f));

        bool IsVector(ConstantTensor tensor) => tensor.IsFloat && tensor.Rank == 1 && tensor.Count == features.Size;
    }

    /// <summary>The double with the shortest decimal form that is the given float: 1e-5, not 9.99999975e-6.</summary>
    public static double ToDouble(float value) => double.Parse(value.ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    /// <summary>Appends layer normalization, which the description of a network has directly after a recurrent layer, or after pooling.</summary>
    public static SignalValue Append(GraphNode node, SignalValue signal, float[] scale, float[] shift, double epsilon) =>
        signal.Content is StateContent or ChainContent { Origin: StateContent, Steps: [NormalizationStep { PrecedesPooling: true }] }
            ? signal with { Content = ChainContent.Append(signal.Content, new NormalizationStep(scale, shift, epsilon)) }
            : throw node.CreateError(
                $"normalizes {signal.Content.Description}; supported: layer normalization directly after the recurrent layers or after pooling");
}
