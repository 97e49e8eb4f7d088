using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>All that one run of <c>train --task language</c> is asked for, and what is usual for texts where an option is not given.</summary>
internal sealed record LanguageOptions
{
    public const int DefaultEmbedding = 32;
    public const int DefaultWords = 10_000;
    public const int DefaultHidden = 320;
    public const int DefaultStreams = 32;

    // The steps of a recurrence are small and wait for one another: a second thread gains little, and on a busy machine it loses nearly everything.
    public const int DefaultThreads = 1;
    public const double DefaultDropout = 0.3;
    public const double DefaultTestFraction = 0.1;
    public const double DefaultValidationFraction = 0.05;

    public required TextSource Source { get; init; }

    /// <summary>What the text is read as.</summary>
    public required TokenUnit TokenUnit { get; init; }

    /// <summary>How many tokens are known; null for all.</summary>
    public int? MaxVocabularySize { get; init; }

    /// <summary>Values for each token.</summary>
    public required int EmbeddingSize { get; init; }

    public required IReadOnlyList<RecurrentCell> Cells { get; init; }

    /// <summary>Layers and dropout; nothing else of it is for texts.</summary>
    public required NetworkPlan Network { get; init; }

    /// <summary>How the network is fitted: <see cref="FitOptions.TruncatedBpttSteps"/> is the window.</summary>
    public required FitOptions Fit { get; init; }

    /// <summary>How many places of the text are read side by side.</summary>
    public required int ParallelStreams { get; init; }

    /// <summary>The share of the text, at its end, that is put aside for testing.</summary>
    public required double TestFraction { get; init; }

    /// <summary>The share of what is left, at its end, that decides which epoch is kept.</summary>
    public required double ValidationFraction { get; init; }

    /// <summary>Over how many steps gates start to remember; null for PyTorch's initial biases.</summary>
    public int? ChronoMaxDependency { get; init; }

    /// <summary>Threads of the fit.</summary>
    public required int Threads { get; init; }

    public required ModelFiles Files { get; init; }

    /// <summary>Whether to go on from a checkpoint.</summary>
    public bool Resume { get; init; }

    /// <summary>The file of the report; null for none.</summary>
    public string? Report { get; init; }

    /// <summary>Whether the file is exported without optional inputs.</summary>
    public bool Minimal { get; init; }

    /// <summary>The network of a cell.</summary>
    /// <exception cref="UserInputException">An option is out of range.</exception>
    public NetworkDescription Describe(RecurrentCell cell, int vocabulary)
    {
        return LibraryCall.Run(() =>
        {
            var network = NetworkDescription.CreateLanguageModel(cell, vocabulary, EmbeddingSize, Network.HiddenSize, Network.LayerCount) with
            {
                Regularization = new RegularizationDescription { Dropout = Network.Dropout, RecurrentDropout = Network.RecurrentDropout, HeadDropout = Network.HeadDropout },
                HasLayerNormalization = Network.HasLayerNormalization,
            };
            network.Validate();
            return network;
        });
    }
}
