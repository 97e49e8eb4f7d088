namespace MlNetRecurrent;

/// <summary>What <c>ml.Model.LoadRecurrent</c> accepts. The defaults suit files of unknown origin.</summary>
public sealed record PipelineLoadOptions
{
    /// <summary>
    /// Whether ONNX Runtime may run any graph in the pipeline, in its recurrent models and in transformers of <c>ApplyOnnxModel</c>. If false, graphs
    /// whose memory and time are not bounded are rejected; the options that were saved in the file do not change that. See
    /// <see cref="RecurrentModelOptions.AllowAnyGraph"/>.
    /// </summary>
    /// <value>Default: false.</value>
    public bool AllowAnyGraph { get; init; }

    /// <summary>The maximum size of the zip file, and of its decompressed contents, in bytes, 1 to 2,147,483,591.</summary>
    /// <value>Default: 1,073,741,824 (1 GiB).</value>
    public long MaxSize { get; init; } = 1L << 30;

    /// <summary>Checks every option.</summary>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    internal void Validate()
    {
        if (MaxSize < 1 || MaxSize > Array.MaxLength)
            throw new ArgumentException($"The load options are invalid: {nameof(MaxSize)} is {MaxSize}, expected 1 to {Array.MaxLength}.");
    }
}
