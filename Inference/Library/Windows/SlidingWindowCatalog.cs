using MlNetRecurrent;

namespace Microsoft.ML;

/// <summary>Extension methods that turn time series into windows.</summary>
public static class SlidingWindowCatalog
{
    /// <summary>Adds a column with the sliding window that ends at each row.</summary>
    /// <param name="catalog">The data operations catalog of an <see cref="MLContext"/>.</param>
    /// <param name="input">The rows, in chronological order.</param>
    /// <param name="outputColumnName">
    /// The name of the output column for the windows: Vector&lt;Single&gt; of [window, width]; the width of a Single column is 1.
    /// </param>
    /// <param name="inputColumnName">The name of the column with the values: Single, or Vector&lt;Single&gt; of known size.</param>
    /// <param name="window">The number of time steps in each window, at least 1. The first <c>window - 1</c> rows are dropped.</param>
    /// <returns>The data with the column of windows, which are created when they are read.</returns>
    /// <exception cref="ArgumentException">A name is empty, the window is out of range, or the column has an unsupported type.</exception>
    public static IDataView SlideWindows(
        this DataOperationsCatalog catalog, IDataView input, string outputColumnName, string inputColumnName, int window) =>
        SlideWindows(
            catalog, input, new SlidingWindowOptions { OutputColumnName = outputColumnName, InputColumnNames = [inputColumnName], Window = window });

    /// <summary>Adds a column with a sliding window for each row, separately for each series.</summary>
    /// <param name="catalog">The data operations catalog of an <see cref="MLContext"/>.</param>
    /// <param name="input">The rows, in chronological order within each series.</param>
    /// <param name="options">The columns, the window size, and the handling of the first rows.</param>
    /// <returns>
    /// The data with a column of windows: Vector&lt;Single&gt; of [window, width], where the width is the number of values in a time step, or a
    /// vector of DateTime; the number of time steps is unknown (0) if short windows are kept. The windows are created when they are read, and only
    /// the rows that the next window of each series needs are kept in memory.
    /// </returns>
    /// <remarks>
    /// <para>Each operation sees the rows that the one before it kept. For several columns of windows, such as sequences, labels and times, pad the
    /// windows of all operations but the last, and let the last one, which has the longest windows, drop the first rows.</para>
    /// <para>This is a data operation rather than a transform, because a window depends on other rows, which are not available to a saved ML.NET
    /// pipeline or a <c>PredictionEngine</c>. Save the pipeline that follows this operation, and pass complete windows to it. Data with windows
    /// cannot be shuffled while it is read: cache it first, then <c>ShuffleRows</c> works.</para>
    /// </remarks>
    /// <exception cref="ArgumentException">
    /// An option is missing or out of range, and the message lists every error; or a column has an unsupported type.
    /// </exception>
    public static IDataView SlideWindows(this DataOperationsCatalog catalog, IDataView input, SlidingWindowOptions options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        return new WindowDataView(input, new WindowBinding(options, input.Schema));
    }
}
