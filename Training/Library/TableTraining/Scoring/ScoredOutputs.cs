using System.Globalization;

namespace MlNetRecurrent.Training;

/// <summary>The outputs of a file as columns: the values of each output, and the classes and probabilities of a classifier.</summary>
internal sealed class ScoredOutputs
{
    private readonly NetworkDescription _network;
    private readonly ModelCard _card;
    private readonly string _name;

    /// <param name="card">The card of the file, or the one made from its graph.</param>
    /// <param name="name">The name of the output of a network; the graph of another program names its own.</param>
    public ScoredOutputs(ModelCard card, string name) => (_network, _card, _name) = (card.Network, card, name);

    /// <summary>Whether the outputs of a sequence are those of its time steps, in rows of their own.</summary>
    public bool IsPerStep => _network.HasOutputPerStep;

    private bool IsClassifier => _network.Task is RecurrentTask.Classify or RecurrentTask.Tag;

    /// <summary>Returns the columns.</summary>
    /// <param name="steps">The number of time steps of every sequence.</param>
    public IEnumerable<PredictionColumn> GetColumns(int steps)
    {
        foreach (var name in _network.Graph is { } graph ? graph.Outputs.SelectMany(output => GetNames(output, steps)) : GetNames())
            yield return new PredictionColumn(name);
        if (!IsClassifier)
            yield break;
        yield return new PredictionColumn("class", Kind: PredictionKind.Text);
        for (var label = 0; label < _network.Classes; label++)
            yield return new PredictionColumn($"p({GetLabel(label)})");
    }

    /// <summary>Returns the cells of one sequence, or of one time step.</summary>
    public IEnumerable<string> GetCells(ReadOnlyMemory<float> values)
    {
        foreach (var value in values.ToArray())
            yield return value.ToString("g9", CultureInfo.InvariantCulture);
        if (!IsClassifier)
            yield break;
        float[] probabilities = [.. values.ToArray().Select(value => _network.HasLogProbabilities ? MathF.Exp(value) : value)];
        yield return GetLabel(Array.IndexOf(probabilities, probabilities.Max()));
        foreach (var probability in probabilities)
            yield return probability.ToString("0.######", CultureInfo.InvariantCulture);
    }

    private string GetLabel(int index) =>
        _card.Labels.Count == _network.Classes ? _card.Labels[index] : index.ToString(CultureInfo.InvariantCulture);

    private IEnumerable<string> GetNames(GraphTensor output, int steps)
    {
        var values = output.Axes.Where(axis => axis.Kind == GraphAxisKind.Value).Select(axis => axis.Size.GetValueOrDefault(1));
        return AddIndices(output.Name, output.HasSteps && !IsPerStep ? [output.GetSteps(steps), .. values] : [.. values]);
    }

    private IEnumerable<string> GetNames()
    {
        if (_network.Task != RecurrentTask.Forecast)
            return AddIndices(_name, [_network.OutputSize]);
        var (horizon, targets) = (_network.Forecast.Horizon, _card.TargetNames);
        return targets.Count != _network.Forecast.Targets
            ? AddIndices(_name, [horizon, _network.Forecast.Targets])
            : Enumerable.Range(0, horizon).SelectMany(step => targets.Select(target =>
                horizon == 1 ? target : string.Create(CultureInfo.InvariantCulture, $"{target}[{step}]")));
    }

    // Row by row: output[0][0], output[0][1], ...; an axis of one value has no index.
    private static IEnumerable<string> AddIndices(string name, IReadOnlyList<int> sizes) =>
        sizes.Where(size => size != 1).Aggregate((IEnumerable<string>)[name], (names, size) => names.SelectMany(prefix =>
            Enumerable.Range(0, size).Select(index => string.Create(CultureInfo.InvariantCulture, $"{prefix}[{index}]"))));
}
