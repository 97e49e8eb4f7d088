namespace MlNetRecurrent;

/// <summary>How a model is loaded.</summary>
public sealed record RecurrentModelOptions
{
    /// <summary>
    /// Whether ONNX Runtime may run any graph. Without this a file is loaded only if its operators are of those that stand in and around
    /// recurrent networks, if its values are bounded by the size of the file and of what is fed, and if its input and output are as its card
    /// says. A file that does not pass can take all memory and time there is: trust where it comes from.
    /// </summary>
    /// <value>Default: false.</value>
    public bool AllowAnyGraph { get; init; }
}
