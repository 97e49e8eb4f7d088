namespace MlNetRecurrent.Onnx;

/// <summary>Output sizes of Einsum: https://onnx.ai/onnx/operators/onnx__Einsum.html.</summary>
internal static class EinsumShapes
{
    private const int MaxAxes = 16;

    public static IReadOnlyList<SizedValue> Einsum(SizedNode node)
    {
        var equation = (node.GetString("equation") ?? "").Replace(" ", "", StringComparison.Ordinal);
        var sides = equation.Split("->");
        var terms = sides[0].Split(',');
        var isOfLabels = sides.All(side => side.All(label => label == ',' || char.IsAsciiLetter(label)));
        if (sides.Length > 2 || terms.Length != node.Inputs.Count || !isOfLabels)
            throw node.CreateError("attribute 'equation' is not one of labels for each input, such as 'bij,bjk->bik'");
        var sizes = new Dictionary<char, SymbolicSize>();
        for (var input = 0; input < terms.Length; input++)
        {
            var dimensions = node.Dimensions(input);
            if (dimensions.Length != terms[input].Length)
                throw node.CreateError($"input {input} has {dimensions.Length} axes, but '{terms[input]}' in the equation");
            for (var axis = 0; axis < dimensions.Length; axis++)
            {
                var label = terms[input][axis];
                sizes[label] = sizes.TryGetValue(label, out var known) ? known.Broadcast(dimensions[axis]) : dimensions[axis];
            }
        }

        var labels = sides.Length == 2
            ? sides[1]
            : string.Concat(sizes.Keys.Where(label => terms.Sum(term => term.Count(other => other == label)) == 1).Order());
        if (labels.Length > MaxAxes || !labels.All(sizes.ContainsKey))
            throw node.CreateError("attribute 'equation' has an output label that no input has");
        // Hosts permute each input and each product.
        node.Work = SizedValue.Product(sizes.Values);
        node.Scratch = node.Inputs.Aggregate(SymbolicSize.FromNumber(0), (sum, input) => sum.Add(input.Total));
        return [SizedValue.FromDimensions([.. labels.Select(label => sizes[label])])];
    }
}
