namespace MlNetRecurrent.Onnx;

/// <summary>Builds the head of a network from the steps after the recurrent layers.</summary>
/// <remarks>
/// The steps are split in the order of the description: hidden layers, output layer, output activation or Softmax, denormalization, bounds. What does
/// not fit into this order becomes a further layer.
/// </remarks>
/// <param name="inputs">The number of features that enter the head.</param>
/// <param name="budget">Limits the size of the weights.</param>
internal sealed class HeadReader(int inputs, FoldingBudget budget)
{
    private readonly LinearStackBuilder _stack = new(inputs, budget);

    /// <summary>Builds the head.</summary>
    /// <param name="chain">The steps, at least one.</param>
    /// <param name="targets">The number of targets of a forecast, or null if its outputs cannot be denormalized.</param>
    public HeadParts Read(IReadOnlyList<ChainStep> chain, int? targets)
    {
        var steps = StepRewriting.Rewrite(chain, inputs);
        if (steps is [.. var scores, SoftmaxStep softmax])
        {
            _stack.Add(scores);
            return Finish(new HeadParts { HasSoftmax = true, HasLogProbabilities = softmax.IsLogarithmic });
        }

        var (rest, bounds) = SplitEnd<BoundStep>(steps);
        (rest, var scale) = SplitEnd<AffineStep>(rest);
        if (bounds.Length == 0 && scale.Length == 0 && rest is [.. var values, ActivationStep { Function.Kind: ActivationKind.Relu }]
            && SplitEnd<AffineStep>(values) is var (layer, denormalization)
            && layer is [.., LinearStep { IsFixed: false }]
            && TargetScale(Denormalization(denormalization), targets) is not null)
        {
            // ReLU of denormalized values is a bound of 0.
            (rest, scale, bounds) = (layer, denormalization, [new BoundStep(0, null)]);
        }

        var parts = rest is [.. var hidden, ActivationStep activation]
            ? Activated(hidden, activation.Function, scale, targets)
            : Linear(rest, scale, targets);
        return parts with
        {
            Minimum = bounds.Max(bound => bound.Minimum),
            Maximum = bounds.Min(bound => bound.Maximum),
        };
    }

    // An output layer without an activation; the first constant that is added to its outputs is its bias.
    private HeadParts Linear(ChainStep[] steps, AffineStep[] affine, int? targets)
    {
        _stack.Add(steps);
        var isBias = steps is [.., LinearStep { IsFixed: false }] && affine is [{ Scale: null }, ..];
        if (isBias)
            _stack.Add([affine[0]]);
        var denormalization = Combine(affine.Skip(isBias ? 1 : 0));
        var scale = TargetScale(denormalization, targets);
        if (scale is null)
            _stack.Add([denormalization]);
        return Finish(new HeadParts { TargetScale = scale });
    }

    private HeadParts Activated(ChainStep[] steps, ActivationFunction activation, AffineStep[] affine, int? targets)
    {
        _stack.Add(steps);
        var denormalization = Combine(affine);
        var scale = TargetScale(denormalization, targets);
        if (scale is null && affine.Length > 0)
        {
            // A scale that is not one of targets becomes an output layer of its own.
            _stack.Add([new ActivationStep(activation), denormalization]);
            return Finish(new HeadParts());
        }

        return Finish(new HeadParts { OutputActivation = activation, TargetScale = scale });
    }

    private HeadParts Finish(HeadParts parts)
    {
        _stack.Close();
        return parts with
        {
            Outputs = _stack.Size,
            Layers = [.. _stack.Layers.SkipLast(1)],
            LayerWeights = [.. _stack.Weights.SkipLast(1)],
            Output = _stack.Weights[^1],
        };
    }

    private static (ChainStep[] Start, T[] End) SplitEnd<T>(ChainStep[] steps)
        where T : ChainStep
    {
        var count = steps.Length;
        while (count > 0 && steps[count - 1] is T)
            count--;
        return ([.. steps.Take(count)], [.. steps.Skip(count).Cast<T>()]);
    }

    // What follows the bias.
    private static AffineStep Denormalization(AffineStep[] affine) => Combine(affine is [{ Scale: null }, .. var rest] ? rest : affine);

    private static AffineStep Combine(IEnumerable<AffineStep> affine) =>
        affine.Aggregate(new AffineStep(null, null), (first, second) => first.Then(second));

    /// <summary>The scale that denormalizes forecasts, or null if the map is not one.</summary>
    private static AffineScale? TargetScale(AffineStep map, int? targets)
    {
        if (map.Scale is not { } factor || targets is not { } period)
            return null;
        var offset = map.Shift ?? new float[factor.Length];
        return RepeatsEvery(factor, period) && RepeatsEvery(offset, period) && factor.All(value => value > 0)
            ? new AffineScale(offset[..period], factor[..period])
            : null;
    }

    private static bool RepeatsEvery(float[] values, int period) =>
        period <= values.Length && !values.Where((value, index) => value != values[index % period]).Any();
}
