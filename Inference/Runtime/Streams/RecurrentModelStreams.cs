namespace MlNetRecurrent;

/// <summary>Opens streams on a <see cref="RecurrentModel"/>.</summary>
public static class RecurrentModelStreams
{
    /// <summary>Opens a stream, which scores one series step by step.</summary>
    /// <param name="model">The model.</param>
    /// <exception cref="NotSupportedException">
    /// The model needs whole sequences: a layer runs backward in time, the normalization is that of a window, or the model reads future covariates.
    /// Or ONNX Runtime computes a model that carries more than the states of its layers. The message names the reason.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The model is disposed.</exception>
    public static RecurrentStream OpenStream(this RecurrentModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return new RecurrentStream(model);
    }

    /// <summary>Opens the streams of many series, each found by its key.</summary>
    /// <param name="model">The model.</param>
    /// <param name="options">The maximum number of series, and what becomes of the state of a series that has to go; null for the defaults.</param>
    /// <typeparam name="TKey">The type of the keys.</typeparam>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="NotSupportedException">The model needs whole sequences, as for <see cref="OpenStream"/>; or ONNX Runtime computes it.</exception>
    /// <exception cref="ObjectDisposedException">The model is disposed.</exception>
    public static RecurrentStreams<TKey> OpenStreams<TKey>(this RecurrentModel model, RecurrentStreamsOptions<TKey>? options = null)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(model);
        return new RecurrentStreams<TKey>(model, options ?? new RecurrentStreamsOptions<TKey>());
    }
}
