namespace MlNetRecurrent;

/// <summary>What a network answers.</summary>
public enum RecurrentTask
{
    /// <summary>The next values of one or more targets: output [batch, horizon, targets], or [batch, time, targets] when every step is read.</summary>
    Forecast,

    /// <summary>One class for a whole sequence: output [batch, classes], probabilities.</summary>
    Classify,

    /// <summary>One class for each time step: output [batch, time, classes], probabilities.</summary>
    Tag,

    /// <summary>The hidden states themselves, with no head: [batch, width], or [batch, time, width] when every step is read.</summary>
    Encode,

    /// <summary>The next token after each token of a text: int64 [batch, time] in, output [batch, time, vocabulary], probabilities.</summary>
    Language,
}
