namespace MlNetRecurrent;

/// <summary>The kind of output that a network produces.</summary>
public enum RecurrentTask
{
    /// <summary>The next values of the targets: [batch, horizon, targets], or [batch, time, targets] with an output at every time step.</summary>
    Forecast,

    /// <summary>The class of a whole sequence: probabilities [batch, classes].</summary>
    Classify,

    /// <summary>The class of each time step: probabilities [batch, time, classes].</summary>
    Tag,

    /// <summary>The hidden states themselves, without a head: [batch, width], or [batch, time, width] with an output at every time step.</summary>
    Encode,

    /// <summary>The next token after each token of a text: int64 [batch, time] in, probabilities [batch, time, vocabulary] out.</summary>
    Language,

    /// <summary>
    /// The graph of another program, of which only the inputs and outputs are known: <see cref="NetworkDescription.Graph"/>. ONNX Runtime runs it; it
    /// can be scored and streamed, but not imported or trained.
    /// </summary>
    Custom,
}
