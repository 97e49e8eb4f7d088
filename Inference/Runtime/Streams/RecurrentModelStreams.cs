namespace MlNetRecurrent;

/// <summary>Opens streams on a <see cref="RecurrentModel"/>.</summary>
public static class RecurrentModelStreams
{
    /// <summary>Opens a stream that scores one series step by step.</summary>
    /// <param name="model">The model.</param>
    /// <returns>
    /// The stream, with a state of zeros or the trained initial state. It need not be disposed, and cannot be used once its model is.
    /// </returns>
    /// <exception cref="NotSupportedException">
    /// The model requires whole sequences, because it has a reverse or bidirectional layer, a convolution, outputs in reverse order or window
    /// normalization; or ONNX Runtime runs a model that has future covariates, or carries more than the states of its layers from step to step. The
    /// message states the reason.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The model is disposed.</exception>
    public static RecurrentStream OpenStream(this RecurrentModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var stream = new RecurrentStream(model);
        model.IsStreamed = true;
        return stream;
    }

    /// <summary>Opens streams for many series, each identified by a key.</summary>
    /// <param name="model">The model.</param>
    /// <param name="options">The maximum number of series, and how evicted states are handled; null for the defaults.</param>
    /// <typeparam name="TKey">The type of the keys.</typeparam>
    /// <returns>The streams, without any series: the first step of a key starts its series.</returns>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="NotSupportedException">
    /// The model requires whole sequences, as for <see cref="OpenStream"/>; or ONNX Runtime runs it.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The model is disposed.</exception>
    public static RecurrentStreams<TKey> OpenStreams<TKey>(this RecurrentModel model, RecurrentStreamsOptions<TKey>? options = null)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(model);
        var streams = new RecurrentStreams<TKey>(model, options ?? new RecurrentStreamsOptions<TKey>());
        (model.IsStreamed, model.HasKeyedStreams) = (true, true);
        return streams;
    }
}
