namespace MlNetRecurrent.Inference.Tests;

/// <summary>A random model card and the facts in its signature, listed independently: the oracle of which model can replace which.</summary>
internal sealed record RandomSignatures(ModelCard Card, string[] Facts, int MinimumSteps)
{
    private const string Unnamed = "unnamed";

    private const int Choices = 9;

    private static readonly string[][] Names = [[], ["a", "b"], ["b", "a"], ["a", "c"]];

    /// <summary>Creates two cards with many facts in common.</summary>
    public static (RandomSignatures First, RandomSignatures Second) Pair(Random random)
    {
        int[] first = [.. Enumerable.Range(0, Choices).Select(_ => random.Next(4))];
        int[] second = [.. first];
        for (var change = random.Next(3); change > 0; change--)
            second[random.Next(Choices)] = random.Next(4);
        return (Create(first, random), Create(second, random));
    }

    /// <summary>Whether every fact of this model is that of another, except for names that the other model lacks.</summary>
    public bool Keeps(RandomSignatures other) =>
        Facts.Length == other.Facts.Length && Facts.Zip(other.Facts).All(fact => fact.First == fact.Second || fact.Second == Unnamed);

    private static string NamesOf(int choice) => choice == 0 ? Unnamed : $"names {choice}";

    private static RandomSignatures Create(int[] choice, Random random)
    {
        // Facts outside the signature differ from card to card.
        var hidden = random.Next(1, 4);
        var cell = random.Next(2) == 0 ? RecurrentCell.Lstm : RecurrentCell.Gru;
        var network = new NetworkDescription { Features = 2 + (choice[1] % 2), Layers = NetworkDescription.CreateForecaster(cell, 2, hidden).Layers };
        var card = new ModelCard { Network = network, FeatureNames = Names[choice[2]], ParityError = random.NextDouble() };
        string[] inputs = [$"{choice[1] % 2}", NamesOf(choice[2])];
        return choice[0] switch
        {
            0 or 1 => Forecaster(card, choice, inputs),
            2 when choice[8] % 2 == 0 => Classifier(card, RecurrentTask.Classify, SequencePooling.FinalState, choice, inputs),
            2 => Classifier(card, RecurrentTask.Tag, SequencePooling.None, choice, inputs),
            _ => LanguageModel(card, choice, inputs),
        };
    }

    private static RandomSignatures Forecaster(ModelCard card, int[] choice, string[] inputs)
    {
        var (horizon, targets) = (1 + (choice[3] % 2), 1 + (choice[3] / 2));
        var names = Names[choice[4]];
        int[] features = (choice[5], targets) switch
        {
            (0, _) => [],
            (1, 1) => [0],
            (1, _) => [0, 1],
            (_, 1) => [1],
            _ => [1, 0],
        };
        double[] quantiles = choice[6] switch { 0 or 1 => [], 2 => [0.1, 0.5, 0.9], _ => [0.2, 0.5, 0.8] };
        var covariates = choice[7] switch { 0 => 0, 1 => 1, _ => 2 };
        var steps = choice[8];
        var network = card.Network with
        {
            Forecast = card.Network.Forecast with
            {
                Horizon = horizon,
                Targets = targets,
                TargetFeatures = features,
                Quantiles = quantiles,
                FutureCovariates = covariates,
                ResidualBaseline = steps > 0 ? ResidualBaseline.SeasonalNaive : ResidualBaseline.None,
                SeasonLength = steps,
            },
        };

        // One unnamed future covariate, two calendar fields, or two columns.
        var columns = choice[7] switch
        {
            2 => new DataColumns { CalendarFields = [CalendarField.Hour] },
            3 => new DataColumns { FutureCovariates = ["p", "q"] },
            _ => new DataColumns { FutureCovariates = ["not", "the", "network's"] },
        };
        var meaning = names.Length == 0 && choice[5] > 1 ? "others" : "first";
        return new RandomSignatures(
            card with { Network = network, TargetNames = names, Columns = columns },
            ["forecast", .. inputs, $"{horizon} {targets} {meaning} {quantiles.FirstOrDefault()} {choice[7]}", NamesOf(choice[4])],
            Math.Max(1, steps));
    }

    private static RandomSignatures Classifier(ModelCard card, RecurrentTask task, SequencePooling pooling, int[] choice, string[] inputs) => new(
        card with { Network = card.Network with { Task = task, Pooling = pooling, Classes = 2 + (choice[3] % 2) }, Labels = Names[choice[4]] },
        [$"{task}", .. inputs, $"{choice[3] % 2}", NamesOf(choice[4])],
        1);

    private static RandomSignatures LanguageModel(ModelCard card, int[] choice, string[] inputs)
    {
        var size = 3 + (choice[3] % 2);
        string[] more = size == 3 ? [] : ["z"];
        var vocabulary = choice[4] switch
        {
            0 => null,
            1 => new Vocabulary(TokenUnit.Characters, ["", "a", "b", .. more]),
            2 => new Vocabulary(TokenUnit.Characters, ["", "b", "a", .. more]),
            _ => new Vocabulary(TokenUnit.Words, ["", "a", "b", .. more]),
        };
        var network = NetworkDescription.CreateLanguageModel(RecurrentCell.Lstm, size, embeddingSize: 2, hiddenSize: 2) with
        {
            Features = card.Network.Features,
        };
        return new RandomSignatures(card with { Network = network, Vocabulary = vocabulary }, ["language", .. inputs, $"{size} {choice[4]}"], 1);
    }
}
