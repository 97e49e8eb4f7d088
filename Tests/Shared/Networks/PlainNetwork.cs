namespace MlNetRecurrent.Tests;

/// <summary>
/// Computes one sequence with plain loops in double precision, from the equations of the ONNX operators: an oracle that shares no code with the
/// engines. It knows networks of one member without future covariates, quantiles, window normalization, residual baselines and transforms.
/// </summary>
internal sealed class PlainNetwork(NetworkDescription network, NetworkWeights weights)
{
    /// <summary>Computes the outputs of a sequence: [time, outputs], or one time step of them.</summary>
    /// <param name="values">The input values, [time, features].</param>
    public double[][] Run(float[] values)
    {
        var steps = values.Chunk(network.Features).Select(Scale).ToArray();
        var finals = Array.Empty<double>();
        for (var index = 0; index < network.Layers.Count; index++)
        {
            var (layer, part) = (network.Layers[index], weights.Layers[index]);
            for (var linear = 0; linear < layer.InputLayers.Count; linear++)
                steps = Linear(layer.InputLayers[linear], part.InputLayers[linear], steps);
            var directions = Enumerable.Range(0, layer.DirectionCount).Select(direction => new PlainDirection(layer, part, direction)).ToArray();
            var outputs = directions.Select((direction, place) => direction.Run(steps, Initial(index, place, false), Initial(index, place, true)));
            var ended = outputs.ToArray();
            steps = [.. steps.Select((_, step) => Normalize(part.Norm, [.. ended.SelectMany(direction => direction.Steps[step])]))];
            finals = Normalize(part.Norm, [.. ended.SelectMany(direction => direction.Final)]);
        }

        double[][] pooled = network.Pooling switch
        {
            SequencePooling.FinalState => [finals],
            SequencePooling.LastStep => [steps[^1]],
            SequencePooling.Mean => [[.. finals.Select((_, unit) => steps.Average(step => step[unit]))]],
            SequencePooling.Max => [[.. finals.Select((_, unit) => steps.Max(step => step[unit]))]],
            SequencePooling.LastSteps => [[.. steps[^network.PooledSteps..].SelectMany(step => step)]],
            _ => steps,
        };
        var results = pooled.Select(Head);
        return [.. network.ReversesOutput ? results.Reverse() : results];
    }

    private double[] Scale(float[] step) => weights.InputScale is not { } scale
        ? [.. step.Select(value => (double)value)]
        : [.. step.Select((value, feature) => (value - (double)scale.Mean[feature]) / scale.StandardDeviation[feature])];

    // Steps before and after the sequence are zeros.
    private static double[][] Linear(LinearLayerDescription layer, LinearWeights part, double[][] steps)
    {
        var count = steps.Length - layer.LostSteps;
        return [.. Enumerable.Range(0, count).Select(step => Enumerable.Range(0, layer.OutputSize).Select(output =>
        {
            double sum = part.Bias[output];
            for (var offset = 0; offset < layer.KernelSize; offset++)
            {
                var source = step + offset - layer.PaddingBefore;
                for (var input = 0; input < layer.InputSize && source >= 0 && source < steps.Length; input++)
                {
                    var index = layer.KernelSize > 1
                        ? (((output * layer.InputSize) + input) * layer.KernelSize) + offset
                        : (input * layer.OutputSize) + output;
                    sum += steps[source][input] * part.Weight[index];
                }
            }

            return PlainActivation.Apply(layer.Activation, sum);
        }).ToArray())];
    }

    private double[] Initial(int index, int direction, bool isCell)
    {
        var layer = network.Layers[index];
        var states = isCell ? weights.InitialCell : weights.InitialHidden;
        if (states is null || (isCell && !layer.Cell.HasCellState))
            return new double[layer.HiddenSize];
        var before = network.Layers.Take(index).Where(other => !isCell || other.Cell.HasCellState).Sum(other => other.OutputSize);
        return [.. states.Skip(before + (direction * layer.HiddenSize)).Take(layer.HiddenSize).Select(value => (double)value)];
    }

    private double[] Normalize(NormWeights? norm, double[] values)
    {
        if (norm is null)
            return values;
        var mean = values.Average();
        var variance = values.Average(value => (value - mean) * (value - mean));
        return [.. values.Select((value, index) =>
            ((value - mean) / Math.Sqrt(variance + network.LayerNormalizationEpsilon) * norm.Scale[index]) + norm.Shift[index])];
    }

    private double[] Head(double[] pooled)
    {
        if (!network.HasHead)
            return pooled;
        double[][] values = [Normalize(weights.HeadNorm, pooled)];
        for (var index = 0; index < network.HeadLayers.Count; index++)
            values = Linear(network.HeadLayers[index], weights.HeadLayers[index], values);
        var last = new LinearLayerDescription
        {
            InputSize = values[0].Length,
            OutputSize = network.HeadOutputSize,
            Activation = network.OutputActivation,
        };
        var outputs = Linear(last, new LinearWeights(weights.HeadWeight!, weights.HeadBias!), values)[0];
        return network.Task == RecurrentTask.Forecast ? Forecast(outputs) : Probabilities(outputs);
    }

    private double[] Forecast(double[] outputs) => [.. outputs.Select((output, index) =>
    {
        var target = index % network.Forecast.Targets;
        var value = weights.TargetScale is { } scale ? (output * scale.StandardDeviation[target]) + scale.Mean[target] : output;
        return Math.Min(Math.Max(value, network.Forecast.Minimum ?? double.NegativeInfinity), network.Forecast.Maximum ?? double.PositiveInfinity);
    })];

    private double[] Probabilities(double[] scores)
    {
        var sum = Math.Log(scores.Sum(score => Math.Exp(score - scores.Max()))) + scores.Max();
        return [.. scores.Select(score => network.HasLogProbabilities ? score - sum : Math.Exp(score - sum))];
    }
}
