using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>The options of one run of <c>train --task language</c>, with the defaults for texts.</summary>
internal sealed record LanguageOptions
{
    public const int DefaultEmbedding = 32;
    public const int DefaultWords = 10_000;
    public const int DefaultHidden = 320;
    public const int DefaultStreams = 32;
    public const double DefaultDropout = 0.3;
    public const double DefaultTestFraction = 0.1;
    public const double DefaultValidationFraction = 0.05;

    public required TextSource Source { get; init; }

    /// <summary>The token unit: characters or words.</summary>
    public required TokenUnit TokenUnit { get; init; }

    /// <summary>The maximum vocabulary size; null for no limit.</summary>
    public int? MaxVocabularySize { get; init; }

    /// <summary>The number of values in the embedding of a token.</summary>
    public required int EmbeddingSize { get; init; }

    public required IReadOnlyList<RecurrentCell> Cells { get; init; }

    /// <summary>The layers and the dropout. Its other properties do not apply to texts.</summary>
    public required NetworkOptions Network { get; init; }

    /// <summary>The training options. <see cref="FitOptions.TruncatedBpttSteps"/> is the window.</summary>
    public required FitOptions Fit { get; init; }

    /// <summary>The number of streams into which the text is split; they are trained in parallel.</summary>
    public required int ParallelStreams { get; init; }

    /// <summary>The fraction of the text, at its end, that is held out for testing.</summary>
    public required double TestFraction { get; init; }

    /// <summary>The fraction of the remaining text, at its end, that is used for validation.</summary>
    public required double ValidationFraction { get; init; }

    /// <summary>The longest dependency of chrono initialization, in time steps; null for PyTorch's initial biases.</summary>
    public int? ChronoMaxDependency { get; init; }

    /// <summary>The number of training threads; null for one per core.</summary>
    public int? Threads { get; init; }

    public required ModelFiles Files { get; init; }

    /// <summary>Whether to resume from a checkpoint.</summary>
    public bool Resume { get; init; }

    /// <summary>The file for the report; null for none.</summary>
    public string? Report { get; init; }

    /// <summary>Whether the model is exported without its optional inputs.</summary>
    public bool Minimal { get; init; }

    /// <summary>Creates the network of a cell.</summary>
    /// <exception cref="UserInputException">An option is out of range.</exception>
    public NetworkDescription Describe(RecurrentCell cell, int vocabulary)
    {
        return LibraryCall.Run(() =>
        {
            var network = NetworkDescription.CreateLanguageModel(cell, vocabulary, EmbeddingSize, Network.HiddenSize, Network.LayerCount) with
            {
                Regularization = new RegularizationDescription
                {
                    Dropout = Network.Dropout,
                    RecurrentDropout = Network.RecurrentDropout,
                    HeadDropout = Network.HeadDropout,
                },
                HasLayerNormalization = Network.HasLayerNormalization,
            };
            network.Validate();
            return network;
        });
    }
}
