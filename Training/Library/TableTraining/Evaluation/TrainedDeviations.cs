namespace MlNetRecurrent.Training;

/// <summary>The standard deviations by which a model scales the columns of its table.</summary>
internal static class TrainedDeviations
{
    /// <summary>Creates the rules for checking the digits of a table that a model reads.</summary>
    /// <param name="file">The bytes of the model. They are imported only if a column would be refused.</param>
    /// <param name="card">The model card.</param>
    /// <param name="name">The name of the model in messages.</param>
    public static DigitRules CreateRules(byte[] file, ModelCard card, string name)
    {
        var deviations = new Lazy<IReadOnlyDictionary<string, double>>(() => Read(file, card, name));
        return DigitRules.Create(card.Network.Normalization, card.Columns!) with { TrainedDeviations = () => deviations.Value };
    }

    private static Dictionary<string, double> Read(byte[] file, ModelCard card, string name)
    {
        using var network = OnnxImporter.Import(file, name).Network;
        var (columns, found) = (card.Columns!, new Dictionary<string, double>(StringComparer.Ordinal));
        var isTransformed = card.Network.Forecast.Transform != TargetTransform.None;
        // Each row of a packed table holds the features of several time steps.
        var size = card.Network.NumericFeatures;
        string[] inputs = [.. columns.StepsPerRow is null ? card.FeatureNames.Take(size) : columns.Features];
        for (var index = 0; index < inputs.Length && network.InputScale is not null; index++)
        {
            if (!isTransformed || !columns.Targets.Contains(inputs[index]))
                found[inputs[index]] = network.InputScale.StandardDeviation[index % size];
        }

        for (var index = 0; index < columns.FutureCovariates.Count && network.FutureCovariateScale is not null; index++)
            found[columns.FutureCovariates[index]] = network.FutureCovariateScale.StandardDeviation[index];
        return found;
    }
}
