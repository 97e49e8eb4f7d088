namespace MlNetRecurrent.Onnx;

/// <summary>Rules for the probabilities and labels of classifiers: Softmax, LogSoftmax and ArgMax.</summary>
internal static class SoftmaxRules
{
    public static SignalValue Softmax(GraphNode node)
    {
        var signal = node.Signal(0);
        if (signal.Content is not (StateContent or ChainContent { Origin: StateContent }))
            throw node.CreateError($"is not supported on {signal.Content.Description}, expected after a linear head");
        // Up to opset 12, Softmax treats all axes from the given one on as a single axis.
        var axis = AxisArguments.Axis(node, node.GetInteger("axis") ?? (node.Opset < 13 ? 1 : -1), signal.Rank);
        var rest = node.Opset < 13 ? signal.Axes.Skip(axis) : [signal.Axes[axis]];
        return new Axis([.. rest.SelectMany(part => part.Factors)]).HasAllOf(signal.Content.Units!)
            ? ActivationRules.Append(node, signal, new SoftmaxStep(node.Operator == "LogSoftmax"))
            : throw node.CreateError($"is applied along axis {axis} of {signal.Rank}, expected the axis of the classes; attention is not supported");
    }

    /// <summary>Log of probabilities is the same as LogSoftmax.</summary>
    public static SignalValue? TryLog(SignalValue signal) => signal.Content.Steps is [.., SoftmaxStep { IsLogarithmic: false }]
        ? signal with
        {
            Content = ChainContent.Create(
                signal.Content.Origin, [.. signal.Content.Steps.SkipLast(1), new SoftmaxStep(true)], signal.Content.Units),
        }
        : null;

    /// <summary>The index of the largest output, or a comparison of the output with a threshold.</summary>
    public static SignalValue Label(GraphNode node)
    {
        var signal = node.Inputs.OfType<SignalValue>().First();
        return signal.Content is StateContent or ChainContent or LabelContent
            ? new SignalValue(new LabelContent(signal.Content), signal.Axes)
            : throw node.CreateError($"is not supported on {signal.Content.Description}");
    }
}
