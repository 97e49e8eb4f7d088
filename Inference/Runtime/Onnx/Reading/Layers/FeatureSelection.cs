namespace MlNetRecurrent.Onnx;

/// <summary>Selects some of the features, as a linear layer whose weights are ones and zeros.</summary>
internal static class FeatureSelection
{
    /// <summary>Selects the given indices of an axis; null if the axis holds something else than features.</summary>
    public static SignalValue? TryChoose(GraphNode node, SignalValue signal, int axis, IReadOnlyList<long> indices)
    {
        if (signal.Content is not (StateContent or ChainContent) || signal.Content.Units is not { } units)
            return null;
        var factors = signal.Axes[axis].Factors;
        var isAll = signal.Axes[axis].HasAllOf(units);
        if (!isAll && (signal.Axes[axis].Single is not { } single || !units.Contains(single)))
            return null;
        var size = signal.Axes[axis].Size.Number!.Value;
        if (indices.Count == 0 || indices.Any(index => index < -size || index >= size))
            return null;
        int[] chosen = [.. indices.Select(index => (int)(index < 0 ? index + size : index))];
        if (signal.Content.Steps is [.., SoftmaxStep])
            return TryChooseClass(signal, axis, chosen);
        var selected = new AxisFactor(factors[^1].Name, chosen.Length, AxisRole.Unit);
        return isAll
            ? ChooseAll(node, signal, axis, chosen, selected)
            : Choose(node, signal, axis, units, signal.Axes[axis].Single!, chosen, selected);
    }

    // The axis holds all features.
    private static SignalValue ChooseAll(GraphNode node, SignalValue signal, int axis, int[] chosen, AxisFactor selected)
    {
        var features = FeatureAxis.Require(node, signal, axis, null);
        // The index of each feature of the content along the axis.
        int[] rows = features.Rows ?? [.. Enumerable.Range(0, features.Size)];
        return Append(node, signal, axis, features.Size, chosen.Length, [selected], selected, (feature, output) => rows[feature] == chosen[output]);
    }

    // The axis holds one of several factors of the features.
    private static SignalValue Choose(
        GraphNode node, SignalValue signal, int axis, IReadOnlyList<AxisFactor> units, AxisFactor factor, int[] chosen, AxisFactor selected)
    {
        var sizes = units.Select(unit => (int)unit.Size!.Value).ToArray();
        var position = units.ToList().IndexOf(factor);
        var (outer, inner) = (Product(sizes[..position]), Product(sizes[(position + 1)..]));
        var count = sizes[position];
        AxisFactor[] replaced = [.. units.Select(unit => unit == factor ? selected : unit)];
        return Append(node, signal, axis, outer * count * inner, outer * chosen.Length * inner, replaced, selected, (feature, output) =>
            feature % inner == output % inner
            && feature / inner % count == chosen[output / inner % chosen.Length]
            && feature / inner / count == output / inner / chosen.Length);
    }

    private static SignalValue Append(
        GraphNode node,
        SignalValue signal,
        int axis,
        int inputs,
        int outputs,
        IReadOnlyList<AxisFactor> units,
        AxisFactor selected,
        Func<int, int, bool> isChosen)
    {
        var weight = new float[node.Budget.Charge([inputs, outputs])];
        for (var index = 0; index < weight.Length; index++)
            weight[index] = isChosen(index / outputs, index % outputs) ? 1 : 0;
        var content = ChainContent.Append(signal.Content, new LinearStep(weight, inputs, outputs) { IsFixed = true }, units);
        return new SignalValue(content, [.. signal.Axes.Select((other, index) => index == axis ? new Axis(selected) : other)]);
    }

    // The probability of one of two classes is the logistic function of the difference of their scores.
    private static SignalValue? TryChooseClass(SignalValue signal, int axis, int[] chosen)
    {
        if (chosen is not [var index] || signal.Axes[axis].Size.Number != 2 || signal.Content.Steps[^1] is SoftmaxStep { IsLogarithmic: true })
            return null;
        var selected = new AxisFactor("outputs", 1, AxisRole.Unit);
        var scores = ChainContent.Create(signal.Content.Origin, [.. signal.Content.Steps.SkipLast(1)], signal.Content.Units);
        float[] weight = index == 0 ? [1, -1] : [-1, 1];
        var difference = ChainContent.Append(scores, new LinearStep(weight, 2, 1) { IsFixed = true }, [selected]);
        return new SignalValue(
            ChainContent.Append(difference, new ActivationStep(ActivationFunction.Sigmoid)),
            [.. signal.Axes.Select((other, position) => position == axis ? new Axis(selected) : other)]);
    }

    private static int Product(int[] sizes) => sizes.Aggregate(1, (product, size) => checked(product * size));
}
